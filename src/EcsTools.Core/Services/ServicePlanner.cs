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
using EcsTools.Tasks;

namespace EcsTools.Services;

/// <summary>Works out how to bring a service to its requested state. Changes nothing.</summary>
internal sealed class ServicePlanner(AwsConnection connection)
{
    private readonly TaskDefinitionReader _definitions = new(connection);

    public async Task<ServicePlan> PlanAsync(FargateServiceRequest request, CancellationToken cancellationToken)
    {
        ServiceChecks.Request(request);
        var reference = ServiceReference.Parse(NameOf(request), request.Cluster);
        var cluster = await new FargateClusters(connection).RequireAsync(reference.Cluster, cancellationToken).ConfigureAwait(false);
        var current = await CurrentAsync(request, reference, cancellationToken).ConfigureAwait(false);
        var revision = request.Image is { } image
            ? await new ServiceImages(connection, _definitions).PlanAsync(
                current!, image, request.ContainerName, cancellationToken).ConfigureAwait(false)
            : null;
        var definition = await DefinitionAsync(request, current, revision, cancellationToken).ConfigureAwait(false);
        var before = current is null ? new ServiceSettings() : ServiceSettings.From(current);
        var balancer = await BalancerAsync(request, definition, cancellationToken).ConfigureAwait(false);
        var network = await NetworkAsync(request, current, definition, balancer, cancellationToken).ConfigureAwait(false);
        var after = before.With(request, definition, current is null) with
        {
            TaskDefinition = definition.TaskDefinitionArn,
            Network = network is null ? before.Network : Configuration(network),
        };
        TaskStart.CheckExec(
            request.EnableExecuteCommand == true,
            definition,
            $"{(current is null ? "New-FargateService" : "Set-FargateService")} {reference.Name} -Cluster {cluster.Cluster} -EnableExecuteCommand");
        TaskStart.CheckSpot(
            after.Capacity?.Exists(item => item.CapacityProvider == "FARGATE_SPOT") == true, definition, cluster, "SpotWeight");
        var settings = Settings(before, after, current is null, revision);
        var changed = settings.Aggregate(ServiceSetting.None, (all, difference) => all | difference.Setting);
        var tags = Tags(request, current);
        return new ServicePlan(request, cluster, reference.Name)
        {
            Current = current is null ? null : ServiceMapper.ToModel(current),
            Differences = settings.Select(difference => difference.Change).Concat(network?.PortChanges ?? []).Concat(TagChanges(tags, current)).ToArray(),
            Changed = changed,
            Warnings = await WarningsAsync(request, revision, definition, after, balancer, network?.OwnGroup is not null, cancellationToken)
                .ConfigureAwait(false),
            Deploys = current is null || request.ForceNewDeployment || (changed & ServiceSetting.Deploying) != 0,
            DefinitionArn = definition.TaskDefinitionArn,
            Settings = after,
            Revision = revision,
            Network = network,
            Tags = tags,
        };
    }

    private static string NameOf(FargateServiceRequest request)
        => request.ServiceName ?? (request.TaskDefinition is { } definition ? TaskDefinitionName.FamilyOf(definition) : null)
            ?? throw new EcsToolsException(
                ErrorCodes.ServiceNameMissing,
                "Neither a service nor a task definition to name it after was given.",
                "Give -ServiceName or -TaskDefinition.",
                "ServiceName");

    private async Task<Service?> CurrentAsync(
        FargateServiceRequest request, ServiceReference reference, CancellationToken cancellationToken)
    {
        var services = new FargateServices(connection);
        var current = request.MustExist
            ? await services.RequireRawAsync(reference, cancellationToken).ConfigureAwait(false)
            : await services.FindAsync(reference, cancellationToken).ConfigureAwait(false);
        if (current is not null)
        {
            ServiceChecks.Owner(current);
        }

        if (current?.DeploymentController is { Type.Value: not "ECS" } controller)
        {
            throw new EcsToolsException(
                ErrorCodes.ServiceOfOtherController,
                $"The deployments of service '{reference.Name}' are controlled by {controller.Type.Value}, not by ECS.",
                $"Change the service there, or create another one: {Another(reference, current, "-2")}",
                "ServiceName",
                reference.Service);
        }

        if (current?.Status != "DRAINING")
        {
            return current;
        }

        // A service that is being removed gives way to a new one with its name.
        return request.MustExist
            ? throw new EcsToolsException(
                ErrorCodes.ServiceDraining,
                $"Service '{reference.Name}' is being removed.",
                $"Create it again: {Another(reference, current, "")}",
                "ServiceName",
                reference.Service)
            : null;
    }

