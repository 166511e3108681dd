using System;
using EcsTools.Sandbox.Balancing.Configuration;

namespace EcsTools.Sandbox.Balancing.Targets;

/// <summary>The health of a target by its checks so far.</summary>
internal sealed class TargetHealthRecord
{
    private readonly object _gate = new();
    private int _passed;
    private int _failed;
    private bool _isChecked;
    private CheckResult? _failure;

    public TargetState State { get; private set; } = TargetState.Initial;

    /// <summary>When it became healthy, by the sandbox's clock; null if it takes its full share at once.</summary>
    public DateTimeOffset? SlowStartSince { get; set; }

    /// <summary>Forgets all checks: the group is used again after it was not.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            (_passed, _failed, _isChecked, _failure, State, SlowStartSince) = (0, 0, false, null, TargetState.Initial, null);
        }
    }

    /// <summary>Notes that the first check begins.</summary>
    public void BeginCheck()
    {
        lock (_gate)
        {
            _isChecked = true;
        }
    }

    /// <summary>Counts a check. True if the state or its reason is another one now.</summary>
    public bool Count(CheckResult result, HealthCheckSettings settings)
    {
        lock (_gate)
        {
            (_passed, _failed) = result.Passed ? (_passed + 1, 0) : (0, _failed + 1);
            var before = (State, _failure);
            _failure = result.Passed ? _failure : result;
            if (result.Passed && State != TargetState.Healthy && (State == TargetState.Initial || _passed >= settings.HealthyThreshold))
            {
                State = TargetState.Healthy;
            }
            else if (!result.Passed && _failed >= settings.UnhealthyThreshold)
            {
                State = TargetState.Unhealthy;
            }

            return before.State != State || (State == TargetState.Unhealthy && before._failure != _failure);
        }
    }

    public TargetStatus Describe(BalancedTarget target)
    {
        lock (_gate)
        {
            return State switch
            {
                TargetState.Healthy => new TargetStatus(target, State),

                // Also while it passes its first checks: the reason is what made it unhealthy.
                TargetState.Unhealthy => new TargetStatus(target, State, _failure!.Reason, _failure.Description),
                _ when _isChecked => new TargetStatus(target, State, "Elb.InitialHealthChecking", "Initial health checks in progress"),
                _ => new TargetStatus(target, State, "Elb.RegistrationInProgress", "Target registration is in progress"),
            };
        }
    }
}
