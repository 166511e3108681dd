using System;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>The turns that a deployment takes: begun, completed, failed, rolled back, stopped. Used under the lock of the state.</summary>
internal sealed class Rollouts
{
    private const string NoCandidate = "No rollback candidate was found to run the rollback.";

    private const string Superseded = "Service deployment stopped because a new service deployment was started.";

    /// <summary>What a rollback takes back from the revision it goes to.</summary>
    private static readonly string[] OfRevision =
    [
        "taskDefinition", "launchType", "capacityProviderStrategy", "networkConfiguration", "loadBalancers", "serviceRegistries",
        "serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations",
    ];

    private readonly EcsState _state;
    private readonly TrafficShift _shift;

    public Rollouts(EcsState state, TrafficShift shift)
    {
        _state = state;
        _shift = shift;
    }

    private double Now => _state.Clock.EpochSeconds;

    /// <summary>Makes what was asked for the primary deployment of the service.</summary>
    public void Begin(ServiceRecord service, JsonObject definition)
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

        var number = ServiceNumbers.New();
        var production = service.Deployments.FindLast(known => known.HasCompleted);
        var deployment = new Deployment
        {
            Number = number,
            CreatedAt = Now,
            UpdatedAt = Now,
            Definition = definition.Copy(),
            Revision = ServiceRevisions.New(_state.Names, service, number, definition, production?.Revision, Now),
        };
        deployment.StateReason = $"ECS deployment {deployment.Id} in progress.";
        var sources = service.Deployments
            .Where(known => service.TasksOf(known).Any(task => !task.IsStopping))
            .Select(known => known.Number)
            .ToList();
        service.Deployments.Add(deployment);
        service.IsSteady = false;
        service.History.Add(new ServiceDeployment
        {
            Target = number,
            Sources = sources,
            Wire = NewWire(service, deployment),
        });
    }

    /// <summary>A pending service deployment goes on.</summary>
    public void Start(ServiceRecord service)
    {
        if (service.Ongoing is { Status: ServiceDeploymentStatus.Pending } pending)
        {
            pending.Status = ServiceDeploymentStatus.InProgress;
            pending.Wire["startedAt"] = Now;
            pending.Wire["updatedAt"] = Now;
        }
    }

    /// <summary>Goes back where a user has asked for it.</summary>
    public void Obey(ServiceRecord service)
    {
        if (service.Ongoing is { Status: ServiceDeploymentStatus.RollbackRequested })
        {
            var primary = service.Primary!;
            SetState(primary, RolloutState.Failed, $"ECS deployment {primary.Id} was stopped.");
            RollBack(service, "Service deployment rolled back by user request.", to => $"ECS deployment {to.Id} in progress.");
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

        ongoing.Wire.Object("deploymentCircuitBreaker")!["status"] = "TRIGGERED";
        if (ongoing.IsRollingBack)
        {
            End(
                service,
                ongoing,
                ServiceDeploymentStatus.RollbackFailed,
                "The rollback failed because the circuit breaker threshold was exceeded.");
        }
        else if (CircuitBreaker.RollsBack(service))
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

    /// <summary>Goes back to the last deployment that was completed, or fails for want of one.</summary>
    public void RollBack(ServiceRecord service, string reason, Func<Deployment, string> stateReason)
    {
        var ongoing = service.Ongoing!;
        var failed = service.Primary!;
        var rollback = new JsonObject { ["reason"] = reason, ["startedAt"] = Now };
        ongoing.Wire["rollback"] = rollback;
        var candidate = service.Deployments.FindLast(known => known != failed && known.HasCompleted);
        if (candidate?.State != RolloutState.Completed)
        {
            End(service, ongoing, ServiceDeploymentStatus.RollbackFailed, NoCandidate);
            return;
        }

        rollback["serviceRevisionArn"] = candidate.RevisionArn;
        ongoing.Status = ServiceDeploymentStatus.RollbackInProgress;
        ongoing.Wire["statusReason"] = reason;
        ongoing.Wire["updatedAt"] = Now;
        failed.Status = DeploymentStatus.Active;
        candidate.Status = DeploymentStatus.Primary;
        candidate.FailedTasks = 0;
        candidate.Resume();
        SetState(candidate, RolloutState.InProgress, stateReason(candidate));
        Restore(service.Settings, candidate.Revision);
        service.Events.RollingBack(candidate);
    }

    /// <summary>Ends a deployment that its user has given up, where it is.</summary>
    public void Abort(ServiceRecord service, ServiceDeployment ongoing)
    {
        var primary = service.Primary!;
        SetState(primary, RolloutState.Failed, $"ECS deployment {primary.Id} was stopped.");
        End(service, ongoing, ServiceDeploymentStatus.Stopped, "Service deployment stopped by the user.");
    }

    /// <summary>Deployments that have been replaced and have no tasks any more are over.</summary>
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

    private static void Restore(JsonObject settings, JsonObject revision)
    {
        foreach (var member in OfRevision)
        {
            if (revision[member] is { } value)
            {
                settings[member] = value.DeepClone();
            }
            else
            {
                settings.Remove(member);
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
        ongoing.NoteCounts(service, ongoing.Wire);
        ongoing.Status = status;
        ongoing.Wire["finishedAt"] = Now;
        ongoing.Wire["updatedAt"] = Now;
        if (status == ServiceDeploymentStatus.Stopped)
        {
            ongoing.Wire["stoppedAt"] = Now;
        }

        if (reason is not null)
        {
            ongoing.Wire["statusReason"] = reason;
        }

        var breaker = ongoing.Wire.Object("deploymentCircuitBreaker")!;
        if (breaker.Text("status") == "MONITORING")
        {
            breaker["status"] = "MONITORING_COMPLETE";
        }
    }

    private JsonObject NewWire(ServiceRecord service, Deployment deployment)
    {
        var alarms = service.Configuration.Object("alarms");
        var id = ServiceNumbers.NewText();
        return new JsonObject
        {
            ["serviceDeploymentArn"] = _state.Names.ServicePartArn("service-deployment", service.Cluster, service.Name, id),
            ["serviceArn"] = service.Arn,
            ["clusterArn"] = service.ClusterArn,
            ["createdAt"] = Now,
            ["updatedAt"] = Now,
            ["sourceServiceRevisions"] = new JsonArray(),
            ["targetServiceRevision"] = new JsonObject { ["arn"] = deployment.RevisionArn },
            ["status"] = ServiceDeploymentStatus.Pending,
            ["deploymentConfiguration"] = service.Configuration.Copy(),
            ["deploymentCircuitBreaker"] = new JsonObject
            {
                ["status"] = CircuitBreaker.IsEnabled(service) ? "MONITORING" : "DISABLED",
                ["failureCount"] = 0,
                ["threshold"] = CircuitBreaker.Threshold(service.Desired),
            },
            ["alarms"] = new JsonObject
            {
                ["status"] = alarms?.Flag("enable") == true ? "MONITORING" : "DISABLED",
                ["alarmNames"] = alarms?["alarmNames"]?.DeepClone() ?? new JsonArray(),
                ["triggeredAlarmNames"] = new JsonArray(),
            },
        };
    }
}
