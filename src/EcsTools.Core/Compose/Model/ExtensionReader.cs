using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Yaml;
using EcsTools.Models;
using EcsTools.Routing.Rules;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Compose.Model;

/// <summary>Reads <c>x-fargate</c> of a service.</summary>
internal static class ExtensionReader
{
    public static FargateExtension Read(NodeReader node)
    {
        var route = RouteOf(node);
        var spot = Spot(node);
        return new FargateExtension
        {
            Position = node.Position,
            Cpu = node.Text("cpu"),
            Memory = node.Text("memory"),
            EphemeralStorage = node.Integer("ephemeralStorage", 21, 200),
            Route = route,
            HasNoRoute = node.Has("route") && route is null,
            Schedule = Schedule(node),
            Scaling = node.Map("scaling") is { } scaling ? Scaling(scaling) : null,
            SpotWeight = spot.Weight,
            OnDemandWeight = spot.OnDemand,
            BaseOnDemand = spot.Base,
            SidecarOf = node.Text("sidecarOf"),
            Essential = node.Boolean("essential"),
            RunOnce = node.Boolean("runOnce"),
            Connect = node.Boolean("connect"),
            Before = node.Texts("before"),
            TaskRole = node.Text("taskRole"),
            ExecutionRole = node.Text("executionRole"),
            PullCredential = node.Text("pullCredential") is { } secret
                ? secret.Value.Length > 0 ? secret : throw node.Wrong(secret, "pullCredential", "the name or ARN of a secret in Secrets Manager") : null,
            Strategy = Strategy(node),
            HealthCheckGracePeriod = node.Duration("healthCheckGracePeriod"),
            EnableExecuteCommand = node.Boolean("enableExecuteCommand"),
            LogRouter = node.Text("logRouter") is { } router
                ? router.Value is "fluentbit" or "fluentd" ? router : throw node.Wrong(router, "logRouter", "fluentbit or fluentd") : null,
            Secrets = node.Pairs("secrets"),
            EnvironmentFiles = node.OneOrMore("environmentFiles"),
        };
    }

    /// <summary>A path, <c>none</c>, or a mapping.</summary>
    private static AppRoute? RouteOf(NodeReader node)
    {
        if (!node.Has("route"))
        {
            return null;
        }

        if (!node.IsText("route"))
        {
            return Route(node.Map("route")!);
        }

        var text = node.Text("route")!.Value;
        return text.Value switch
        {
            "none" => null,
            ['/', ..] or ['*', ..] => new AppRoute { Conditions = new RouteConditionRequest { Paths = [text.Value] }, Position = text.Position },
            _ => throw node.Wrong(text, "route", "a path such as /api*, none, or a mapping such as { host: api.example.com }"),
        };
    }

    private static AppRoute Route(NodeReader node) => new()
    {
        Conditions = new RouteConditionRequest
        {
            Paths = Texts(node, "path"),
            PathRegexes = Texts(node, "pathRegex"),
            HostNames = Texts(node, "host"),
            Methods = Texts(node, "method"),
            Headers = TextLists(node.Map("header")),
            Query = TextLists(node.Map("query")),
            SourceAddresses = Texts(node, "source"),
        },
        ContainerPort = node.Integer("port", 1, 65535)?.Value,
        Priority = node.Integer("priority", 1, 50000)?.Value,
        Target = new TargetGroupRequest
        {
            Name = "",
            HealthCheck = HealthCheck(node),
            DeregistrationDelay = Within(node, "deregistrationDelay", 0, 3600),
            SlowStart = Within(node, "slowStart", 0, 900),
            Stickiness = Within(node, "stickiness", 0, 604800),
        },
        Position = node.Position,
    };

    private static HealthCheckRequest HealthCheck(NodeReader route)
    {
        if (route.IsText("healthCheck"))
        {
            return new HealthCheckRequest { Path = Path(route, "healthCheck") };
        }

        return route.Map("healthCheck") is not { } node ? new HealthCheckRequest() : new HealthCheckRequest
        {
            Path = Path(node, "path"),
            Interval = Within(node, "interval", 5, 300),
            Timeout = Within(node, "timeout", 2, 120),
            HealthyThreshold = node.Integer("healthyThreshold", 2, 10)?.Value,
            UnhealthyThreshold = node.Integer("unhealthyThreshold", 2, 10)?.Value,
            SuccessCode = node.Text("successCode")?.Value,
        };
    }

    private static string? Path(NodeReader node, string key)
        => node.Text(key) is not { } path ? null : path.Value.StartsWith("/", StringComparison.Ordinal) ? path.Value
            : throw node.Wrong(path, key, "a path such as /health");

