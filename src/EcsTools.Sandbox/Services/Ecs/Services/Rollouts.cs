using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>
/// The transitions of a <see cref="ServiceDeployment"/>: begun, completed, failed, rolled back, stopped. Used under the lock of ECS.
/// </summary>
internal sealed class Rollouts
{
    private const string NoCandidate = "No rollback candidate was found to run the rollback.";

    private const string Superseded = "Service deployment stopped because a new service deployment was started.";

    private readonly EcsContext _context;
    private readonly TrafficShift _shift;
    private readonly AlarmWatch _alarms;

    public Rollouts(EcsContext context, TrafficShift shift, AlarmWatch alarms)
    {
        _context = context;
        _shift = shift;
        _alarms = alarms;
    }

    private double Now => _context.Clock.EpochSeconds;

    /// <summary>Begins a deployment of the service's settings, which becomes the primary one.</summary>
    public void Begin(ServiceRecord service, TaskDefinition definition)
    {
        if (service.Ongoing is { } earlier)
        {
            _shift.Withdraw(service, earlier);
            var status = earlier.IsRollingBack ? ServiceDeploymentStatus.RollbackFailed : ServiceDeploymentStatus.Stopped;
            End(service, earlier, status, Superseded);
        }

        if (service.Primary is { } replaced)
        {
            replaced.Status = DeploymentStatus.Active;
        }

        var number = DeploymentIds.New();
        var production = service.Deployments.FindLast(known => known.HasCompleted);
        var deployment = new Deployment
        {
            Number = number,
            CreatedAt = Now,
            UpdatedAt = Now,
            Definition = definition,
            Revision = ServiceRevision.New(_context.Names, service, number, definition, production?.Revision, Now),
        };
        deployment.StateReason = $"ECS deployment {deployment.Id} in progress.";
        var sources = service.Deployments
            .Where(known => service.TasksOf(known).Any(task => !task.IsStopping))
            .Select(known => known.Number)
            .ToList();
        service.Deployments.Add(deployment);
        service.IsSteady = false;
        service.History.Add(New(service, deployment, sources));
    }

    /// <summary>Starts a pending service deployment.</summary>
    public void Start(ServiceRecord service)
    {
        if (service.Ongoing is { Status: ServiceDeploymentStatus.Pending } pending)
        {
            pending.Status = ServiceDeploymentStatus.InProgress;
            pending.StartedAt = Now;
            pending.UpdatedAt = Now;
            _alarms.Begin(pending);
        }
    }

    /// <summary>Fails the deployment if one of its alarms rings.</summary>
    public void FailOnAlarm(ServiceRecord service)
    {
        if (service.Ongoing is not { } ongoing || _alarms.Ringing(ongoing) is not { Count: > 0 } ringing)
        {
            return;
        }

        var primary = service.Primary!;
        (ongoing.AlarmState, ongoing.TriggeredAlarms, ongoing.WaitUntil) = (BreakerStatus.Triggered, ringing, null);
        SetState(primary, RolloutState.Failed, "ECS deployment failed: alarm detected.");
        service.Events.Failed(primary, "alarm detected.");
        var because = $"because the CloudWatch alarms {string.Join(", ", ringing)} were in the ALARM state.";
        if (ongoing.Configuration.Alarms!.RollsBack)
        {
            RollBack(service, "Service deployment rolled back " + because, to => $"ECS deployment alarm: rolling back to deploymentId {to.Id}.");
        }
        else
        {
            End(service, ongoing, ServiceDeploymentStatus.Stopped, "Service deployment stopped " + because);
        }
    }

    /// <summary>Rolls back if a user has requested it.</summary>
    public void RollBackOnRequest(ServiceRecord service)
    {
        if (service.Ongoing is { Status: ServiceDeploymentStatus.RollbackRequested } ongoing)
        {
            var primary = service.Primary!;
            SetState(primary, RolloutState.Failed, $"ECS deployment {primary.Id} was stopped.");
            RollBack(service, ongoing.StatusReason ?? "Service deployment rolled back by user request.", to => $"ECS deployment {to.Id} in progress.");
        }
    }

    public void Complete(ServiceRecord service, Deployment primary)
    {
        primary.HasCompleted = true;
        SetState(primary, RolloutState.Completed, $"ECS deployment {primary.Id} completed.");
        service.Events.Completed(primary);
        if (service.Ongoing is { } ongoing)
        {
            var status = ongoing.IsRollingBack ? ServiceDeploymentStatus.RollbackSuccessful : ServiceDeploymentStatus.Successful;
            End(service, ongoing, status, null);
        }
    }

