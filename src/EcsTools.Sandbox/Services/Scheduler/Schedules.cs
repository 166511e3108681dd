using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Scheduling;

namespace EcsTools.Sandbox.Services.Scheduler;

/// <summary>Schedules by group and name, and which of them are due.</summary>
internal sealed class Schedules
{
    private readonly SandboxCloud _cloud;
    private readonly object _gate;
    private readonly ScheduleRules _rules;
    private readonly ScheduleGroups _groups;
    private readonly Action _changed;
    private readonly Random _random = new();
    private readonly SortedDictionary<string, ScheduleEntry> _entries = new(StringComparer.Ordinal);

    // The request that created a schedule, by its client token. The same request again is not a conflict.
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);

    /// <param name="cloud">The sandbox.</param>
    /// <param name="gate">The lock of the service.</param>
    /// <param name="groups">The groups that schedules are in.</param>
    /// <param name="changed">Called after a change.</param>
    public Schedules(SandboxCloud cloud, object gate, ScheduleGroups groups, Action changed)
    {
        _cloud = cloud;
        _gate = gate;
        _groups = groups;
        _changed = changed;
        _rules = new ScheduleRules(cloud);
    }

    public DateTimeOffset? Earliest
    {
        get
        {
            lock (_gate)
            {
                return _entries.Values.Where(entry => entry.IsEnabled).Min(entry => entry.Next);
            }
        }
    }

    public JsonObject Create(SandboxCall call)
    {
        var expression = _rules.Check(call.Input, call.Principal);
        lock (_gate)
        {
            var (group, name) = Names(call.Input);
            _groups.Require(group);
            if (_entries.TryGetValue(Key(group, name), out var known))
            {
                return call.Input.Text("ClientToken") is { } again && _tokens.TryGetValue(again, out var asked) && asked == Asked(call.Input)
                    ? Answer(known.Wire)
                    : throw new AwsError("ConflictException", $"Schedule {name} already exists.", 409);
            }

            var now = _cloud.Clock.EpochSeconds;
            var wire = Wire(call.Input, group, name, now, now);
            Put(wire, expression, _cloud.ScaledClock.UtcNow);
            if (call.Input.Text("ClientToken") is { } token)
            {
                _tokens[token] = Asked(call.Input);
            }

            call = call with { Input = wire };
        }

        _changed();
        return Answer(call.Input);
    }

    public JsonObject Update(SandboxCall call)
    {
        var expression = _rules.Check(call.Input, call.Principal);
        JsonObject wire;
        lock (_gate)
        {
            var (group, name) = Names(call.Input);
            var known = Find(group, name);
            wire = Wire(call.Input, group, name, known.Wire.Number("CreationDate")!.Value, _cloud.Clock.EpochSeconds);
            Put(wire, expression, _cloud.ScaledClock.UtcNow);
        }

        _changed();
        return Answer(wire);
    }

    public JsonObject Get(SandboxCall call)
    {
        lock (_gate)
        {
            var (group, name) = Names(call.Input);
            return Find(group, name).Wire.Copy();
        }
    }

    public JsonObject Delete(SandboxCall call)
    {
        lock (_gate)
        {
            var (group, name) = Names(call.Input);
            _ = Find(group, name);
            _entries.Remove(Key(group, name));
        }

        _changed();
        return [];
    }

    public JsonObject List(SandboxCall call)
    {
        lock (_gate)
        {
            var input = call.Input;
            if (input.Text("GroupName") is { } group)
            {
                _groups.Require(group);
            }

            var found = _entries.Values.Select(entry => entry.Wire)
                .Where(wire => input.Text("GroupName") is not { } only || wire.Text("GroupName") == only)
                .Where(wire => wire.Text("Name")!.StartsWith(input.Text("NamePrefix") ?? "", StringComparison.Ordinal))
                .Where(wire => input.Text("State") is not { } state || wire.Text("State") == state)
                .ToList();
            return SchedulerPages.Of(input, "Schedules", found, wire => wire.Text("Arn")!, Summary);
        }
    }

    public void RemoveGroup(string group)
    {
        foreach (var key in _entries.Keys.Where(key => key.StartsWith(group + "/", StringComparison.Ordinal)).ToList())
        {
            _entries.Remove(key);
        }
    }

    /// <summary>The schedules that are due, each with the time at which it was due. Sets their next times.</summary>
    public IReadOnlyList<(JsonObject Schedule, DateTimeOffset Due)> TakeDue(DateTimeOffset now)
    {
        var due = new List<(JsonObject, DateTimeOffset)>();
        lock (_gate)
        {
            foreach (var entry in _entries.Values.Where(entry => entry.IsEnabled && entry.Next <= now).ToList())
            {
                due.Add((entry.Wire.Copy(), entry.Due!.Value));
                entry.Advance(now, _random);
                if (entry.Next is null && entry.Wire.Text("ActionAfterCompletion") == "DELETE")
                {
                    _entries.Remove(Key(entry.Wire.Text("GroupName")!, entry.Wire.Text("Name")!));
                }
            }
        }

        if (due.Count > 0)
        {
            _changed();
        }

        return due;
    }

    public JsonArray Save() => _entries.Values
        .Select(entry => new JsonObject
        {
            ["schedule"] = entry.Wire.Copy(),
            ["anchor"] = entry.Anchor.ToString("o", CultureInfo.InvariantCulture),
        })
        .ToJson();

    /// <summary>What was due while the sandbox did not run is skipped.</summary>
    public void Load(JsonObject saved)
    {
        foreach (var item in saved.Objects("schedules"))
        {
            var wire = item.Object("schedule")!.Copy();
            var anchor = DateTimeOffset.Parse(item.Text("anchor")!, CultureInfo.InvariantCulture);
            var entry = Entry(wire, ScheduleExpression.TryParse(wire.Text("ScheduleExpression")!, ScheduleDialect.Scheduler)!, anchor);
            entry.Advance(_cloud.ScaledClock.UtcNow, _random);
            _entries[Key(wire.Text("GroupName")!, wire.Text("Name")!)] = entry;
        }
    }

    private static (string Group, string Name) Names(JsonObject input)
        => (input.Text("GroupName") ?? ScheduleGroups.Default, input.Text("Name")!);

    private static string Key(string group, string name) => group + "/" + name;

    private static JsonObject Answer(JsonObject wire) => new() { ["ScheduleArn"] = wire.Text("Arn") };

    private static string Asked(JsonObject input) => input.ToJsonString();

    private static JsonObject Summary(JsonObject wire)
    {
        var summary = new JsonObject { ["Target"] = new JsonObject { ["Arn"] = wire.Object("Target")!.Text("Arn") } };
        foreach (var member in new[] { "Arn", "Name", "GroupName", "State", "CreationDate", "LastModificationDate" })
        {
            summary[member] = wire[member]!.DeepClone();
        }

        return summary;
    }

    private ScheduleEntry Find(string group, string name)
    {
        _groups.Require(group);
        return _entries.TryGetValue(Key(group, name), out var entry)
            ? entry
            : throw new AwsError("ResourceNotFoundException", $"Schedule {name} does not exist.", 404);
    }

    private JsonObject Wire(JsonObject input, string group, string name, double created, double modified)
    {
        var wire = input.Copy();
        wire.Remove("ClientToken");
        wire["Arn"] = _cloud.Arn("scheduler", $"schedule/{group}/{name}");
        wire["GroupName"] = group;
        wire["CreationDate"] = created;
        wire["LastModificationDate"] = modified;
        wire["State"] ??= "ENABLED";
        wire["ActionAfterCompletion"] ??= "NONE";
        wire["ScheduleExpressionTimezone"] ??= "UTC";
        var target = wire.Object("Target")!;
        var retry = target.Object("RetryPolicy") ?? [];
        retry["MaximumEventAgeInSeconds"] ??= 86400;
        retry["MaximumRetryAttempts"] ??= 185;
        target["RetryPolicy"] ??= retry;
        if (target.Object("EcsParameters") is { } task)
        {
            task["TaskCount"] ??= 1;
        }

        return wire;
    }

    private void Put(JsonObject wire, ScheduleExpression expression, DateTimeOffset now)
    {
        var start = wire.Number("StartDate") is { } seconds ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)) : (DateTimeOffset?)null;
        var entry = Entry(wire, expression, start ?? now);

        // A rate without a start date begins at once. A start date in the past is the first time, too.
        var from = expression.IsRate && entry.Anchor <= now ? entry.Anchor - TimeSpan.FromTicks(1) : now;
        entry.Advance(start > now ? start.Value - TimeSpan.FromTicks(1) : from, _random);
        _entries[Key(wire.Text("GroupName")!, wire.Text("Name")!)] = entry;
    }

    private static ScheduleEntry Entry(JsonObject wire, ScheduleExpression expression, DateTimeOffset anchor)
    {
        var end = wire.Number("EndDate") is { } seconds && !expression.IsOnce
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : (DateTimeOffset?)null;
        var window = TimeSpan.FromMinutes(wire.Object("FlexibleTimeWindow")?.Integer("MaximumWindowInMinutes") ?? 0);
        return new ScheduleEntry(wire, expression, ScheduleRules.Zone(wire.Text("ScheduleExpressionTimezone")), anchor, end, window);
    }
}