    private static AppSchedule? Schedule(NodeReader node)
    {
        if (!node.Has("schedule"))
        {
            return null;
        }

        if (node.IsText("schedule"))
        {
            var text = node.Text("schedule")!.Value;
            return new AppSchedule { Expression = Parsed(text, ScheduleExpression.Parse), Position = text.Position };
        }

        var map = node.Map("schedule")!;
        var given = new[] { "every", "cron", "at" }.Where(map.Has).ToList();
        if (given.Count != 1)
        {
            throw ComposeProblem.At(map.Position, $"{map.Name} has {(given.Count == 0 ? "no time" : string.Join(" and ", given))}",
                "Give one of every, cron and at.");
        }

        var time = map.Text(given[0])!.Value;
        return new AppSchedule
        {
            Expression = Parsed(time, text => given[0] switch
            {
                "every" => ScheduleExpression.FromEvery(text),
                "cron" => ScheduleExpression.FromCron(text),
                _ => ScheduleExpression.Parse($"at({text})"),
            }),
            TimeZone = map.Text("timeZone") is { } zone ? Parsed(zone, ScheduleTimeZone.Parse) : null,
            Count = map.Integer("count", 1, 10)?.Value,
            RetryAttempts = map.Integer("retries", 0, 185)?.Value,
            FlexibleWindow = Within(map, "flexibleWindow", 60, 86400),
            Position = map.Position,
        };
    }

    /// <summary>The error of a parser says what is wrong. The parameters in its remedy are not those of a file.</summary>
    private static T Parsed<T>(Placed<string> text, Func<string, T> parse)
    {
        try
        {
            return parse(text.Value);
        }
        catch (EcsToolsException e)
        {
            throw ComposeProblem.At(
                text.Position, UntrustedText.Sanitize(e.Message, 300).TrimEnd('.'),
                "Write for example every: 15m, cron: 0 3 * * ? *, at: 2027-01-31T09:00:00, and timeZone: Europe/Rome.", e);
        }
    }

    private static AppScaling Scaling(NodeReader node)
    {
        var (minimum, maximum) = (node.Integer("minimum", 0, 5000), node.Integer("maximum", 0, 5000));
        return minimum is { } low && maximum is { } high && low.Value > high.Value
            ? throw ComposeProblem.At(low.Position, $"{node.Name}.minimum is {low.Value}, and maximum is {high.Value}",
                "Give a minimum that is not above the maximum.")
            : new AppScaling
            {
                MinimumCount = minimum?.Value,
                MaximumCount = maximum?.Value,
                CpuTarget = Target(node, "cpu", 100),
                MemoryTarget = Target(node, "memory", 100),
                RequestTarget = Target(node, "requests", 1e9),
                ScaleOutCooldown = Within(node, "outCooldown", 0, 86400),
                ScaleInCooldown = Within(node, "inCooldown", 0, 86400),
            };
    }

    private static double? Target(NodeReader node, string key, double most)
        => node.Number(key) is not { } number ? null
            : number.Value > 0 && number.Value <= most ? number.Value
            : throw node.Wrong(new Placed<string>(number.Value.ToString(CultureInfo.InvariantCulture), number.Position), key,
                $"a number above 0, at most {most}");

    private static (Placed<int>? Weight, Placed<int>? OnDemand, Placed<int>? Base) Spot(NodeReader node)
    {
        if (!node.Has("spot"))
        {
            return default;
        }

        if (!node.IsText("spot"))
        {
            var map = node.Map("spot")!;
            return (map.Integer("weight", 0, 1000), map.Integer("onDemand", 0, 1000), map.Integer("base", 0, 5000));
        }

        var text = node.Text("spot")!.Value;
        if (text.Value is not ("true" or "false"))
        {
            return (node.Integer("spot", 0, 1000), null, null);
        }

        return text.Value == "true" ? (new Placed<int>(1, text.Position), new Placed<int>(0, text.Position), null) : default;
    }

    private static FargateDeploymentStrategy? Strategy(NodeReader node)
        => node.Text("strategy") is not { } text ? null
            : Enum.TryParse<FargateDeploymentStrategy>(text.Value, ignoreCase: true, out var strategy) && !char.IsDigit(text.Value[0]) ? strategy
            : throw node.Wrong(text, "strategy", "rolling, blueGreen, linear or canary");

    private static TimeSpan? Within(NodeReader node, string key, int from, int to)
        => node.Duration(key) is not { } duration ? null
            : duration.Value.TotalSeconds >= from && duration.Value.TotalSeconds <= to ? duration.Value
            : throw node.Wrong(node.Text(key)!.Value, key, $"a duration from {from}s to {to}s");

    private static IReadOnlyList<string>? Texts(NodeReader node, string key) => node.OneOrMore(key)?.Select(text => text.Value).ToList();

    private static Dictionary<string, IReadOnlyList<string>>? TextLists(NodeReader? node)
        => node?.Entries.ToDictionary(entry => entry.Key, entry => Texts(node, entry.Key) ?? []);
}
