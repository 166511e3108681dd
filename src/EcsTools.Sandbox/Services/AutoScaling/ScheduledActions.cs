using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Scheduling;

namespace EcsTools.Sandbox.Services.AutoScaling;

/// <summary>Scheduled changes of a target's bounds. Used under the lock of the service.</summary>
internal sealed class ScheduledActions
{
    private readonly SandboxCloud _cloud;
    private readonly ScalableTargets _targets;
    private readonly Random _random = new();

    public ScheduledActions(SandboxCloud cloud, ScalableTargets targets)
    {
        _cloud = cloud;
        _targets = targets;
    }

    /// <summary>When the next one is due, or null.</summary>
    public DateTimeOffset? Earliest => _targets.ById.Values.SelectMany(target => target.Actions.Values).Min(entry => entry.Next);

    public JsonObject Put(SandboxCall call)
    {
        var input = call.Input;
        var target = _targets.Require(input);
        var name = input.Text("ScheduledActionName")!;
        var known = target.Actions.TryGetValue(name, out var there) ? there.Wire : null;
        var wire = known?.Copy() ?? AutoScalingErrors.Named(target.Id);
        wire["ScheduledActionName"] = name;
        wire["ScheduledActionARN"] ??= _cloud.Arn(
            "autoscaling", $"scheduledAction:{AutoScalingErrors.NewId()}:resource/ecs/{target.Id}:scheduledActionName/{name}");
        wire["CreationTime"] ??= _cloud.Clock.EpochSeconds;
        foreach (var member in new[] { "Schedule", "Timezone", "StartTime", "EndTime", "ScalableTargetAction" })
        {
            if (input[member] is { } value)
            {
                wire[member] = value.DeepClone();
            }
        }

        CheckAction(wire.Object("ScalableTargetAction"));
        if (wire.Number("StartTime") >= wire.Number("EndTime"))
        {
            throw AutoScalingErrors.Invalid("StartTime must be before EndTime");
        }

        var entry = Entry(wire, _cloud.ScaledClock.UtcNow);
        entry.Advance(From(entry), _random);
        if (entry.Expression.IsOnce && entry.Due is null)
        {
            throw AutoScalingErrors.Invalid($"The schedule {wire.Text("Schedule")} is in the past");
        }

        target.Actions[name] = entry;
        return [];
    }

    public JsonObject Delete(SandboxCall call)
    {
        var name = call.Input.Text("ScheduledActionName")!;
        return _targets.Find(call.Input)?.Actions.Remove(name) == true
            ? []
            : throw AutoScalingErrors.NotFound("scheduled action", call.Input.Text("ResourceId")!, "scheduled action name: " + name);
    }

    public JsonObject Describe(SandboxCall call)
    {
        var (resource, names) = (AutoScalingErrors.Filter(call.Input), call.Input.Texts("ScheduledActionNames"));
        var found = _targets.ById.Values
            .Where(target => resource is null || target.Id == resource)
            .SelectMany(target => target.Actions.Values)
            .Select(entry => entry.Wire)
            .Where(wire => names.Count == 0 || names.Contains(wire.Text("ScheduledActionName")!))
            .ToList();
        return AutoScalingErrors.Page(call.Input, "ScheduledActions", found, "ScheduledActionARN");
    }

    /// <summary>Runs what is due, and sets the next times.</summary>
    public void FireDue(DateTimeOffset now)
    {
        foreach (var target in _targets.ById.Values)
        {
            foreach (var entry in target.Actions.Values.Where(entry => entry.Next <= now).ToList())
            {
                entry.Advance(now, _random);
                if (!target.Suspended.Scheduled)
                {
                    var action = entry.Wire.Object("ScalableTargetAction")!;
                    _targets.Bound(target, action.Integer("MinCapacity"), action.Integer("MaxCapacity"));
                }
            }
        }
    }

    public static JsonArray Save(ScalableTarget target) => target.Actions.Values
        .Select(entry => new JsonObject
        {
            ["action"] = entry.Wire.Copy(),
            ["anchor"] = entry.Anchor.ToString("o", CultureInfo.InvariantCulture),
        })
        .ToJson();

    /// <summary>What was due while the sandbox did not run is skipped.</summary>
    public void Load(ScalableTarget target, IEnumerable<JsonObject> saved)
    {
        foreach (var item in saved)
        {
            var wire = item.Object("action")!.Copy();
            var entry = Entry(wire, DateTimeOffset.Parse(item.Text("anchor")!, CultureInfo.InvariantCulture));
            entry.Advance(_cloud.ScaledClock.UtcNow, _random);
            target.Actions[wire.Text("ScheduledActionName")!] = entry;
        }
    }

    private static void CheckAction(JsonObject? action)
    {
        var (minimum, maximum) = (action?.Integer("MinCapacity"), action?.Integer("MaxCapacity"));
        if (minimum is null && maximum is null)
        {
            throw AutoScalingErrors.Invalid("ScalableTargetAction must specify MinCapacity or MaxCapacity");
        }

        ScalableTargets.CheckBounds(minimum ?? 0, maximum ?? int.MaxValue);
    }

    private DateTimeOffset From(ScheduleEntry entry)
    {
        var now = _cloud.ScaledClock.UtcNow;
        return Moment(entry.Wire, "StartTime") is { } start && start > now ? start - TimeSpan.FromTicks(1) : now;
    }

    private static ScheduleEntry Entry(JsonObject wire, DateTimeOffset anchor)
    {
        var text = wire.Text("Schedule") ?? throw AutoScalingErrors.Invalid("Schedule must be specified");
        var expression = ScheduleExpression.TryParse(text, ScheduleDialect.Strict) ?? throw AutoScalingErrors.Invalid($"Invalid schedule expression: {text}");
        return new ScheduleEntry(
            wire, expression, Zone(wire.Text("Timezone")), Moment(wire, "StartTime") ?? anchor, Moment(wire, "EndTime"));
    }

    private static DateTimeOffset? Moment(JsonObject wire, string member)
        => wire.Number(member) is { } seconds ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)) : null;

    private static TimeZoneInfo Zone(string? name)
        => TimeZones.Find(name) ?? throw AutoScalingErrors.Invalid($"The Timezone {name} is not a valid IANA time zone.");
}
