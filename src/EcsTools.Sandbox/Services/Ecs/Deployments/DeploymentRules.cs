using System;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>What ECS refuses in a deployment configuration, and its defaults.</summary>
internal static class DeploymentRules
{
    private const int LongestBake = 1440;

    /// <summary>The whole configuration, as DescribeServices shows it.</summary>
    public static JsonObject Configuration(JsonObject given)
    {
        var strategy = given.Text("strategy") ?? "ROLLING";
        var configuration = new JsonObject
        {
            ["deploymentCircuitBreaker"] = given.Object("deploymentCircuitBreaker")?.Copy()
                ?? new JsonObject { ["enable"] = false, ["rollback"] = false },
            ["maximumPercent"] = given.Integer("maximumPercent") ?? 200,
            ["minimumHealthyPercent"] = given.Integer("minimumHealthyPercent") ?? 100,
            ["strategy"] = strategy,
            ["bakeTimeInMinutes"] = Bake(given, strategy),
        };
        CheckPercents(configuration);
        CheckHooks(given);
        SetAlarms(configuration, given);
        SetLinear(configuration, given.Object("linearConfiguration"), strategy);
        SetCanary(configuration, given.Object("canaryConfiguration"), strategy);
        return configuration;
    }

    private static void CheckPercents(JsonObject configuration)
    {
        var most = configuration.Integer("maximumPercent")!.Value;
        var least = configuration.Integer("minimumHealthyPercent")!.Value;
        if (least is < 0 or > 100)
        {
            throw EcsErrors.InvalidParameter("minimumHealthyPercent must be between 0 and 100.");
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

    private static long Bake(JsonObject given, string strategy)
    {
        if (given.Integer("bakeTimeInMinutes") is not { } minutes)
        {
            return strategy == "BLUE_GREEN"
                ? throw EcsErrors.InvalidParameter("bakeTimeInMinutes is required when the deployment strategy is BLUE_GREEN.")
                : 0;
        }

        return CheckMinutes("bakeTimeInMinutes", minutes);
    }

    private static void CheckHooks(JsonObject given)
    {
        if (given.Objects("lifecycleHooks").Count > 0)
        {
            throw new AwsError("UnsupportedFeatureException", "lifecycleHooks are not served by the sandbox, which has no Lambda.");
        }
    }

    private static void SetAlarms(JsonObject configuration, JsonObject given)
    {
        if (given.Object("alarms") is not { } alarms)
        {
            return;
        }

        if (alarms.Flag("enable") == true && alarms.Texts("alarmNames").Count == 0)
        {
            throw EcsErrors.InvalidParameter("alarmNames cannot be empty when alarms are enabled.");
        }

        configuration["alarms"] = alarms.Copy();
    }

    private static void SetLinear(JsonObject configuration, JsonObject? linear, string strategy)
    {
        if (strategy != "LINEAR")
        {
            RequireAbsent("linearConfiguration", linear, "LINEAR");
            return;
        }

        configuration["linearConfiguration"] = new JsonObject
        {
            ["stepPercent"] = CheckPercent("stepPercent", linear?.Number("stepPercent") ?? 10, 3),
            ["stepBakeTimeInMinutes"] = CheckMinutes("stepBakeTimeInMinutes", linear?.Integer("stepBakeTimeInMinutes") ?? 6),
        };
    }

    private static void SetCanary(JsonObject configuration, JsonObject? canary, string strategy)
    {
        if (strategy != "CANARY")
        {
            RequireAbsent("canaryConfiguration", canary, "CANARY");
            return;
        }

        configuration["canaryConfiguration"] = new JsonObject
        {
            ["canaryPercent"] = CheckPercent("canaryPercent", canary?.Number("canaryPercent") ?? 5, 0.1),
            ["canaryBakeTimeInMinutes"] = CheckMinutes("canaryBakeTimeInMinutes", canary?.Integer("canaryBakeTimeInMinutes") ?? 10),
        };
    }

    private static void RequireAbsent(string member, JsonObject? value, string strategy)
    {
        if (value is not null)
        {
            throw EcsErrors.InvalidParameter($"{member} is only valid when the deployment strategy is {strategy}.");
        }
    }

    private static long CheckMinutes(string member, long minutes) => minutes is >= 0 and <= LongestBake
        ? minutes
        : throw EcsErrors.InvalidParameter(FormattableString.Invariant($"{member} must be between 0 and {LongestBake}."));

    /// <summary>A multiple of 0.1 up to 100.</summary>
    private static double CheckPercent(string member, double percent, double least)
        => percent >= least && percent <= 100 && Math.Abs((percent * 10) - Math.Round(percent * 10)) < 1e-6
            ? percent
            : throw EcsErrors.InvalidParameter(
                FormattableString.Invariant($"{member} must be a multiple of 0.1 between {least:0.0} and 100.0."));
}
