using System;
using System.Linq;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Runs the hooks of deployments: a deployment waits at a stage until its hooks are answered. Used under the lock of ECS.</summary>
internal sealed class LifecycleHooks
{
    private readonly SandboxClock _clock;

    /// <param name="clock">The clock of timeouts, which may be sped up.</param>
    public LifecycleHooks(SandboxClock clock)
    {
        _clock = clock;
    }

    /// <summary>Whether the deployment may leave a stage. The hooks of the stage begin to wait the first time.</summary>
    public bool HavePassed(ServiceDeployment ongoing, string stage)
    {
        var hooks = ongoing.Configuration.Hooks;
        for (var index = 0; index < hooks.Count; index++)
        {
            if (hooks[index].Stages.Contains(stage) && !ongoing.Hooks.Exists(run => run.Index == index && run.Stage == stage))
            {
                ongoing.Hooks.Add(new HookRun
                {
                    Id = Guid.NewGuid().ToString(),
                    Index = index,
                    Stage = stage,
                    ExpiresAt = _clock.UtcNow + TimeSpan.FromMinutes(hooks[index].TimeoutMinutes),
                    TimeoutAction = hooks[index].TimeoutAction,
                });
            }
        }

        return ongoing.Hooks.TrueForAll(run => run.Stage != stage || run.HasPassed);
    }

    /// <summary>Ends the wait of hooks that nobody answered in time.</summary>
    public void Expire(ServiceDeployment ongoing)
    {
        var now = _clock.UtcNow;
        foreach (var run in ongoing.Hooks.Where(run => run.IsWaiting && now >= run.ExpiresAt).ToList())
        {
            run.Status = HookStatus.TimedOut;
            if (run.TimeoutAction == HookAction.Rollback)
            {
                RequestRollback(ongoing, "Service deployment rolled back because a lifecycle hook timed out.");
            }
        }
    }

    /// <summary>Answers a hook that waits.</summary>
    public static void Answer(ServiceDeployment ongoing, HookRun run, string action)
    {
        if (action == HookAction.Continue)
        {
            run.Status = HookStatus.Succeeded;
            return;
        }

        run.Status = HookStatus.Failed;
        RequestRollback(ongoing, "Service deployment rolled back by user request.");
    }

    private static void RequestRollback(ServiceDeployment ongoing, string reason)
    {
        if (!ongoing.IsRollingBack)
        {
            ongoing.Status = ServiceDeploymentStatus.RollbackRequested;
            ongoing.StatusReason = reason;
        }
    }
}
