using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.ScheduleTargets;
using EcsTools.Sandbox.Services.Scheduling;

namespace EcsTools.Sandbox.Services.Scheduler;

/// <summary>Amazon EventBridge Scheduler. Schedules really run, by the sandbox's fast clock.</summary>
internal sealed class SchedulerService : SandboxService, ITaggedResources
{
    private readonly object _gate = new();
    private readonly ScheduleGroups _groups;
    private readonly Schedules _schedules;
    private readonly FiringLoop _loop;
    private readonly TaskTarget _target;
    private readonly InvocationLog _invocations = new();
    private Task _firing = Task.CompletedTask;

    public SchedulerService(SandboxCloud cloud)
        : base("AWSSDK.Scheduler", cloud)
    {
        _groups = new ScheduleGroups(cloud, _gate, group => _schedules!.RemoveGroup(group), NoteChange);
        _schedules = new Schedules(cloud, _gate, _groups, NoteChange);
        _target = new TaskTarget(cloud);
        _loop = new FiringLoop(cloud.ScaledClock, () => _schedules.Earliest, FireDue);
        Serve("CreateSchedule", _schedules.Create);
        Serve("UpdateSchedule", _schedules.Update);
        Serve("GetSchedule", _schedules.Get);
        Serve("DeleteSchedule", _schedules.Delete);
        Serve("ListSchedules", _schedules.List);
        Serve("CreateScheduleGroup", _groups.Create);
        Serve("GetScheduleGroup", _groups.Get);
        Serve("DeleteScheduleGroup", _groups.Delete);
        Serve("ListScheduleGroups", _groups.List);
        Serve("TagResource", _groups.TagResource);
        Serve("UntagResource", _groups.UntagResource);
        Serve("ListTagsForResource", _groups.ListTags);
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
            return _groups.Tagged();
        }
    }

    public override JsonNode? Save()
    {
        lock (_gate)
        {
            return new JsonObject { ["groups"] = _groups.Save(), ["schedules"] = _schedules.Save() };
        }
    }

    public override void Load(JsonNode state)
    {
        lock (_gate)
        {
            _groups.Load(state.AsObject());
            _schedules.Load(state.AsObject());
        }
    }

    private void NoteChange()
    {
        _loop.Wake();
        Cloud.NoteChange(this);
    }

    private void FireDue(DateTimeOffset now)
    {
        foreach (var (schedule, due) in _schedules.TakeDue(now))
        {
            _ = FireAsync(schedule, due);
        }
    }

    private async Task FireAsync(JsonObject schedule, DateTimeOffset due)
    {
        var name = schedule.Text("Name")!;
        var invocation = await _target
            .InvokeAsync(schedule.Object("Target")!, schedule.Text("GroupName") + "/" + name, "chronos-schedule/" + name, due)
            .ConfigureAwait(false);
        _invocations.Add(invocation);
    }
}
