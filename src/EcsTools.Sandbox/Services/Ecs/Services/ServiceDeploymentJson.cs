using System;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Maps service deployments to the members of the service model, for answers and for the saved state.</summary>
internal static class ServiceDeploymentJson
{
    /// <summary>A service deployment as it is described, with the counts of now or of its end.</summary>
    public static JsonObject Describe(ServiceRecord service, ServiceDeployment deployment)
    {
        deployment.Count(service);
        return Write(service, deployment);
    }

    /// <summary>The short form in a list.</summary>
    public static JsonObject Brief(ServiceRecord service, ServiceDeployment deployment) => new()
    {
        ["serviceDeploymentArn"] = deployment.Arn,
        ["serviceArn"] = service.Arn,
        ["clusterArn"] = service.ClusterArn,
        ["targetServiceRevisionArn"] = deployment.TargetCounts.RevisionArn,
        ["startedAt"] = deployment.StartedAt,
        ["createdAt"] = deployment.CreatedAt,
        ["finishedAt"] = deployment.FinishedAt,
        ["status"] = deployment.Status,
        ["statusReason"] = deployment.StatusReason,
    };

    /// <summary>The counts of a revision. Only service deployments have the members for traffic weights.</summary>
    public static JsonObject Write(RevisionCounts counts)
    {
        var members = new JsonObject
        {
            ["arn"] = counts.RevisionArn,
            ["requestedTaskCount"] = counts.Requested,
            ["runningTaskCount"] = counts.Running,
            ["pendingTaskCount"] = counts.Pending,
        };
        if (counts.ProductionWeight is { } production)
        {
            members["requestedProductionTrafficWeight"] = production;
            members["requestedTestTrafficWeight"] = counts.TestWeight;
        }

        return members;
    }

    public static JsonObject Save(ServiceRecord service, ServiceDeployment deployment) => new()
    {
        ["wire"] = Write(service, deployment),
        ["target"] = deployment.Target,
        ["sources"] = deployment.Sources.ToJson(),
        ["percent"] = deployment.Percent,
        ["testPercent"] = deployment.TestPercent,
        ["waitUntil"] = deployment.WaitUntil?.ToUnixTimeMilliseconds(),
        ["hooks"] = deployment.Hooks.Count == 0 ? null : deployment.Hooks.Select(Save).ToJson(),
    };

    public static ServiceDeployment Load(JsonObject saved)
    {
        var members = saved.Object("wire")!;
        var breaker = members.Object("deploymentCircuitBreaker")!;
        return new ServiceDeployment
        {
            Arn = members.Text("serviceDeploymentArn")!,
            Target = saved.Text("target")!,
            Sources = saved.Texts("sources"),
            Configuration = DeploymentConfigurationJson.Read(members.Object("deploymentConfiguration")!),
            TargetCounts = ReadCounts(members.Object("targetServiceRevision")!),
            SourceCounts = members.Objects("sourceServiceRevisions").Select(ReadCounts).ToList(),
            Status = members.Text("status")!,
            StatusReason = members.Text("statusReason"),
            Stage = members.Text("lifecycleStage"),
            BreakerState = breaker.Text("status")!,
            AlarmState = members.Object("alarms")?.Text("status") ?? BreakerStatus.Disabled,
            TriggeredAlarms = members.Object("alarms")?.Texts("triggeredAlarmNames") ?? [],
            FailureCount = (int)(breaker.Integer("failureCount") ?? 0),
            FailureThreshold = (int)(breaker.Integer("threshold") ?? 0),
            Rollback = members.Object("rollback") is { } rollback
                ? new DeploymentRollback(rollback.Text("reason") ?? "", rollback.Number("startedAt") ?? 0, rollback.Text("serviceRevisionArn"))
                : null,
            CreatedAt = members.Number("createdAt")!.Value,
            UpdatedAt = members.Number("updatedAt") ?? 0,
            StartedAt = members.Number("startedAt"),
            FinishedAt = members.Number("finishedAt"),
            StoppedAt = members.Number("stoppedAt"),
            Percent = saved.Number("percent") ?? 0,
            TestPercent = saved.Number("testPercent") ?? 0,
            WaitUntil = saved.Integer("waitUntil") is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
            Hooks = saved.Objects("hooks").Select(LoadHook).ToList(),
        };
    }

