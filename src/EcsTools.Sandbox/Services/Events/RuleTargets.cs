using System;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Events;

/// <summary>The targets of rules. An invalid target is listed in FailedEntries of a response with status 200.</summary>
internal sealed class RuleTargets
{
    private const int MostPerRule = 5;

    private readonly SandboxCloud _cloud;
    private readonly Rules _rules;
    private readonly Action _changed;

    public RuleTargets(SandboxCloud cloud, Rules rules, Action changed)
    {
        _cloud = cloud;
        _rules = rules;
        _changed = changed;
    }

    public JsonObject Put(SandboxCall call)
    {
        Rules.RequireDefaultBus(call.Input);
        var targets = call.Input.Objects("Targets");
        if (targets.GroupBy(target => target.Text("Id")).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw EventsErrors.Invalid($"Parameter targets is not valid. Reason: More than one target with Id '{twice.Key}' is provided.");
        }

        foreach (var target in targets)
        {
            TargetRules.Check(target, _cloud.Region);
            if (TargetRules.IsCluster(target.Text("Arn")!))
            {
                _rules.RequireRole(call.Principal, target.Text("RoleArn")!);
            }
        }

        var failed = new JsonArray();
        lock (_rules.Gate)
        {
            var rule = _rules.Find(call.Input.Text("Rule")!);
            var good = targets.Where(target => !Fails(target, failed)).ToList();
            var kept = rule.Targets.Where(known => good.TrueForAll(target => target.Text("Id") != known.Text("Id"))).ToList();
            if (kept.Count + good.Count > MostPerRule)
            {
                throw EventsErrors.TooMany();
            }

            rule.Targets.Clear();
            rule.Targets.AddRange(kept.Concat(good.Select(target => target.Copy())));
        }

        _changed();
        return Answer(failed);
    }

    public JsonObject Remove(SandboxCall call)
    {
        Rules.RequireDefaultBus(call.Input);
        lock (_rules.Gate)
        {
            var ids = call.Input.Texts("Ids");
            _rules.Find(call.Input.Text("Rule")!).Targets.RemoveAll(target => ids.Contains(target.Text("Id")));
        }

        _changed();
        return Answer([]);
    }

    public JsonObject List(SandboxCall call)
    {
        Rules.RequireDefaultBus(call.Input);
        lock (_rules.Gate)
        {
            var targets = _rules.Find(call.Input.Text("Rule")!).Targets;
            return EventsErrors.Page(call.Input, "Targets", targets, target => target.Text("Id")!, target => target.Copy());
        }
    }

    private static JsonObject Answer(JsonArray failed) => new() { ["FailedEntryCount"] = failed.Count, ["FailedEntries"] = failed };

    /// <summary>A target of another kind is listed as failed, and the others are accepted.</summary>
    private bool Fails(JsonObject target, JsonArray failed)
    {
        var arn = target.Text("Arn")!;
        var parts = arn.Split(':');
        if (!TargetRules.IsCluster(arn) || (parts[3] == _cloud.Region && parts[4] == SandboxCloud.AccountId))
        {
            return false;
        }

        failed.Add(new JsonObject
        {
            ["TargetId"] = target.Text("Id"),
            ["ErrorCode"] = "ValidationException",
            ["ErrorMessage"] = $"The target {arn} is of another region or account than the rule.",
        });
        return true;
    }
}
