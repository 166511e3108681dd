using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Services;

/// <summary>Rolls services back to what they ran before.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class DeploymentUndo(AwsConnection connection)
{
    private readonly FargateServices _services = new(connection);
    private readonly FargateDeployments _history = new(connection);
    private readonly TaskDefinitionReader _definitions = new(connection);

    /// <summary>Finds what to roll back to and what that changes. Changes nothing.</summary>
    /// <param name="request">What to undo.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">There is nothing to roll back to, or the rollback is not possible.</exception>
    public async Task<DeploymentUndoPlan> PlanAsync(DeploymentUndoRequest request, CancellationToken cancellationToken)
    {
        var service = await _services.RequireRawAsync(request.Service, cancellationToken).ConfigureAwait(false);
        var newest = await NewestAsync(request.Service, cancellationToken).ConfigureAwait(false);
        if (request.TaskDefinition is { } definition)
        {
            return await ToDefinitionAsync(request, service, definition, cancellationToken).ConfigureAwait(false);
        }

        if (request.ServiceRevision is null && !ServiceDeployments.IsOver(newest?.Status) && newest is not null)
        {
            return await RollBackAsync(request, service, newest, cancellationToken).ConfigureAwait(false);
        }

        if (request.ServiceRevision is { } wanted && !ServiceDeployments.IsOver(newest?.Status)
            && AwsArn.NameOf(newest?.TargetServiceRevision?.Arn ?? "") == AwsArn.NameOf(wanted))
        {
            throw new EcsToolsException(
                ErrorCodes.RevisionIsBeingDeployed,
                $"The revision '{AwsArn.NameOf(wanted)}' is being deployed now.",
                "Leave out -ServiceRevision to roll that deployment back, or choose an earlier revision.",
                "ServiceRevision",
                wanted);
        }

        var serving = await ServingAsync(service, newest, cancellationToken).ConfigureAwait(false);
        var revision = request.ServiceRevision is { } named
            ? await NamedAsync(request.Service, named, cancellationToken).ConfigureAwait(false)
            : await PreviousAsync(request.Service, serving, cancellationToken).ConfigureAwait(false);
        await _definitions.RequireAsync(revision.TaskDefinition, cancellationToken).ConfigureAwait(false);
        var differences = await _history.DifferencesAsync(serving, revision, cancellationToken).ConfigureAwait(false);
        CheckDigests(request.Service, revision, differences);
        return new DeploymentUndoPlan
        {
            Request = request,
            Service = ServiceMapper.ToModel(service),
            TaskDefinition = ServiceSettingsText.Definition(revision.TaskDefinition),
            Differences = differences.Changes,
            Changed = differences.Changed,
            Revision = revision,
            TaskDefinitionArn = revision.TaskDefinition,
        };
    }

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<ServiceChange> ApplyAsync(DeploymentUndoPlan plan, CancellationToken cancellationToken)
    {
        var reference = plan.Request.Service;
        if (plan.IsUnneeded)
        {
            return new ServiceChange(
                plan.Service with { Change = ChangeStatus.Unchanged }, new ServiceWaitRequest { Service = reference, CountOnly = true });
        }

        if (plan.DeploymentToRollBack is { } deployment)
        {
            await connection.Ecs.StopServiceDeploymentAsync(
                new StopServiceDeploymentRequest
                {
                    ServiceDeploymentArn = deployment,
                    StopType = StopServiceDeploymentStopType.ROLLBACK,
                },
                cancellationToken).ConfigureAwait(false);
            return new ServiceChange(
                await _services.RequireAsync(reference, cancellationToken).ConfigureAwait(false) with
                {
                    Change = ChangeStatus.Updated,
                    Differences = plan.Differences,
                },
                new ServiceWaitRequest { Service = reference, DeploymentId = deployment, RollbackIsWanted = true });
        }

        var before = await _history.Deployments.NewestAsync(reference, cancellationToken).ConfigureAwait(false);
        var response = await connection.Ecs.UpdateServiceAsync(Update(plan), cancellationToken).ConfigureAwait(false);
        return new ServiceChange(
            ServiceMapper.ToModel(response.Service) with { Change = ChangeStatus.Updated, Differences = plan.Differences },
            new ServiceWaitRequest { Service = reference, NewerThan = before?.ServiceDeploymentArn });
    }

    private static UpdateServiceRequest Update(DeploymentUndoPlan plan)
    {
        var revision = plan.Revision;
        return new UpdateServiceRequest
        {
            Cluster = plan.Service.ClusterArn,
            Service = plan.Service.ServiceName,
            TaskDefinition = plan.TaskDefinitionArn,
            NetworkConfiguration = Changes(ServiceSetting.NetworkConfiguration) ? revision?.NetworkConfiguration : null,
            CapacityProviderStrategy = Changes(ServiceSetting.CapacityProviderStrategy) ? Capacity(revision!) : null,
            PlatformVersion = Changes(ServiceSetting.PlatformVersion) ? revision?.PlatformVersion : null,
            LoadBalancers = Changes(ServiceSetting.LoadBalancers) ? revision?.LoadBalancers ?? [] : null,
            ServiceConnectConfiguration = Changes(ServiceSetting.ServiceConnectConfiguration)
                ? revision?.ServiceConnectConfiguration ?? new ServiceConnectConfiguration { Enabled = false }
                : null,
            ForceNewDeployment = Changes(ServiceSetting.CapacityProviderStrategy) ? true : null,
        };

        bool Changes(ServiceSetting setting) => (plan.Changed & setting) != 0;
    }

    // A revision with the launch type FARGATE has no strategy. The capacity provider of that name is equivalent.
    private static List<CapacityProviderStrategyItem> Capacity(ServiceRevision revision)
        => revision.CapacityProviderStrategy is { Count: > 0 } strategy
            ? strategy
            : [new CapacityProviderStrategyItem { CapacityProvider = "FARGATE", Weight = 1 }];

    private async Task<ServiceDeployment?> NewestAsync(ServiceReference service, CancellationToken cancellationToken)
        => await _history.Deployments.NewestAsync(service, cancellationToken).ConfigureAwait(false) is { } brief
            ? await _history.Deployments.FindAsync(brief.ServiceDeploymentArn, cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<DeploymentUndoPlan> RollBackAsync(
        DeploymentUndoRequest request, Service service, ServiceDeployment underWay, CancellationToken cancellationToken)
    {
        var (source, target) = (
            await _history.Deployments.RevisionAsync(ServiceDeployments.Source(underWay), cancellationToken).ConfigureAwait(false),
            await _history.Deployments.RevisionAsync(underWay.TargetServiceRevision?.Arn, cancellationToken).ConfigureAwait(false));
        if (source is null)
        {
            throw NothingBefore(request.Service, "its first deployment is still in progress");
        }

        if (!ServiceDeployments.IsUnderWay(underWay.Status))
        {
            throw new EcsToolsException(
                ErrorCodes.DeploymentIsRolledBack,
                $"The deployment of service '{request.Service.Name}' is being rolled back already ({underWay.Status?.Value}).",
                $"Wait for it: Wait-FargateService {request.Service.Name} -Cluster {AwsArn.NameOf(request.Service.Cluster)}",
                "ServiceName",
                request.Service.Service);
        }

        return new DeploymentUndoPlan
        {
            Request = request,
            Service = ServiceMapper.ToModel(service),
            DeploymentToRollBack = underWay.ServiceDeploymentArn,
            TaskDefinition = ServiceSettingsText.Definition(source.TaskDefinition),
            Differences = target is null ? []
                : (await _history.DifferencesAsync(target, source, cancellationToken).ConfigureAwait(false)).Changes,
        };
    }

    private async Task<DeploymentUndoPlan> ToDefinitionAsync(
        DeploymentUndoRequest request, Service service, string name, CancellationToken cancellationToken)
    {
        var full = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? $"{TaskDefinitionName.FamilyOf(service.TaskDefinition)}:{name}"
            : name;
        var definition = await _definitions.RequireAsync(full, cancellationToken).ConfigureAwait(false);
        var differences = new List<ServiceDifference>();
        if (definition.TaskDefinitionArn != service.TaskDefinition)
        {
            differences.Add(ServiceDifference.OfDefinition(
                service.TaskDefinition, ServiceSettingsText.Definition(definition.TaskDefinitionArn)));
            var running = await _definitions.FindAsync(service.TaskDefinition, cancellationToken).ConfigureAwait(false);
            differences.AddRange(TaskDefinitionNormalForm
                .Differences(
                    running is var (there, _) ? TaskDefinitionMapper.Document(there, null) : null,
                    TaskDefinitionMapper.Document(definition, null))
                .Select(ServiceDifference.InDefinition));
        }

        return new DeploymentUndoPlan
        {
            Request = request,
            Service = ServiceMapper.ToModel(service),
            TaskDefinition = ServiceSettingsText.Definition(definition.TaskDefinitionArn),
            Differences = differences.Select(difference => difference.Change).ToList(),
            TaskDefinitionArn = definition.TaskDefinitionArn,
        };
    }

    /// <summary>The revision whose tasks receive traffic now.</summary>
    private async Task<ServiceRevision> ServingAsync(Service service, ServiceDeployment? newest, CancellationToken cancellationToken)
    {
        var arn = (service.CurrentServiceRevisions ?? []).OrderByDescending(
            revision => revision.RunningTaskCount ?? 0).FirstOrDefault()?.Arn
            ?? (newest?.Status?.Value == "SUCCESSFUL" ? newest.TargetServiceRevision?.Arn : newest?.Rollback?.ServiceRevisionArn)
            ?? newest?.TargetServiceRevision?.Arn;
        return await _history.Deployments.RevisionAsync(arn, cancellationToken).ConfigureAwait(false)
            ?? throw NothingBefore(
                new ServiceReference(AwsArn.NameOf(service.ClusterArn), service.ServiceName), "ECS knows no deployment of it");
    }

    private async Task<ServiceRevision> NamedAsync(ServiceReference service, string named, CancellationToken cancellationToken)
    {
        await foreach (var page in _history.Deployments.PagesAsync(service, cancellationToken).ConfigureAwait(false))
        {
            if (page.FirstOrDefault(deployment => AwsArn.NameOf(deployment.TargetServiceRevisionArn) == AwsArn.NameOf(named)) is { } found)
            {
                return (await _history.Deployments.RevisionAsync(found.TargetServiceRevisionArn, cancellationToken).ConfigureAwait(false))!;
            }
        }

        throw new EcsToolsException(
            ErrorCodes.ServiceRevisionNotFound,
            $"Service '{service.Name}' has no deployment of the revision '{named}'.",
            $"Get-FargateDeployment {service.Name} -Cluster {AwsArn.NameOf(service.Cluster)} lists the deployments that ECS keeps; "
                + "-TaskDefinition deploys any revision of the task definition.",
            "ServiceRevision",
            named);
    }

    /// <summary>The newest revision that deployed successfully, differs from the serving one, and can still run.</summary>
    private async Task<ServiceRevision> PreviousAsync(
        ServiceReference service, ServiceRevision serving, CancellationToken cancellationToken)
    {
        await foreach (var page in _history.Deployments.PagesAsync(service, cancellationToken).ConfigureAwait(false))
        {
            var arns = page
                .Where(
                    deployment => deployment.Status == ServiceDeploymentStatus.SUCCESSFUL
                        && deployment.TargetServiceRevisionArn != serving.ServiceRevisionArn)
                .Select(deployment => deployment.TargetServiceRevisionArn)
                .ToList();
            var revisions = await _history.Deployments.RevisionsAsync(arns, cancellationToken).ConfigureAwait(false);
            foreach (var arn in arns.Where(revisions.ContainsKey))
            {
                if ((await _history.DifferencesAsync(serving, revisions[arn], cancellationToken).ConfigureAwait(false)).Changes.Count > 0)
                {
                    return revisions[arn];
                }
            }
        }

        throw NothingBefore(service, "no other revision was deployed successfully");
    }

    /// <summary>A tag that has moved cannot be moved back here: the same definition would run the new image again.</summary>
    private static void CheckDigests(ServiceReference service, ServiceRevision revision, RevisionDifferences differences)
    {
        if (differences is { Settings.Count: 0, Digests: [var moved] })
        {
            var image = revision.ContainerImages.Find(candidate => candidate.ContainerName == moved.Container)!;
            var name = image.Image.Split('@')[0];
            var tagless = name.LastIndexOf(':') > name.LastIndexOf('/') ? name.Substring(0, name.LastIndexOf(':')) : name;
            throw new EcsToolsException(
                ErrorCodes.UndoNeedsDigest,
                $"The earlier revision has the same task definition {ServiceSettingsText.Definition(revision.TaskDefinition)}; its tag has "
                    + $"moved from {moved.To} to {moved.From} since then, so that deploying it again would run the new image.",
                $"Deploy the old image by its digest: Set-FargateService {service.Name} -Cluster {AwsArn.NameOf(service.Cluster)} -Image "
                    + $"{tagless}@{moved.To} -ContainerName {image.ContainerName}",
                "ServiceRevision",
                revision.ServiceRevisionArn);
        }
    }

    private static EcsToolsException NothingBefore(ServiceReference service, string why)
        => new(
            ErrorCodes.NothingToUndo,
            $"Service '{service.Name}' has no earlier revision to roll back to: {why}.",
            $"Choose a revision of its task definition: Undo-FargateDeployment {service.Name} -Cluster {AwsArn.NameOf(service.Cluster)} "
                + "-TaskDefinition <revision>; Get-FargateTaskDefinition lists the revisions.",
            "ServiceName",
            service.Service);
}