    private static JsonObject Write(ServiceRecord service, ServiceDeployment deployment) => new()
    {
        ["serviceDeploymentArn"] = deployment.Arn,
        ["serviceArn"] = service.Arn,
        ["clusterArn"] = service.ClusterArn,
        ["createdAt"] = deployment.CreatedAt,
        ["updatedAt"] = deployment.UpdatedAt,
        ["startedAt"] = deployment.StartedAt,
        ["finishedAt"] = deployment.FinishedAt,
        ["stoppedAt"] = deployment.StoppedAt,
        ["sourceServiceRevisions"] = deployment.SourceCounts.Select(Write).ToJson(),
        ["targetServiceRevision"] = Write(deployment.TargetCounts),
        ["status"] = deployment.Status,
        ["statusReason"] = deployment.StatusReason,
        ["lifecycleStage"] = deployment.Stage,
        ["lifecycleHookDetails"] = deployment.Hooks.Count == 0 ? null : deployment.Hooks.Select(Write).ToJson(),
        ["deploymentConfiguration"] = DeploymentConfigurationJson.Write(deployment.Configuration),
        ["deploymentCircuitBreaker"] = new JsonObject
        {
            ["status"] = deployment.BreakerState,
            ["failureCount"] = deployment.FailureCount,
            ["threshold"] = deployment.FailureThreshold,
        },
        ["alarms"] = new JsonObject
        {
            ["status"] = deployment.AlarmState,
            ["alarmNames"] = (deployment.Configuration.Alarms?.Names ?? []).ToJson(),
            ["triggeredAlarmNames"] = deployment.TriggeredAlarms.ToJson(),
        },
        ["rollback"] = deployment.Rollback is { } rollback
            ? new JsonObject
            {
                ["reason"] = rollback.Reason,
                ["startedAt"] = rollback.StartedAt,
                ["serviceRevisionArn"] = rollback.RevisionArn,
            }
            : null,
    };

    private static JsonObject Write(HookRun run) => new()
    {
        ["hookId"] = run.Id,
        ["targetType"] = LifecycleHook.Pause,
        ["status"] = run.Status,
        ["expiresAt"] = run.ExpiresAt.ToUnixTimeMilliseconds() / 1000d,
        ["timeoutAction"] = run.TimeoutAction,
    };

    private static JsonObject Save(HookRun run) => new()
    {
        ["id"] = run.Id,
        ["index"] = run.Index,
        ["stage"] = run.Stage,
        ["status"] = run.Status,
        ["expiresAt"] = run.ExpiresAt.ToUnixTimeMilliseconds(),
        ["timeoutAction"] = run.TimeoutAction,
    };

    private static HookRun LoadHook(JsonObject saved) => new()
    {
        Id = saved.Text("id")!,
        Index = (int)saved.Integer("index")!.Value,
        Stage = saved.Text("stage")!,
        Status = saved.Text("status")!,
        ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(saved.Integer("expiresAt")!.Value),
        TimeoutAction = saved.Text("timeoutAction")!,
    };

    private static RevisionCounts ReadCounts(JsonObject from) => new(
        from.Text("arn")!,
        (int?)from.Integer("requestedTaskCount"),
        (int?)from.Integer("runningTaskCount"),
        (int?)from.Integer("pendingTaskCount"))
    {
        ProductionWeight = from.Number("requestedProductionTrafficWeight"),
        TestWeight = from.Number("requestedTestTrafficWeight"),
    };
}
