using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Iam;
using EcsTools.Sandbox.Services.Scheduling;

namespace EcsTools.Sandbox.Services.Events;

/// <summary>Rules of the default event bus.</summary>
internal sealed class Rules
{
    private const string DefaultBus = "default";

    private readonly SandboxCloud _cloud;
    private readonly Action _changed;
    private readonly Random _random = new();

    /// <param name="cloud">The sandbox.</param>
    /// <param name="gate">The lock of the service.</param>
    /// <param name="changed">Called after a change.</param>
    public Rules(SandboxCloud cloud, object gate, Action changed)
    {
        _cloud = cloud;
        Gate = gate;
        _changed = changed;
    }

    public object Gate { get; }

    public SortedDictionary<string, RuleState> ByName { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset? Earliest
    {
        get
        {
            lock (Gate)
            {
                return ByName.Values.Where(rule => rule.Timing?.IsEnabled == true).Min(rule => rule.Timing!.Next);
            }
        }
    }

    public JsonObject Put(SandboxCall call)
    {
        var input = call.Input;
        RequireDefaultBus(input);
        var expression = CheckTiming(input);
        if (input.Text("EventPattern") is { Length: > 0 } pattern)
        {
            EventPattern.Check(pattern);
        }

        EventsTags.Check(input.Objects("Tags"));
        if (input.Text("RoleArn") is { } role)
        {
            RequireRole(call.Principal, role);
        }

        JsonObject wire;
        lock (Gate)
        {
            var name = input.Text("Name")!;
            ByName.TryGetValue(name, out var known);
            if (known is null && ByName.Count >= 300)
            {
                throw EventsErrors.TooMany();
            }

            wire = Wire(input, name);
            var sameTiming = known is not null && known.Wire.Text("ScheduleExpression") == wire.Text("ScheduleExpression");
            var rule = new RuleState(
                wire, known?.Tags ?? input.Objects("Tags").ToJson(), sameTiming ? known!.Anchor : _cloud.ScaledClock.UtcNow);
            rule.Targets.AddRange(known?.Targets ?? []);
            if (expression is not null)
            {
                // A rate counts from the creation of the rule. Its first time is one interval later.
                rule.Timing!.Advance(_cloud.ScaledClock.UtcNow, _random);
            }

            ByName[name] = rule;
        }

        _changed();
        return new JsonObject { ["RuleArn"] = wire.Text("Arn") };
    }

    public JsonObject Describe(SandboxCall call)
    {
        RequireDefaultBus(call.Input);
        lock (Gate)
        {
            var answer = Find(call.Input.Text("Name")!).Wire.Copy();
            answer["CreatedBy"] = SandboxCloud.AccountId;
            return answer;
        }
    }

    public JsonObject Delete(SandboxCall call)
    {
        RequireDefaultBus(call.Input);
        lock (Gate)
        {
            if (!ByName.TryGetValue(call.Input.Text("Name")!, out var rule))
            {
                return [];
            }

            if (rule.Targets.Count > 0)
            {
                throw EventsErrors.Invalid("Rule can't be deleted since it has targets.");
            }

            ByName.Remove(rule.Name);
        }

        _changed();
        return [];
    }

    public JsonObject Enable(SandboxCall call) => SetState(call, "ENABLED");

    public JsonObject Disable(SandboxCall call) => SetState(call, "DISABLED");

    public JsonObject List(SandboxCall call)
    {
        RequireDefaultBus(call.Input);
        lock (Gate)
        {
            var prefix = call.Input.Text("NamePrefix") ?? "";
            var rules = ByName.Values.Where(rule => rule.Name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            return EventsErrors.Page(call.Input, "Rules", rules, rule => rule.Name, rule => rule.Wire.Copy());
        }
    }

    public JsonObject ListByTarget(SandboxCall call)
    {
        RequireDefaultBus(call.Input);
        lock (Gate)
        {
            var names = ByName.Values
                .Where(rule => rule.Targets.Exists(target => target.Text("Arn") == call.Input.Text("TargetArn")))
                .Select(rule => rule.Name).ToList();
            return EventsErrors.Page(call.Input, "RuleNames", names, name => name, name => JsonValue.Create(name)!);
        }
    }

    /// <summary>The rule with a name. The caller holds the lock.</summary>
    public RuleState Find(string name) => ByName.TryGetValue(name, out var rule) ? rule : throw EventsErrors.NoRule(name);

    /// <summary>The rule with an ARN. The caller holds the lock.</summary>
    public RuleState FindByArn(string arn)
        => ByName.Values.FirstOrDefault(rule => rule.Wire.Text("Arn") == arn)
            ?? throw (arn.StartsWith(_cloud.Arn("events", "rule/"), StringComparison.Ordinal)
                ? EventsErrors.NoRule(arn.Substring(arn.LastIndexOf('/') + 1))
                : EventsErrors.WrongArn(arn));

    /// <summary>Refuses a role that EventBridge cannot use, before anything is saved.</summary>
    public void RequireRole(SandboxPrincipal caller, string role)
    {
        var iam = _cloud.Service<IamService>();
        iam.RequirePassRole(caller, role, EventsService.Principal);
        if (!iam.Trusts(role, EventsService.Principal))
        {
            throw EventsErrors.Invalid($"Provided role '{role}' cannot be assumed by principal '{EventsService.Principal}'.");
        }
    }

    /// <summary>The rules that are due, each with the time at which it was due. Sets their next times.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<JsonObject> Targets, DateTimeOffset Due)> TakeDue(DateTimeOffset now)
    {
        var due = new List<(string, IReadOnlyList<JsonObject>, DateTimeOffset)>();
        lock (Gate)
        {
            foreach (var rule in ByName.Values.Where(rule => rule.Timing?.IsEnabled == true && rule.Timing.Next <= now))
            {
                due.Add((rule.Name, rule.Targets.Select(target => target.Copy()).ToList(), rule.Timing!.Due!.Value));
                rule.Timing.Advance(now, _random);
            }
        }

        return due;
    }

    public void Load(JsonObject saved)
    {
        foreach (var item in saved.Objects("rules"))
        {
            var rule = RuleState.Load(item);
            rule.Timing?.Advance(_cloud.ScaledClock.UtcNow, _random);
            ByName[rule.Name] = rule;
        }
    }

    /// <summary>There is only one bus. A request can also give its ARN.</summary>
    public static void RequireDefaultBus(JsonObject input)
    {
        if (input.Text("EventBusName") is { } bus && bus.Substring(bus.LastIndexOf('/') + 1) != DefaultBus)
        {
            throw new AwsError("ResourceNotFoundException", $"Event bus {bus} does not exist.");
        }
    }

    private static ScheduleExpression? CheckTiming(JsonObject input)
    {
        var text = input.Text("ScheduleExpression");
        if (string.IsNullOrEmpty(text) && string.IsNullOrEmpty(input.Text("EventPattern")))
        {
            throw EventsErrors.Invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
        }

        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return ScheduleExpression.TryParse(text!, ScheduleDialect.Strict) is { IsOnce: false } expression
            ? expression
            : throw EventsErrors.Invalid("Parameter ScheduleExpression is not valid.");
    }

    private JsonObject Wire(JsonObject input, string name)
    {
        var wire = input.Copy();
        wire.Remove("Tags");
        wire["Arn"] = _cloud.Arn("events", "rule/" + name);
        wire["EventBusName"] = DefaultBus;
        wire["State"] ??= "ENABLED";
        return wire;
    }

    private JsonObject SetState(SandboxCall call, string state)
    {
        RequireDefaultBus(call.Input);
        lock (Gate)
        {
            var rule = Find(call.Input.Text("Name")!);
            rule.Wire["State"] = state;
            rule.Timing?.Advance(_cloud.ScaledClock.UtcNow, _random);
        }

        _changed();
        return [];
    }
}
