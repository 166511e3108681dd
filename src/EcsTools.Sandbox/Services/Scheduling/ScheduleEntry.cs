using System;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Scheduling;

/// <summary>One schedule or rule that fires by the clock: its wire form, and when it is due.</summary>
internal sealed class ScheduleEntry
{
    private readonly TimeSpan _window;

    /// <param name="wire">The schedule in the members of its model.</param>
    /// <param name="expression">When it fires.</param>
    /// <param name="zone">The time zone of the schedule.</param>
    /// <param name="anchor">The first time of a rate.</param>
    /// <param name="end">No time after it, or null.</param>
    /// <param name="window">How much later than due it may fire.</param>
    public ScheduleEntry(
        JsonObject wire, ScheduleExpression expression, TimeZoneInfo zone, DateTimeOffset anchor, DateTimeOffset? end = null, TimeSpan window = default)
    {
        Wire = wire;
        Expression = expression;
        Zone = zone;
        Anchor = anchor;
        End = end;
        _window = window;
    }

    public JsonObject Wire { get; }

    public ScheduleExpression Expression { get; }

    public TimeZoneInfo Zone { get; }

    public DateTimeOffset Anchor { get; }

    public DateTimeOffset? End { get; }

    public bool IsEnabled => Wire.Text("State") != "DISABLED";

    /// <summary>The next time it is due, or null if there is none.</summary>
    public DateTimeOffset? Due { get; private set; }

    /// <summary>The time it fires next: within its flexible window after it is due.</summary>
    public DateTimeOffset? Next { get; private set; }

    /// <summary>Sets the next time: the first after <paramref name="after"/>. What was missed before is not made up for.</summary>
    public void Advance(DateTimeOffset after, Random random)
    {
        var due = Expression.Next(after, Anchor, Zone);
        Due = due > End ? null : due;
        Next = Due + TimeSpan.FromTicks((long)(_window.Ticks * random.NextDouble()));
    }
}