    /// <summary>
    /// The command that creates a service like an existing one that cannot be changed. A service with an external deployment controller has no task
    /// definition of its own.
    /// </summary>
    internal static string Another(ServiceReference reference, Service current, string suffix)
        => $"New-FargateService {reference.Name}{suffix} -TaskDefinition {Family(current) ?? "<family>"} "
            + $"-Cluster {AwsArn.NameOf(reference.Cluster)}";

    private static string? Family(Service service)
        => string.IsNullOrEmpty(service.TaskDefinition) ? null : TaskDefinitionName.FamilyOf(service.TaskDefinition);

    /// <summary>The revision to run. If a new one must be registered, the one that runs now: it has the same ports and roles.</summary>
    private async Task<TaskDefinition> DefinitionAsync(
        FargateServiceRequest request, Service? current, NewRevision? revision, CancellationToken cancellationToken)
    {
        var name = revision is { Plan.Registers: false }
            ? revision.Plan.Current!.TaskDefinitionArn
            : request.TaskDefinition ?? current?.TaskDefinition;
        if (name is null)
        {
            throw new EcsToolsException(
                ErrorCodes.TaskDefinitionMissing,
                $"Service '{request.ServiceName}' is new, and -TaskDefinition was not given.",
                "Give -TaskDefinition, or pipe the definition from Register-FargateTask.",
                "TaskDefinition");
        }

        // The running revision may have been deregistered since. The service can keep it, but nothing can be changed about it.
        return name == current?.TaskDefinition
            ? (await _definitions.FindAsync(name, cancellationToken).ConfigureAwait(false))?.Definition
                ?? throw await _definitions.MissingAsync(name, cancellationToken).ConfigureAwait(false)
            : await _definitions.RequireAsync(name, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TaskNetworkPlan?> NetworkAsync(
        FargateServiceRequest request, Service? current, TaskDefinition definition, BalancedPort? balancer, CancellationToken cancellationToken)
    {
        var said = request.Subnets is not null || request.SecurityGroups is not null || request.AssignPublicIp is not null;
        var there = current?.NetworkConfiguration?.AwsvpcConfiguration;
        if (there is not null && !said && balancer is null && definition.TaskDefinitionArn == current!.TaskDefinition)
        {
            return null;
        }

        var wanted = new TaskNetworkRequest
        {
            Family = definition.Family,
            Ports = TaskDefinitionMapper.Ports(definition),
            Subnets = request.Subnets ?? there?.Subnets,
            SecurityGroups = request.SecurityGroups ?? (said ? there?.SecurityGroups : null),
            AssignPublicIp = request.AssignPublicIp ?? (there is null ? null : there.AssignPublicIp == AssignPublicIp.ENABLED),
            BalancerPort = balancer is null ? null : new TaskPort(balancer.Port, "tcp"),
            BalancerGroups = balancer?.Access.SecurityGroups ?? [],
            AdmitPeers = balancer is not null && request.ConnectAliases is { } aliases && (definition.ContainerDefinitions ?? []).Exists(
                container => (container.PortMappings ?? []).Exists(
                    mapping => mapping.ContainerPort == balancer.Port && mapping.Name is not null && aliases.ContainsKey(mapping.Name))),
            CreatedTags = request.CreatedTags,
        };
        var plan = await new TaskNetworks(connection).PlanAsync(wanted, cancellationToken).ConfigureAwait(false);

        // With another definition, a group that EcsTools created opens the new ports. A group of the user's own stays as it is.
        return there is null || said || plan.SecurityGroups.SequenceEqual(there.SecurityGroups ?? [], StringComparer.Ordinal) ? plan : null;
    }

    private static NetworkConfiguration Configuration(TaskNetworkPlan plan)
        => Configuration(
            new TaskNetwork(plan.Subnets, plan.SecurityGroups.Count > 0 ? plan.SecurityGroups : [plan.OwnGroup!], plan.AssignPublicIp));

    internal static NetworkConfiguration Configuration(TaskNetwork network) => new()
    {
        AwsvpcConfiguration = new AwsVpcConfiguration
        {
            Subnets = network.Subnets.ToList(),
            SecurityGroups = network.SecurityGroups.ToList(),
            AssignPublicIp = network.AssignPublicIp ? AssignPublicIp.ENABLED : AssignPublicIp.DISABLED,
        },
    };

    /// <summary>The settings that differ.</summary>
    private static List<ServiceDifference> Settings(ServiceSettings before, ServiceSettings after, bool isNew, NewRevision? revision)
    {
        var from = isNew ? after.Fields().Select(field => field with { Value = null }) : before.Fields();

        // For a new service, do not list the settings that it does not have.
        var changes = ServiceDifference.Between(from, after.Fields())
            .Where(difference => !isNew || difference.Change.To is not ("0" or "false"))
            .ToList();
        if (revision is not null)
        {
            changes.RemoveAll(difference => difference.Setting == ServiceSetting.TaskDefinition);
            changes.Insert(0, ServiceDifference.OfDefinition(
                before.TaskDefinition!,
                revision.Plan.Registers ? $"{revision.Plan.Family} (a new revision)" : ServiceSettingsText.Definition(after.TaskDefinition!)));
            changes.InsertRange(1, revision.Differences.Select(ServiceDifference.InDefinition));
        }

        return changes;
    }

    private static Dictionary<string, string> Tags(FargateServiceRequest request, Service? current)
        => (request.Tags ?? new Dictionary<string, string>())
            .Where(tag => TagOf(current, tag.Key) != tag.Value)
            .ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);

    private static IEnumerable<FieldChange> TagChanges(Dictionary<string, string> tags, Service? current)
        => tags.Select(tag => new FieldChange($"tags[{tag.Key}]", TagOf(current, tag.Key), tag.Value));

    private static string? TagOf(Service? current, string key) => current?.Tags?.Find(tag => tag.Key == key)?.Value;

    /// <summary>The load balancers of the requested target group, and the port at which they reach the tasks.</summary>
    private async Task<BalancedPort?> BalancerAsync(FargateServiceRequest request, TaskDefinition definition, CancellationToken cancellationToken)
    {
        if (request.Target is not { } target)
        {
            return null;
        }

        var port = ServiceChecks.Destination(request, definition).Port;
        var access = await BalancerAccess.FindAsync(connection, target.TargetGroupArn, cancellationToken).ConfigureAwait(false);
        return access is null ? null : new BalancedPort(access, port);
    }

    private async Task<IReadOnlyList<string>> WarningsAsync(
        FargateServiceRequest request,
        NewRevision? revision,
        TaskDefinition definition,
        ServiceSettings after,
        BalancedPort? balancer,
        bool hasOwnGroup,
        CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        if (request is { Image: { } image, ForceNewDeployment: false } && revision is null)
        {
            warnings.Add(
                $"The service already runs the image {image}. If the tag has moved to another image, use -ForceNewDeployment to deploy that image.");
        }

        if (balancer is not null)
        {
            var groups = hasOwnGroup ? [] : after.Network?.AwsvpcConfiguration?.SecurityGroups ?? [];
            warnings.AddRange(await new ServiceFindings(connection).OfNetworkAsync(balancer.Access, groups, balancer.Port, cancellationToken)
                .ConfigureAwait(false));
            var container = ServiceChecks.Destination(request, definition).Container;
            warnings.AddRange(ServiceFindings.OfStart(
                (definition.ContainerDefinitions ?? []).Find(other => other.Name == container), after.GracePeriod ?? 0));
        }

        return warnings;
    }

    /// <summary>The load balancers of a target group, and the port at which they reach the tasks.</summary>
    private sealed record BalancedPort(BalancerAccess Access, int Port);
}
