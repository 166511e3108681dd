using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>Answers deployments that wait at a pause: they go on, or are rolled back.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class DeploymentResume(AwsConnection connection)
{
    private readonly FargateDeployments _deployments = new(connection);

    /// <summary>Finds the deployment that waits. Changes nothing.</summary>
    /// <param name="service">The service.</param>
    /// <param name="deploymentId">Only this deployment, by ARN or the last part of it; null for the one that waits.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The service does not exist, or no deployment of it waits.</exception>
    public async Task<FargateDeployment> PlanAsync(ServiceReference service, string? deploymentId, CancellationToken cancellationToken)
    {
        FargateDeployment? newest = null;
        await foreach (var deployment in _deployments.GetAsync(service, deploymentId, ["PENDING", "IN_PROGRESS"], cancellationToken).ConfigureAwait(false))
        {
            if (deployment.WaitingHookId is not null)
            {
                return deployment;
            }

            newest ??= deployment;
        }

        throw new EcsToolsException(
            ErrorCodes.DeploymentDoesNotWait,
            newest is null
                ? $"Service '{service.Name}' has no deployment in progress."
                : $"The deployment of service '{service.Name}' does not wait at a pause. Its stage is {newest.LifecycleStage ?? "not known"}.",
            newest is null
                ? $"Start a deployment that pauses: Set-FargateService {service.Name} -Cluster {AwsArn.NameOf(service.Cluster)} -PauseAt POST_SCALE_UP "
                    + "-ForceNewDeployment"
                : $"Follow it with Wait-FargateService {service.Name} -Cluster {AwsArn.NameOf(service.Cluster)}",
            "ServiceName",
            service.Service);
    }

    /// <summary>What <see cref="ApplyAsync"/> would do.</summary>
    /// <param name="deployment">The deployment from <see cref="PlanAsync"/>.</param>
    /// <param name="rollback">Whether it is rolled back.</param>
    public static EcsPlan ToPlan(FargateDeployment deployment, bool rollback)
    {
        var (from, to) = rollback ? (deployment.TaskDefinition, deployment.SourceTaskDefinition) : (deployment.SourceTaskDefinition, deployment.TaskDefinition);
        return new EcsPlan
        {
            Action = EcsPlanAction.Update,
            ResourceType = "Deployment",
            ResourceName = AwsArn.NameOf(deployment.DeploymentId),
            Region = deployment.Region,
            Title = $"{(rollback ? "Roll back" : "Continue")} the deployment of service '{deployment.ServiceName}' in cluster '{deployment.Cluster}' "
                + $"({deployment.Region}), which waits at {deployment.LifecycleStage}",
            Steps =
            [
                EcsPlanStep.Of(new FieldChange("taskDefinition", from, to), EcsPlanAction.Update, "Service", deployment.ServiceName),
                EcsPlanStep.Note("Cost", "cost: no change"),
            ],
        };
    }

    /// <summary>Lets a deployment go on, or rolls it back.</summary>
    /// <param name="deployment">The deployment from <see cref="PlanAsync"/>.</param>
    /// <param name="rollback">Whether it is rolled back.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<FargateDeployment> ApplyAsync(FargateDeployment deployment, bool rollback, CancellationToken cancellationToken)
    {
        await connection.Ecs.ContinueServiceDeploymentAsync(
            new ContinueServiceDeploymentRequest
            {
                ServiceDeploymentArn = deployment.DeploymentId,
                HookId = deployment.WaitingHookId,
                Action = rollback ? DeploymentLifecycleHookAction.ROLLBACK : DeploymentLifecycleHookAction.CONTINUE,
            },
            cancellationToken).ConfigureAwait(false);
        var service = new ServiceReference(deployment.Cluster, deployment.ServiceName);
        await foreach (var changed in _deployments.GetAsync(service, deployment.DeploymentId, null, cancellationToken).ConfigureAwait(false))
        {
            return changed;
        }

        return deployment with { WaitingHookId = null };
    }
}
