using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs;
using EcsTools.Sandbox.Services.Scheduling;

namespace EcsTools.Sandbox.Services.AutoScaling;

/// <summary>
/// Application Auto Scaling for ECS services. Counts follow what the containers really use, once a minute of the sandbox's fast time,
/// and scheduled actions run.
/// </summary>
internal sealed class AutoScalingService : SandboxService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    // A shorter measurement of a container has no meaning, however fast the clock is.
    private static readonly TimeSpan LeastPeriod = TimeSpan.FromMilliseconds(200);

    private readonly object _gate = new();
    private readonly ScalableTargets _targets;
    private readonly ScheduledActions _actions;
    private readonly ServiceMetrics _measures;
    private readonly FiringLoop _loop;
    private Task _running = Task.CompletedTask;

    public AutoScalingService(SandboxCloud cloud)
        : base("AWSSDK.ApplicationAutoScaling", cloud)
    {
        _targets = new ScalableTargets(cloud);
        _actions = new ScheduledActions(cloud, _targets);
        _measures = new ServiceMetrics(cloud);
        _loop = new FiringLoop(cloud.ScaledClock, Earliest, FireDue);
        var policies = new ScalingPolicies(cloud, _targets);
        Serve("RegisterScalableTarget", call => Change(_targets.Register, call));
        Serve("DeregisterScalableTarget", call => Change(_targets.Deregister, call));
        Serve("DescribeScalableTargets", call => Read(_targets.Describe, call));
        Serve("PutScalingPolicy", call => Change(policies.Put, call));
        Serve("DeleteScalingPolicy", call => Change(policies.Delete, call));
        Serve("DescribeScalingPolicies", call => Read(policies.Describe, call));
        Serve("PutScheduledAction", call => Change(_actions.Put, call));
        Serve("DeleteScheduledAction", call => Change(_actions.Delete, call));
        Serve("DescribeScheduledActions", call => Read(_actions.Describe, call));
    }

    public override Task StartAsync()
    {
        _running = Task.WhenAll(_loop.RunAsync(Cloud.Stopping), FollowAsync(Cloud.Stopping));
        return Task.CompletedTask;
    }

    public override Task StopAsync() => _running;

    public override JsonNode? Save()
    {
        lock (_gate)
        {
            return new JsonObject
            {
                ["targets"] = _targets.ById.Values.Select(target => new JsonObject
                {
                    ["target"] = ScalableTargetJson.Write(target),
                    ["policies"] = target.Policies.Values.Select(policy => policy.Wire).ToJson(),
                    ["actions"] = ScheduledActions.Save(target),
                }).ToJson(),
            };
        }
    }

    public override void Load(JsonNode state)
    {
        lock (_gate)
        {
            foreach (var item in state.AsObject().Objects("targets"))
            {
                var target = ScalableTargetJson.Read(item.Object("target")!);
                foreach (var policy in item.Objects("policies"))
                {
                    target.Policies[policy.Text("PolicyName")!] = new ScalingPolicy(policy.Copy());
                }

                _actions.Load(target, item.Objects("actions"));
                _targets.ById[target.Id] = target;
            }
        }
    }

    private JsonObject Read(Func<SandboxCall, JsonObject> operation, SandboxCall call)
    {
        lock (_gate)
        {
            return operation(call);
        }
    }

    private JsonObject Change(Func<SandboxCall, JsonObject> operation, SandboxCall call)
    {
        var answer = Read(operation, call);
        _loop.Wake();
        Cloud.NoteChange(this);
        return answer;
    }

    private DateTimeOffset? Earliest()
    {
        lock (_gate)
        {
            return _actions.Earliest;
        }
    }

    private void FireDue(DateTimeOffset now)
    {
        lock (_gate)
        {
            _actions.FireDue(now);
        }

        Cloud.NoteChange(this);
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await Task.WhenAll(Cloud.ScaledClock.DelayAsync(Period, stopping), Task.Delay(LeastPeriod, stopping)).ConfigureAwait(false);
                foreach (var target in Followed())
                {
                    await FollowAsync(target, stopping).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The sandbox is stopping.
        }
    }

    private List<ScalableTarget> Followed()
    {
        lock (_gate)
        {
            return _targets.ById.Values.Where(target => target.Tracking().Count > 0).ToList();
        }
    }

    private async Task FollowAsync(ScalableTarget target, CancellationToken stopping)
    {
        try
        {
            var measures = await _measures.TakeAsync(target, stopping).ConfigureAwait(false);
            lock (_gate)
            {
                var counts = Cloud.Service<EcsService>().Counts;
                if (counts.Desired(target.Cluster, target.Service) is { } count
                    && ScalingDecision.Of(target, count, measures, Cloud.ScaledClock.UtcNow) is { } wanted)
                {
                    counts.Set(target.Cluster, target.Service, wanted);
                }
            }
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or OperationCanceledException))
        {
            // A failure to measure one service must not stop the scaling of all others.
            Trace.TraceWarning("{0}: {1}", target.Id, fault);
        }
    }
}
