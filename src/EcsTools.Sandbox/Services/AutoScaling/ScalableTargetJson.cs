using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.AutoScaling;

/// <summary>Maps scalable targets from and to the members of the service model, for answers and for the saved state.</summary>
internal static class ScalableTargetJson
{
    public static JsonObject Write(ScalableTarget target)
    {
        var members = AutoScalingErrors.Named(target.Id);
        members["MinCapacity"] = target.Minimum;
        members["MaxCapacity"] = target.Maximum;
        members["RoleARN"] = target.RoleArn;
        members["CreationTime"] = target.CreatedAt;
        members["ScalableTargetARN"] = target.Arn;
        members["SuspendedState"] = new JsonObject
        {
            ["DynamicScalingInSuspended"] = target.Suspended.ScaleIn,
            ["DynamicScalingOutSuspended"] = target.Suspended.ScaleOut,
            ["ScheduledScalingSuspended"] = target.Suspended.Scheduled,
        };
        return members;
    }

    public static ScalableTarget Read(JsonObject from) => new(from.Text("ResourceId")!)
    {
        Minimum = (int)from.Integer("MinCapacity")!.Value,
        Maximum = (int)from.Integer("MaxCapacity")!.Value,
        RoleArn = from.Text("RoleARN") ?? "",
        CreatedAt = from.Number("CreationTime") ?? 0,
        Arn = from.Text("ScalableTargetARN") ?? "",
        Suspended = ReadSuspended(from, new SuspendedState(false, false, false)),
    };

    /// <summary>The suspended state of a request. Members that it leaves out stay.</summary>
    public static SuspendedState ReadSuspended(JsonObject from, SuspendedState known)
    {
        var given = from.Object("SuspendedState") ?? [];
        return new SuspendedState(
            given.Flag("DynamicScalingInSuspended") ?? known.ScaleIn,
            given.Flag("DynamicScalingOutSuspended") ?? known.ScaleOut,
            given.Flag("ScheduledScalingSuspended") ?? known.Scheduled);
    }
}
