using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Clusters;

/// <summary>Refuses what ECS refuses in the configuration of ECS Exec, which a cluster keeps.</summary>
internal static class ExecConfiguration
{
    public static void Check(JsonObject input)
    {
        if (input.Object("configuration")?.Object("executeCommandConfiguration") is not { } exec)
        {
            return;
        }

        var logs = exec.Object("logConfiguration");
        var overrides = exec.Text("logging") == "OVERRIDE";
        if (logs is not null && !overrides)
        {
            throw EcsErrors.InvalidParameter("You must set logging to 'OVERRIDE' when you supply a log configuration.");
        }

        if (overrides && string.IsNullOrEmpty(logs?.Text("cloudWatchLogGroupName")) && string.IsNullOrEmpty(logs?.Text("s3BucketName")))
        {
            throw EcsErrors.InvalidParameter(
                "A CloudWatch log group name or S3 bucket name must be specified when overriding the default log configuration.");
        }
    }
}
