using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Maps deployment configurations from and to the members of the service model.</summary>
internal static class DeploymentConfigurationJson
{
    public static DeploymentConfigurationRequest ReadRequest(JsonObject? from) => from is null ? new() : new()
    {
        Strategy = from.Text("strategy"),
        MaximumPercent = from.Integer("maximumPercent"),
        MinimumHealthyPercent = from.Integer("minimumHealthyPercent"),
        BakeMinutes = from.Integer("bakeTimeInMinutes"),
        Breaker = from.Object("deploymentCircuitBreaker") is { } breaker
            ? ReadBreaker(breaker)
            : null,
        Alarms = from.Object("alarms") is { } alarms
            ? new DeploymentAlarms(alarms.Flag("enable") == true, alarms.Flag("rollback") == true, alarms.Texts("alarmNames"))
            : null,
        EarlySuccess = from.Object("earlySuccessCriteria") is { } early
            ? new EarlySuccessRequest(early.Flag("enable") == true, early.Integer("healthyPercent"), early.Text("sourceServiceRevisionCleanup"))
            : null,
        Linear = from.Object("linearConfiguration") is { } linear
            ? new TrafficStepRequest(linear.Number("stepPercent"), linear.Integer("stepBakeTimeInMinutes"))
            : null,
        Canary = from.Object("canaryConfiguration") is { } canary
            ? new TrafficStepRequest(canary.Number("canaryPercent"), canary.Integer("canaryBakeTimeInMinutes"))
            : null,
        Hooks = from["lifecycleHooks"] is null ? null : from.Objects("lifecycleHooks").Select(ReadHook).ToList(),
    };

    /// <summary>A configuration that was saved, which is whole.</summary>
    public static DeploymentConfiguration Read(JsonObject from)
    {
        var saved = ReadRequest(from);
        return new DeploymentConfiguration
        {
            Strategy = saved.Strategy ?? DeploymentStrategy.Rolling,
            MaximumPercent = saved.MaximumPercent ?? 200,
            MinimumHealthyPercent = saved.MinimumHealthyPercent ?? 100,
            BakeMinutes = saved.BakeMinutes ?? 0,
            Breaker = saved.Breaker ?? new DeploymentBreaker(false, false),
            Alarms = saved.Alarms,
            EarlySuccess = saved.EarlySuccess is { IsEnabled: true } early
                ? new EarlySuccess(early.HealthyPercent ?? 100, early.Cleanup ?? EarlySuccess.Blocking)
                : null,
            Linear = Step(saved.Linear),
            Canary = Step(saved.Canary),
            Hooks = saved.Hooks ?? [],
        };
    }

    public static JsonObject Write(DeploymentConfiguration configuration) => new()
    {
        ["deploymentCircuitBreaker"] = WriteBreaker(configuration.Breaker),
        ["maximumPercent"] = configuration.MaximumPercent,
        ["minimumHealthyPercent"] = configuration.MinimumHealthyPercent,
        ["strategy"] = configuration.Strategy,
        ["bakeTimeInMinutes"] = configuration.BakeMinutes,
        ["alarms"] = configuration.Alarms is { } alarms
            ? new JsonObject { ["alarmNames"] = alarms.Names.ToJson(), ["rollback"] = alarms.RollsBack, ["enable"] = alarms.IsEnabled }
            : null,
        ["earlySuccessCriteria"] = configuration.EarlySuccess is { } early
            ? new JsonObject
            {
                ["enable"] = true,
                ["healthyPercent"] = early.HealthyPercent,
                ["sourceServiceRevisionCleanup"] = early.Cleanup,
            }
            : null,
        ["linearConfiguration"] = configuration.Linear is { } linear
            ? new JsonObject { ["stepPercent"] = linear.Percent, ["stepBakeTimeInMinutes"] = linear.BakeMinutes }
            : null,
        ["canaryConfiguration"] = configuration.Canary is { } canary
            ? new JsonObject { ["canaryPercent"] = canary.Percent, ["canaryBakeTimeInMinutes"] = canary.BakeMinutes }
            : null,
        ["lifecycleHooks"] = configuration.Hooks.Count == 0 ? null : configuration.Hooks.Select(WriteHook).ToJson(),
    };

    private static DeploymentBreaker ReadBreaker(JsonObject from) => new(from.Flag("enable") == true, from.Flag("rollback") == true)
    {
        ResetsOnHealthyTask = from.Flag("resetOnHealthyTask") != false,
        Threshold = from.Object("thresholdConfiguration") is { } threshold
            ? new BreakerThreshold(threshold.Text("type")!, threshold.Integer("value")!.Value)
            : BreakerThreshold.Default,
    };

    private static JsonObject WriteBreaker(DeploymentBreaker breaker) => new()
    {
        ["enable"] = breaker.IsEnabled,
        ["rollback"] = breaker.RollsBack,
        ["resetOnHealthyTask"] = breaker.ResetsOnHealthyTask,
        ["thresholdConfiguration"] = new JsonObject { ["type"] = breaker.Threshold.Type, ["value"] = breaker.Threshold.Value },
    };

    private static LifecycleHook ReadHook(JsonObject from)
    {
        var (hook, timeout) = (new LifecycleHook(), from.Object("timeoutConfiguration"));
        return new LifecycleHook
        {
            TargetType = from.Text("targetType") ?? hook.TargetType,
            TargetArn = from.Text("hookTargetArn"),
            RoleArn = from.Text("roleArn"),
            Stages = from.Texts("lifecycleStages"),
            TimeoutMinutes = timeout?.Integer("timeoutInMinutes") ?? hook.TimeoutMinutes,
            TimeoutAction = timeout?.Text("action") ?? hook.TimeoutAction,
            Details = from["hookDetails"]?.DeepClone(),
        };
    }

    private static JsonObject WriteHook(LifecycleHook hook)
    {
        var members = new JsonObject
        {
            ["targetType"] = hook.TargetType,
            ["lifecycleStages"] = hook.Stages.ToJson(),
            ["timeoutConfiguration"] = new JsonObject { ["timeoutInMinutes"] = hook.TimeoutMinutes, ["action"] = hook.TimeoutAction },
        };
        if (hook.Details is { } details)
        {
            members["hookDetails"] = details.DeepClone();
        }

        return members;
    }

    private static TrafficStep? Step(TrafficStepRequest? saved)
        => saved is null ? null : new TrafficStep(saved.Percent ?? 100, saved.BakeMinutes ?? 0);
}