    /// <summary>The circuit breaker has tripped.</summary>
    public void Trip(ServiceRecord service, Deployment primary)
    {
        SetState(primary, RolloutState.Failed, "ECS deployment circuit breaker: tasks failed to start.");
        service.Events.Failed(primary, "tasks failed to start.");
        if (service.Ongoing is not { } ongoing)
        {
            return;
        }

        ongoing.BreakerState = BreakerStatus.Triggered;
        if (ongoing.IsRollingBack)
        {
            End(
                service,
                ongoing,
                ServiceDeploymentStatus.RollbackFailed,
                "The rollback failed because the circuit breaker threshold was exceeded.");
        }
        else if (service.Settings.Deployment.Breaker.RollsBack)
        {
            RollBack(
                service,
                "Service deployment rolled back because the circuit breaker threshold was exceeded.",
                to => $"ECS deployment circuit breaker: rolling back to deploymentId {to.Id}.");
        }
        else
        {
            End(
                service,
                ongoing,
                ServiceDeploymentStatus.Stopped,
                "Service deployment stopped because the circuit breaker threshold was exceeded.");
        }
    }

    /// <summary>Goes back to the last completed deployment. Fails if there is none.</summary>
    private void RollBack(ServiceRecord service, string reason, Func<Deployment, string> stateReason)
    {
        var ongoing = service.Ongoing!;
        var failed = service.Primary!;
        ongoing.Rollback = new DeploymentRollback(reason, Now, RevisionArn: null);
        var candidate = service.Deployments.FindLast(known => known != failed && known.HasCompleted);
        if (candidate?.State != RolloutState.Completed)
        {
            End(service, ongoing, ServiceDeploymentStatus.RollbackFailed, NoCandidate);
            return;
        }

        ongoing.Rollback = ongoing.Rollback with { RevisionArn = candidate.Revision.Arn };
        ongoing.Status = ServiceDeploymentStatus.RollbackInProgress;
        ongoing.StatusReason = reason;
        ongoing.UpdatedAt = Now;
        failed.Status = DeploymentStatus.Active;
        candidate.Status = DeploymentStatus.Primary;
        candidate.FailedTasks = 0;
        candidate.Resume();
        SetState(candidate, RolloutState.InProgress, stateReason(candidate));
        service.Settings = service.Settings with
        {
            // The revision has the resolved platform version; the service keeps the one that it was given.
            Workload = candidate.Revision.Workload with { PlatformVersion = service.Settings.Workload.PlatformVersion },
        };
        service.Events.RollingBack(candidate);
    }

    /// <summary>Ends a deployment that a user aborts, without a rollback.</summary>
    public void Abort(ServiceRecord service, ServiceDeployment ongoing)
    {
        var primary = service.Primary!;
        SetState(primary, RolloutState.Failed, $"ECS deployment {primary.Id} was stopped.");
        End(service, ongoing, ServiceDeploymentStatus.Stopped, "Service deployment stopped by the user.");
    }

    /// <summary>Makes replaced deployments without tasks inactive.</summary>
    public static void Retire(ServiceRecord service)
    {
        foreach (var deployment in service.Deployments)
        {
            if (deployment.Status == DeploymentStatus.Active && service.TasksOf(deployment).All(task => task.IsStopping))
            {
                deployment.Status = DeploymentStatus.Inactive;
            }
        }
    }

    private void SetState(Deployment deployment, string state, string reason)
    {
        deployment.State = state;
        deployment.StateReason = reason;
        deployment.UpdatedAt = Now;
    }

    private void End(ServiceRecord service, ServiceDeployment ongoing, string status, string? reason)
    {
        ongoing.Count(service);
        ongoing.Status = status;
        ongoing.StatusReason = reason ?? ongoing.StatusReason;
        ongoing.FinishedAt = Now;
        foreach (var hook in ongoing.Hooks.Where(run => run.IsWaiting))
        {
            hook.Status = HookStatus.Failed;
        }

        ongoing.UpdatedAt = Now;
        ongoing.StoppedAt = status == ServiceDeploymentStatus.Stopped ? Now : null;
        if (ongoing.BreakerState == BreakerStatus.Monitoring)
        {
            ongoing.BreakerState = BreakerStatus.MonitoringComplete;
        }

        ongoing.AlarmCheck = null;
        if (ongoing.AlarmState == BreakerStatus.Monitoring)
        {
            ongoing.AlarmState = BreakerStatus.MonitoringComplete;
        }
    }

    private ServiceDeployment New(ServiceRecord service, Deployment deployment, IReadOnlyList<string> sources) => new()
    {
        Arn = _context.Names.ServicePartArn("service-deployment", service.Cluster, service.Name, DeploymentIds.NewText()),
        Target = deployment.Number,
        Sources = sources,
        Configuration = service.Settings.Deployment,
        TargetCounts = new RevisionCounts(deployment.Revision.Arn, null, null, null),
        BreakerState = service.Settings.Deployment.Breaker.IsEnabled ? BreakerStatus.Monitoring : BreakerStatus.Disabled,
        FailureThreshold = CircuitBreaker.Threshold(service),
        CreatedAt = Now,
        UpdatedAt = Now,
    };
}
