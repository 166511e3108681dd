using System;
using System.Collections.Generic;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Refuses what ECS refuses in a deployment configuration, and fills in the defaults.</summary>
internal static class DeploymentRules
{
    private const int LongestBake = 1440;

    public static DeploymentConfiguration Check(DeploymentConfigurationRequest given)
    {
        var strategy = given.Strategy ?? DeploymentStrategy.Rolling;
        var (most, least) = (given.MaximumPercent ?? 200, given.MinimumHealthyPercent ?? 100);
        var bake = Bake(given, strategy);
        CheckPercents(most, least);
        CheckAlarms(given.Alarms);
        CheckThreshold(given.Breaker?.Threshold);
        return new DeploymentConfiguration
        {
            Strategy = strategy,
            MaximumPercent = most,
            MinimumHealthyPercent = least,
            BakeMinutes = bake,
            Breaker = given.Breaker ?? new DeploymentBreaker(false, false),
            Alarms = given.Alarms,
            EarlySuccess = Early(given.EarlySuccess, strategy, least),
            Linear = Linear(given.Linear, strategy),
            Canary = Canary(given.Canary, strategy),
            Hooks = Hooks(given, strategy),
        };
    }

    private static void CheckPercents(long most, long least)
    {
        if (least > 100)
        {
            throw EcsErrors.InvalidParameter("minimumHealthyPercent must be at most 100.");
        }

        if (least < 0)
        {
            throw EcsErrors.InvalidParameter("minimumHealthyPercent must be at least 0.");
        }

        if (most < 100)
        {
            throw EcsErrors.InvalidParameter("maximumPercent must be 100 or more.");
        }

        if (most == 100 && least == 100)
        {
            throw EcsErrors.InvalidParameter("Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.");
        }
    }

    private static long Bake(DeploymentConfigurationRequest given, string strategy)
    {
        if (given.BakeMinutes is not { } minutes)
        {
            return strategy == DeploymentStrategy.BlueGreen
                ? throw EcsErrors.InvalidParameter("bakeTimeInMinutes is required when the deployment strategy is BLUE_GREEN.")
                : 0;
        }

        return CheckMinutes("bakeTimeInMinutes", minutes);
    }

    private static IReadOnlyList<LifecycleHook> Hooks(DeploymentConfigurationRequest given, string strategy)
    {
        var hooks = given.Hooks ?? [];
        foreach (var hook in hooks)
        {
            if (hook.TargetType != LifecycleHook.Pause)
            {
                throw new AwsError("UnsupportedFeatureException", "lifecycleHooks of Lambda functions are not served by the sandbox, which has no Lambda.");
            }

            if (hook.TargetArn is not null || hook.RoleArn is not null)
            {
                throw EcsErrors.InvalidParameter("hookTargetArn and roleArn are not valid for lifecycle hooks with the target type PAUSE.");
            }

            if (hook.Stages.Count == 0)
            {
                throw EcsErrors.InvalidParameter("lifecycleStages cannot be empty.");
            }
        }

        return hooks.Count == 0 || strategy != DeploymentStrategy.Rolling
            ? hooks
            : throw EcsErrors.InvalidParameter("lifecycleHooks are not valid when the deployment strategy is ROLLING.");
    }

    private static void CheckAlarms(DeploymentAlarms? alarms)
    {
        if (alarms is { IsEnabled: true, Names.Count: 0 })
        {
            throw EcsErrors.InvalidParameter("alarmNames cannot be empty when alarms are enabled.");
        }
    }

    private static void CheckThreshold(BreakerThreshold? threshold)
    {
        if (threshold is { Value: < 1 })
        {
            throw EcsErrors.InvalidParameter("thresholdConfiguration.value must be at least 1.");
        }

        if (threshold is { Type: not BreakerThreshold.Count, Value: > 100 })
        {
            throw EcsErrors.InvalidParameter($"thresholdConfiguration.value must be at most 100 for the type {threshold.Type}.");
        }
    }

    private static EarlySuccess? Early(EarlySuccessRequest? given, string strategy, long least)
    {
        if (given is not { IsEnabled: true })
        {
            return null;
        }

        if (strategy != DeploymentStrategy.Rolling)
        {
            throw EcsErrors.InvalidParameter("earlySuccessCriteria is only valid when the deployment strategy is ROLLING.");
        }

        if (given.HealthyPercent is not { } percent || given.Cleanup is not { } cleanup)
        {
            throw EcsErrors.InvalidParameter("healthyPercent and sourceServiceRevisionCleanup are required when earlySuccessCriteria is enabled.");
        }

        return percent >= least
            ? new EarlySuccess(percent, cleanup)
            : throw EcsErrors.InvalidParameter("earlySuccessCriteria.healthyPercent must be greater than or equal to minimumHealthyPercent.");
    }

    private static TrafficStep? Linear(TrafficStepRequest? given, string strategy)
    {
        if (strategy != DeploymentStrategy.Linear)
        {
            RequireAbsent("linearConfiguration", given, DeploymentStrategy.Linear);
            return null;
        }

        return new TrafficStep(
            CheckPercent("stepPercent", given?.Percent ?? 10, 3),
            CheckMinutes("stepBakeTimeInMinutes", given?.BakeMinutes ?? 6));
    }

    private static TrafficStep? Canary(TrafficStepRequest? given, string strategy)
    {
        if (strategy != DeploymentStrategy.Canary)
        {
            RequireAbsent("canaryConfiguration", given, DeploymentStrategy.Canary);
            return null;
        }

        return new TrafficStep(
            CheckPercent("canaryPercent", given?.Percent ?? 5, 0.1),
            CheckMinutes("canaryBakeTimeInMinutes", given?.BakeMinutes ?? 10));
    }

    private static void RequireAbsent(string member, TrafficStepRequest? value, string strategy)
    {
        if (value is not null)
        {
            throw EcsErrors.InvalidParameter($"{member} is only valid when the deployment strategy is {strategy}.");
        }
    }

    private static long CheckMinutes(string member, long minutes) => minutes is >= 0 and <= LongestBake
        ? minutes
        : throw EcsErrors.InvalidParameter(FormattableString.Invariant($"{member} must be between 0 and {LongestBake}."));

    /// <summary>Requires a multiple of 0.1 up to 100.</summary>
    private static double CheckPercent(string member, double percent, double least)
        => percent >= least && percent <= 100 && Math.Abs((percent * 10) - Math.Round(percent * 10)) < 1e-6
            ? percent
            : throw EcsErrors.InvalidParameter(
                FormattableString.Invariant($"{member} must be a multiple of 0.1 between {least:0.0} and 100.0."));
}
