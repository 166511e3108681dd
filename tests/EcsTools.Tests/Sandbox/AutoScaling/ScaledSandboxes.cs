using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Sandbox.EcsServices;

namespace EcsTools.Tests.Sandbox.AutoScaling;

/// <summary>A simulated sandbox in which a minute of scaling passes in a fraction of a second, with something that counts requests.</summary>
public sealed class FastScalingSandbox : EcsSandbox
{
    internal FakeTraffic Traffic { get; private set; } = null!;

    protected override SandboxOptions Options => new() { Runtime = SandboxRuntime.Simulated, TimeScale = 1000 };

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Traffic = new FakeTraffic(Server.Cloud);
        Server.Cloud.Add(Traffic);
    }
}

/// <summary>What tests of scaling ask of a sandbox.</summary>
internal static class ScalingCalls
{
    public static string ResourceOf(JsonObject service)
        => $"service/{((string)service["clusterArn"]!).Split('/')[1]}/{(string)service["serviceName"]!}";

    /// <summary>Calls with the members by which every operation names its target.</summary>
    public static Task<JsonObject> ScaleAsync(this EcsSandbox sandbox, string operation, string resource, JsonObject? more = null)
        => sandbox.Boto.CallAsync("application-autoscaling", operation, Named(resource, more));

    public static Task<string> ScaleRefusedAsync(this EcsSandbox sandbox, string operation, string resource, JsonObject? more = null)
        => sandbox.Boto.RefusalAsync("application-autoscaling", operation, Named(resource, more));

    public static JsonObject Tracking(string metric, double target, string? label = null, int cooldown = 60) => new()
    {
        ["PolicyName"] = metric,
        ["PolicyType"] = "TargetTrackingScaling",
        ["TargetTrackingScalingPolicyConfiguration"] = new JsonObject
        {
            ["TargetValue"] = target,
            ["ScaleOutCooldown"] = cooldown,
            ["ScaleInCooldown"] = cooldown,
            ["PredefinedMetricSpecification"] = label is null
                ? new JsonObject { ["PredefinedMetricType"] = metric }
                : new JsonObject { ["PredefinedMetricType"] = metric, ["ResourceLabel"] = label },
        },
    };

    public static JsonObject Bounds(int minimum, int maximum) => new() { ["MinCapacity"] = minimum, ["MaxCapacity"] = maximum };

    private static JsonObject Named(string resource, JsonObject? more)
    {
        var input = more?.DeepClone().AsObject() ?? [];
        input["ServiceNamespace"] ??= "ecs";
        input["ResourceId"] = resource;
        input["ScalableDimension"] ??= "ecs:service:DesiredCount";
        return input;
    }
}
