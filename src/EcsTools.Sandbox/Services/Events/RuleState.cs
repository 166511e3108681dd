using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Scheduling;

namespace EcsTools.Sandbox.Services.Events;

/// <summary>One rule of the default bus: its members, targets and tags, and when it runs if it has a schedule.</summary>
internal sealed class RuleState
{
    public RuleState(JsonObject wire, JsonArray tags, DateTimeOffset anchor)
    {
        Wire = wire;
        Tags = tags;
        Anchor = anchor;
        if (wire.Text("ScheduleExpression") is { } text && ScheduleExpression.TryParse(text, ScheduleDialect.Strict) is { } expression)
        {
            Timing = new ScheduleEntry(wire, expression, TimeZoneInfo.Utc, anchor);
        }
    }

    public JsonObject Wire { get; }

    public JsonArray Tags { get; set; }

    /// <summary>The start of a rate.</summary>
    public DateTimeOffset Anchor { get; }

    /// <summary>Null for a rule that waits for events, because the sandbox has no events.</summary>
    public ScheduleEntry? Timing { get; }

    public List<JsonObject> Targets { get; } = [];

    public string Name => Wire.Text("Name")!;

    public JsonObject Save() => new()
    {
        ["rule"] = Wire.Copy(),
        ["tags"] = Tags.Copy(),
        ["anchor"] = Anchor.ToString("o", System.Globalization.CultureInfo.InvariantCulture),
        ["targets"] = Targets.ToJson(),
    };

    public static RuleState Load(JsonObject saved)
    {
        var anchor = DateTimeOffset.Parse(saved.Text("anchor")!, System.Globalization.CultureInfo.InvariantCulture);
        var rule = new RuleState(saved.Object("rule")!.Copy(), saved["tags"]!.AsArray().Copy(), anchor);
        rule.Targets.AddRange(saved.Objects("targets").Select(target => target.Copy()));
        return rule;
    }
}
