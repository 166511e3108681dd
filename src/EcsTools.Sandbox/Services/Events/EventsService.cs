using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.ScheduleTargets;
using EcsTools.Sandbox.Services.Scheduling;

namespace EcsTools.Sandbox.Services.Events;

/// <summary>Amazon EventBridge. Scheduled rules of the default bus really run. Events are not routed.</summary>
internal sealed class EventsService : SandboxService, ITaggedResources
{
    public const string Principal = "events.amazonaws.com";

    private readonly object _gate = new();
    private readonly Rules _rules;
    private readonly FiringLoop _loop;
    private readonly TaskTarget _target;
    private readonly InvocationLog _invocations = new();
    private Task _firing = Task.CompletedTask;

    public EventsService(SandboxCloud cloud)
        : base("AWSSDK.EventBridge", cloud)
    {
        _rules = new Rules(cloud, _gate, NoteChange);
        var targets = new RuleTargets(cloud, _rules, NoteChange);
        _target = new TaskTarget(cloud);
        _loop = new FiringLoop(cloud.ScaledClock, () => _rules.Earliest, FireDue);
        Serve("PutRule", _rules.Put);
        Serve("DescribeRule", _rules.Describe);
        Serve("DeleteRule", _rules.Delete);
        Serve("EnableRule", _rules.Enable);
        Serve("DisableRule", _rules.Disable);
        Serve("ListRules", _rules.List);
        Serve("ListRuleNamesByTarget", _rules.ListByTarget);
        Serve("PutTargets", targets.Put);
        Serve("RemoveTargets", targets.Remove);
        Serve("ListTargetsByRule", targets.List);
        Serve("TagResource", TagResource);
        Serve("UntagResource", UntagResource);
        Serve("ListTagsForResource", ListTags);
    }

    /// <summary>The results of scheduled runs, oldest first. AWS does not report them.</summary>
    public IReadOnlyList<Invocation> Invocations => _invocations.ToList();

    public override Task StartAsync()
    {
        _firing = _loop.RunAsync(Cloud.Stopping);
        return Task.CompletedTask;
    }

    public override Task StopAsync() => _firing;

    public IReadOnlyList<TaggedResource> Tagged()
    {
        lock (_gate)
        {
            return _rules.ByName
                .Select(rule => new TaggedResource(
                    Cloud.Arn("events", "rule/" + rule.Key),
                    rule.Value.Tags.Select(tag => tag!.AsObject())
                        .Select(tag => new KeyValuePair<string, string>(tag.Text("Key")!, tag.Text("Value") ?? "")).ToList()))
                .ToList();
        }
    }

    public override JsonNode? Save()
    {
        lock (_gate)
        {
            return new JsonObject { ["rules"] = _rules.ByName.Values.Select(rule => rule.Save()).ToJson() };
        }
    }

    public override void Load(JsonNode state)
    {
        lock (_gate)
        {
            _rules.Load(state.AsObject());
        }
    }

    private void NoteChange()
    {
        _loop.Wake();
        Cloud.NoteChange(this);
    }

    private void FireDue(DateTimeOffset now)
    {
        foreach (var (name, targets, due) in _rules.TakeDue(now))
        {
            foreach (var target in targets)
            {
                _ = FireAsync(name, target, due);
            }
        }
    }

    private async Task FireAsync(string name, JsonObject target, DateTimeOffset due)
        => _invocations.Add(await _target.InvokeAsync(target, name, "events-rule/" + name, due).ConfigureAwait(false));

    private JsonObject TagResource(SandboxCall call) => ChangeTags(call, tags =>
    {
        var added = call.Input.Objects("Tags");
        EventsTags.Check(added);
        var all = tags.Where(tag => added.All(other => other.Text("Key") != tag.Text("Key"))).Concat(added).ToList();
        EventsTags.Check(all);
        return all;
    });

    private JsonObject UntagResource(SandboxCall call)
        => ChangeTags(call, tags => tags.Where(tag => !call.Input.Texts("TagKeys").Contains(tag.Text("Key")!)));

    private JsonObject ListTags(SandboxCall call)
    {
        lock (_gate)
        {
            return new JsonObject { ["Tags"] = _rules.FindByArn(call.Input.Text("ResourceARN")!).Tags.Copy() };
        }
    }

    private JsonObject ChangeTags(SandboxCall call, Func<IEnumerable<JsonObject>, IEnumerable<JsonObject>> change)
    {
        lock (_gate)
        {
            var rule = _rules.FindByArn(call.Input.Text("ResourceARN")!);
            rule.Tags = change(rule.Tags.Select(tag => tag!.AsObject())).ToJson();
        }

        NoteChange();
        return [];
    }
}
