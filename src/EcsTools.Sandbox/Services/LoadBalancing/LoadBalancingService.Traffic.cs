using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <content>Load balancing for the services of ECS.</content>
internal sealed partial class LoadBalancingService : IServiceTraffic
{
    public string? TargetType(string targetGroupArn)
    {
        lock (_gate)
        {
            return _store.FindGroup(targetGroupArn)?.TargetType;
        }
    }

    public bool IsServed(string targetGroupArn)
    {
        lock (_gate)
        {
            return _store.UsersOf(targetGroupArn).Any();
        }
    }

    public bool HasListenerRule(string arn)
    {
        lock (_gate)
        {
            return RuleOf(arn) is not null;
        }
    }

    public void Register(string targetGroupArn, ServiceTarget target) => ChangeState(() =>
    {
        if (_store.FindGroup(targetGroupArn) is { } group)
        {
            group.Targets.RemoveAll(known => known.IsAt(target.Address, target.Port));
            group.Targets.Add(new RegisteredTarget(target.Address, target.Port)
            {
                TaskId = target.TaskId,
                IsSimulated = target.IsSimulated,
                Published = target.Published,
            });
        }

        return true;
    });

    public Task DeregisterAsync(string targetGroupArn, ServiceTarget target)
    {
        var wasThere = ChangeState(() =>
            _store.FindGroup(targetGroupArn)?.Targets.RemoveAll(known => known.IsAt(target.Address, target.Port) && known.TaskId == target.TaskId) > 0);
        return wasThere ? _host.DrainedAsync(targetGroupArn, target.Address, target.Port) : Task.CompletedTask;
    }

    public long Requests(string targetGroupArn) => _host.Counts(targetGroupArn).Requests;

    public TargetHealth Health(string targetGroupArn, ServiceTarget target)
        => _host.Target(targetGroupArn, target.Address, target.Port).State switch
        {
            TargetState.Healthy => TargetHealth.Healthy,
            TargetState.Unhealthy => TargetHealth.Unhealthy,
            _ => TargetHealth.Initial,
        };

    public string? UnhealthyReason(string targetGroupArn, ServiceTarget target)
        => _host.Target(targetGroupArn, target.Address, target.Port) is { State: TargetState.Unhealthy } status ? status.Description : null;

    public void Shift(string listenerRuleArn, string targetGroupArn, string otherTargetGroupArn, double percent) => ChangeState(() =>
    {
        if (RuleOf(listenerRuleArn) is { } rule)
        {
            var (own, other) = Weights(percent);
            rule.Action = new RuleAction.Forward(
                InOrder(rule, [new WeightedGroup(targetGroupArn, own), new WeightedGroup(otherTargetGroupArn, other)]),
                (rule.Action as RuleAction.Forward)?.Stickiness);
        }

        return true;
    });

    /// <summary>Weights with this ratio: of 100, or of 1000 if the percentage has a fraction.</summary>
    private static (int Own, int Other) Weights(double percent)
    {
        var whole = (int)Math.Round(percent);
        if (Math.Abs(percent - whole) < 0.05)
        {
            return (whole, 100 - whole);
        }

        var tenths = (int)Math.Round(percent * 10);
        return (tenths, 1000 - tenths);
    }

    /// <summary>The groups in the order that the rule has them in.</summary>
    private static IReadOnlyList<WeightedGroup> InOrder(ListenerRule rule, IReadOnlyList<WeightedGroup> groups)
    {
        var known = rule.GroupArns.ToList();
        return groups.OrderBy(group => known.IndexOf(group.GroupId) is >= 0 and var at ? at : int.MaxValue).ToList();
    }

    /// <summary>The rule with this ARN, or the default rule of the listener with this ARN.</summary>
    private ListenerRule? RuleOf(string arn) => _store.FindRule(arn)?.Rule ?? _store.FindListener(arn)?.Listener.DefaultRule;
}
