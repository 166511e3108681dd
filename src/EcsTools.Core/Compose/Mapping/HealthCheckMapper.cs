using System;
using System.Linq;
using EcsTools.Compose.Model;
using EcsTools.TaskDefinitions;

namespace EcsTools.Compose.Mapping;

/// <summary>A health check within the limits of ECS.</summary>
internal sealed class HealthCheckMapper
{
    // What Docker uses. ECS has five seconds.
    private const int DefaultTimeout = 30;

    private readonly MappingContext _context;

    public HealthCheckMapper(MappingContext context) => _context = context;

    public TaskHealthCheck? Map(ComposeHealthCheck check, ComposeService service)
    {
        if (check.IsDisabled)
        {
            return new TaskHealthCheck { Command = ["NONE"] };
        }

        if (check.Test is null or { Count: 0 })
        {
            _context.Error(
                check.Position, $"services.{service.Name}.healthcheck has no test, and ECS does not use the HEALTHCHECK of an image",
                "Write the command of the check as test.");
            return null;
        }

        if (check.Test[0].Value is not ("CMD" or "CMD-SHELL") || check.Test.Count == 1)
        {
            _context.Error(
                check.Test[0].Position, $"services.{service.Name}.healthcheck.test does not begin with CMD or CMD-SHELL",
                "Write test: [\"CMD\", \"program\", \"argument\"], or one text.");
        }

        return new TaskHealthCheck
        {
            Command = check.Test.Select(word => word.Value).ToList(),
            Interval = Seconds(check.Interval, service, "interval", 5, 300),
            Timeout = Seconds(check.Timeout, service, "timeout", 2, 60) ?? DefaultTimeout,
            Retries = check.Retries is { } retries ? Within(retries.Value, retries, service, "retries", 1, 10, "") : null,
            StartPeriod = Seconds(check.StartPeriod, service, "start_period", 0, 300),
        };
    }

    private int? Seconds(Placed<TimeSpan>? duration, ComposeService service, string key, int from, int to)
        => duration is not { } given ? null
            : Within((int)Math.Round(Math.Min(given.Value.TotalSeconds, 1e6)), new Placed<int>(0, given.Position), service, key, from, to, " seconds");

    /// <summary>The nearest value that ECS has.</summary>
    private int Within(int value, Placed<int> at, ComposeService service, string key, int from, int to, string unit)
    {
        var used = Math.Max(from, Math.Min(to, value));
        if (used != value)
        {
            _context.Warn(at.Position, $"services.{service.Name}.healthcheck.{key} is {value}{unit}, and ECS uses {used}{unit}", $"Give {from} to {to}{unit}.");
        }

        return used;
    }
}
