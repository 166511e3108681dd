using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.TaskDefinitions;

namespace EcsTools.Services;

/// <summary>Creates services, and brings existing ones to their requested state.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class ServiceApplier(AwsConnection connection)
{
    // How long ECS may not know the role that it creates for itself, and how long a removed service may keep its name.
    private static readonly TimeSpan RoleDelay = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DrainingDelay = TimeSpan.FromMinutes(10);

    // How long ECS may not know a namespace that it has just created.
    private static readonly TimeSpan NamespaceDelay = TimeSpan.FromSeconds(60);

    /// <summary>Works out what to do. Changes nothing.</summary>
    /// <param name="request">The requested state of the service.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The request is invalid, or names something that does not exist.</exception>
    public Task<ServicePlan> PlanAsync(FargateServiceRequest request, CancellationToken cancellationToken)
        => new ServicePlanner(connection).PlanAsync(request, cancellationToken);

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<ServiceChange> ApplyAsync(
        ServicePlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var reference = new ServiceReference(plan.Cluster.Cluster, plan.ServiceName);
        if (plan.Change == ChangeStatus.Unchanged)
        {
            // A deployment that an earlier run started may still be in progress.
            return new ServiceChange(
                plan.Current! with { Change = ChangeStatus.Unchanged },
                new ServiceWaitRequest
                {
                    Service = reference,
                    DeploymentId = plan.Current!.DeploymentId,
                    CountOnly = plan.Current.DeploymentId is null,
                });
        }

        var deployments = new ServiceDeployments(connection);
        var before = plan is { Deploys: true, Current: not null }
            ? await deployments.NewestAsync(reference, cancellationToken).ConfigureAwait(false)
            : null;
        var network = plan.Network is null
            ? null
            : await new TaskNetworks(connection).ApplyAsync(plan.Network, progress, cancellationToken).ConfigureAwait(false);
        var definition = await DefinitionAsync(plan, progress, cancellationToken).ConfigureAwait(false);
        progress?.Report(new OperationProgress($"Service {plan.ServiceName}", plan.Current is null ? "Creating" : "Updating"));
        var service = plan.Current is null
            ? await CreateAsync(plan, network!, definition, progress, cancellationToken).ConfigureAwait(false)
            : await UpdateAsync(plan, network, definition, cancellationToken).ConfigureAwait(false);
        progress?.Report(new OperationProgress($"Service {plan.ServiceName}", plan.Change.ToString(), Completed: true));
        return new ServiceChange(
            ServiceMapper.ToModel(service) with { Change = plan.Change, Differences = plan.Differences, Tags = Tags(plan) },
            new ServiceWaitRequest { Service = reference, NewerThan = before?.ServiceDeploymentArn, CountOnly = !plan.Deploys });
    }

    private async Task<string> DefinitionAsync(
        ServicePlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        if (plan.Revision is not { } revision)
        {
            return plan.DefinitionArn;
        }

        var definition = await new FargateTaskDefinitions(connection).ApplyAsync(
            revision.Plan, progress, cancellationToken).ConfigureAwait(false);
        progress?.Report(
            new OperationProgress(
                definition.Family, $"Task definition {definition.TaskDefinition} {definition.Change}", Level: ProgressLevel.Verbose));
        return definition.TaskDefinitionArn;
    }

    private async Task<Service> CreateAsync(
        ServicePlan plan,
        TaskNetwork network,
        string definition,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        var settings = plan.Settings;
        var isSpread = settings.Capacity is { Count: > 0 };
        var request = new CreateServiceRequest
        {
            Cluster = plan.Cluster.ClusterArn,
            ServiceName = plan.ServiceName,
            TaskDefinition = definition,
            DesiredCount = settings.DesiredCount,

            // The same token for every attempt, so that the service is not created twice.
            ClientToken = Guid.NewGuid().ToString("N"),
            LaunchType = isSpread ? null : LaunchType.FARGATE,
            CapacityProviderStrategy = isSpread ? settings.Capacity : null,
            NetworkConfiguration = ServicePlanner.Configuration(network),
            DeploymentConfiguration = settings.Deployment,
            LoadBalancers = settings.Balancers.Count > 0 ? settings.Balancers : null,
            HealthCheckGracePeriodSeconds = settings.GracePeriod,
            ServiceConnectConfiguration = settings.Connect,
            EnableExecuteCommand = settings.ExecuteCommand,
            AvailabilityZoneRebalancing = Rebalancing(settings),
            EnableECSManagedTags = true,
            PropagateTags = PropagateTags.SERVICE,
            Tags = ClusterMapper.ToTags(plan.Request.Tags),
        };
        var response = await connection.Clock.RetryAsync(
            () => connection.Clock.RetryAsync(() => CallAsync(), RoleProblems.IsServiceLinkedRoleDelay, RoleDelay, cancellationToken),
            IsStillDraining,
            DrainingDelay,
            cancellationToken).ConfigureAwait(false);
        return response.Service;

        Task<CreateServiceResponse> CallAsync() => InNamespaceAsync(
            plan, () => connection.Ecs.CreateServiceAsync(request, cancellationToken), cancellationToken);

        bool IsStillDraining(Exception problem)
        {
            var draining = problem is InvalidParameterException
                && problem.Message?.IndexOf("draining", StringComparison.OrdinalIgnoreCase) >= 0;
            if (draining)
            {
                progress?.Report(
                    new OperationProgress($"Service {plan.ServiceName}", "Waiting until the removed service with this name is gone"));
            }

            return draining;
        }
    }

    private async Task<Service> UpdateAsync(ServicePlan plan, TaskNetwork? network, string definition, CancellationToken cancellationToken)
    {
        if (plan.Tags.Count > 0)
        {
            await connection.Ecs.TagResourceAsync(
                new TagResourceRequest
                {
                    ResourceArn = plan.Current!.ServiceArn,
                    Tags = ClusterMapper.ToTags(plan.Tags),
                },
                cancellationToken).ConfigureAwait(false);
        }

        var settings = plan.Settings;
        var request = new UpdateServiceRequest
        {
            Cluster = plan.Cluster.ClusterArn,
            Service = plan.ServiceName,
            TaskDefinition = plan.Changes(ServiceSetting.TaskDefinition) ? definition : null,
            DesiredCount = plan.Changes(ServiceSetting.DesiredCount) ? settings.DesiredCount : null,
            CapacityProviderStrategy = plan.Changes(ServiceSetting.CapacityProviderStrategy) ? settings.Capacity : null,
            NetworkConfiguration = plan.Changes(ServiceSetting.NetworkConfiguration) ? ServicePlanner.Configuration(network!) : null,
            DeploymentConfiguration = plan.Changes(ServiceSetting.DeploymentConfiguration) ? settings.Deployment : null,
            LoadBalancers = plan.Changes(ServiceSetting.LoadBalancers) ? settings.Balancers : null,
            HealthCheckGracePeriodSeconds = plan.Changes(ServiceSetting.HealthCheckGracePeriodSeconds) ? settings.GracePeriod : null,
            ServiceConnectConfiguration = plan.Changes(ServiceSetting.ServiceConnectConfiguration) ? settings.Connect : null,
            EnableExecuteCommand = plan.Changes(ServiceSetting.EnableExecuteCommand) ? settings.ExecuteCommand : null,
            AvailabilityZoneRebalancing = plan.Changes(ServiceSetting.AvailabilityZoneRebalancing) ? Rebalancing(settings) : null,

            // ECS accepts a change of capacity only this way. Tasks that already run accept no commands until they are replaced.
            ForceNewDeployment = plan.Request.ForceNewDeployment
                || plan.Changes(ServiceSetting.CapacityProviderStrategy | ServiceSetting.EnableExecuteCommand)
                ? true
                : null,
        };
        var response = await InNamespaceAsync(plan, () => connection.Ecs.UpdateServiceAsync(request, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        return response.Service;
    }

    /// <summary>Calls again while ECS does not know the namespace of an app, which was created a moment ago. Any other namespace is wrong.</summary>
    private Task<T> InNamespaceAsync<T>(ServicePlan plan, Func<Task<T>> call, CancellationToken cancellationToken)
        => plan.Request.ConnectAliases is null ? call()
            : connection.Clock.RetryAsync(call, problem => problem is NamespaceNotFoundException, NamespaceDelay, cancellationToken);

    private static AvailabilityZoneRebalancing? Rebalancing(ServiceSettings settings)
        => settings.ZoneRebalancing is bool on ? on ? AvailabilityZoneRebalancing.ENABLED : AvailabilityZoneRebalancing.DISABLED : null;

    private static Dictionary<string, string> Tags(ServicePlan plan)
    {
        var tags = (plan.Current?.Tags ?? new Dictionary<string, string>()).ToDictionary(
            tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        foreach (var tag in plan.Tags)
        {
            tags[tag.Key] = tag.Value;
        }

        return tags;
    }
}
