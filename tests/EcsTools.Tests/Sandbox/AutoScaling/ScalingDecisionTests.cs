using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Services.AutoScaling;
using Xunit;

namespace EcsTools.Tests.Sandbox.AutoScaling;

/// <summary>How counts follow measures, minute by minute.</summary>
public sealed class ScalingDecisionTests
{
    private const string Cpu = "ECSServiceAverageCPUUtilization";
    private const string Memory = "ECSServiceAverageMemoryUtilization";

    private readonly ScalableTarget _target = Target(1, 10);
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _count = 2;

    [Fact]
    public void Three_minutes_above_the_target_add_as_many_tasks_as_bring_it_there()
    {
        Track(Cpu, 50);
        Assert.Equal([2, 2, 4], Minutes(3, (Cpu, 90)));
    }

    [Fact]
    public void A_minute_at_the_target_or_without_a_measure_begins_anew()
    {
        Track(Cpu, 50);
        Minutes(2, (Cpu, 90));
        Minutes(1, (Cpu, 50));
        Assert.Equal([2, 2], Minutes(2, (Cpu, 90)));
        Minutes(1);
        Assert.Equal([2, 2, 4], Minutes(3, (Cpu, 90)));
    }

    [Fact]
    public void A_little_below_it_takes_no_tasks_away()
    {
        Track(Cpu, 50);
        _count = 8;
        Assert.All(Minutes(20, (Cpu, 46)), count => Assert.Equal(8, count));
    }

    [Fact]
    public void Fifteen_minutes_well_below_it_take_tasks_away()
    {
        Track(Cpu, 50);
        _count = 8;
        var counts = Minutes(15, (Cpu, 20));
        Assert.Equal((8, 4), (counts[13], counts[14]));
    }

    [Fact]
    public void The_bounds_hold()
    {
        Track(Cpu, 50);
        Assert.Equal(10, Minutes(3, (Cpu, 5000)).Last());
        Assert.Equal(1, Minutes(15, (Cpu, 0)).Last());
    }

    [Fact]
    public void A_cooldown_is_waited_for()
    {
        Track(Cpu, 50, outAfter: 600);
        Assert.Equal(4, Minutes(3, (Cpu, 90)).Last());
        Assert.All(Minutes(9, (Cpu, 90)), count => Assert.Equal(4, count));
        Assert.Equal(8, Minutes(1, (Cpu, 90)).Last());
    }

    [Fact]
    public void Any_policy_adds_tasks_and_all_must_agree_to_take_them_away()
    {
        Track(Cpu, 50);
        Track(Memory, 50);
        Assert.Equal(6, Minutes(3, (Cpu, 10), (Memory, 150)).Last());
        Assert.Equal(6, Minutes(20, (Cpu, 10), (Memory, 49)).Last());
        Assert.Equal(3, Minutes(15, (Cpu, 10), (Memory, 25)).Last());
    }

    [Fact]
    public void One_that_only_adds_takes_none_away()
    {
        Track(Cpu, 50, onlyOut: true);
        _count = 8;
        Assert.Equal(8, Minutes(20, (Cpu, 1)).Last());
    }

    [Fact]
    public void One_that_only_adds_has_no_say_in_what_others_take_away()
    {
        Track(Cpu, 50, onlyOut: true);
        _count = 8;
        Track(Memory, 50);
        Assert.Equal(4, Minutes(15, (Cpu, 50), (Memory, 25)).Last());
    }

    [Fact]
    public void What_is_suspended_does_not_happen()
    {
        Track(Cpu, 50);
        _target.Suspended = new SuspendedState(ScaleIn: false, ScaleOut: true, Scheduled: false);
        Assert.Equal(2, Minutes(5, (Cpu, 90)).Last());
    }

    private static ScalableTarget Target(int minimum, int maximum) => new("service/c/web") { Minimum = minimum, Maximum = maximum };

    private void Track(string metric, double target, int outAfter = 0, bool onlyOut = false)
    {
        var wire = ScalingCalls.Tracking(metric, target);
        wire["TargetTrackingScalingPolicyConfiguration"]!["ScaleOutCooldown"] = outAfter;
        wire["TargetTrackingScalingPolicyConfiguration"]!["DisableScaleIn"] = onlyOut;
        _target.Policies[metric] = new ScalingPolicy(wire);
    }

    /// <summary>The count after each of some minutes with the same measures.</summary>
    private List<int> Minutes(int minutes, params (string Metric, double Value)[] measures)
        => Enumerable.Range(0, minutes).Select(_ =>
        {
            _now += TimeSpan.FromMinutes(1);
            var taken = measures.ToDictionary(measure => measure.Metric, measure => measure.Value);
            return _count = ScalingDecision.Of(_target, _count, taken, _now) ?? _count;
        }).ToList();
}
