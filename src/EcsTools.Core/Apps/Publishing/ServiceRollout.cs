using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Inventory;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Routing.Rules;
using EcsTools.Schedules;
using EcsTools.Services;
using EcsTools.Services.Scaling;
using EcsTools.TaskDefinitions;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Apps.Publishing;

/// <summary>Publishes one service of an app, after its cluster, load balancer and images are there.</summary>
internal sealed class ServiceRollout(
    AwsConnection connection, PublishAppRequest request, AppServicePlan plan, AppSteps steps, IProgress<OperationProgress>? progress)
{
    private readonly ServiceBlueprint _blueprint = plan.Blueprint;
    private FargateRoute? _route;

    public ServiceBlueprint Blueprint => _blueprint;

    /// <summary>Where the service answers; null if it has no route.</summary>
    public string? Url { get; private set; }

    /// <summary>Creates the execution role and the log groups. The image may still be on its way.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        var created = plan.Definition.RoleSteps.Select(_ => plan.Definition.RolePlan!.RoleName).Distinct().Concat(plan.Definition.LogGroupsToMake).ToList();
        return steps.RunAsync("Role and log", _blueprint.Name, async () =>
        {
            await new FargateTaskDefinitions(connection).PrepareAsync(plan.Definition, progress, cancellationToken).ConfigureAwait(false);
            return new StageResult<bool>(
                true, created.Count > 0 ? ChangeStatus.Created : ChangeStatus.Unchanged, created.Count > 0 ? string.Join(", ", created) : null);
        });
    }

    /// <summary>Creates the route, which forwards to a target group without targets until the service has tasks.</summary>
    public async Task RouteAsync(FargateLoadBalancer balancer, CancellationToken cancellationToken)
    {
        if (!_blueprint.IsRouted)
        {
            return;
        }

        _route = await steps.RunAsync("Route", plan.Route?.Request.Target!.Name ?? AppNames.TargetGroup(_blueprint.App, _blueprint.Service.Name), async () =>
        {
            // A plan that was made before the load balancer existed has no route yet.
            var routePlan = plan.Route ?? await new AppPlanner(connection).RouteAsync(_blueprint, cancellationToken).ConfigureAwait(false);
            var routes = await new RouteApplier(connection).ApplyAsync(routePlan, progress, cancellationToken).ConfigureAwait(false);
            return new StageResult<FargateRoute>(routes[0], routePlan.Change);
        }).ConfigureAwait(false);
        foreach (var stale in plan.StaleRoutes)
        {
            await new FormerRoutes(connection).RemoveAsync(stale, steps, progress, cancellationToken).ConfigureAwait(false);
        }

        var conditions = _blueprint.Service.Route!.Conditions;
        Url = AppUrls.Of(balancer, conditions.Paths ?? [], conditions.HostNames ?? []);
    }

    /// <summary>Registers the definition, and lets the service run it.</summary>
    public async Task<FargateAppService> RunAsync(ServiceImages images, CancellationToken cancellationToken)
    {
        var definition = await DefinitionAsync(images, cancellationToken).ConfigureAwait(false);
        switch (_blueprint.Service.Kind)
        {
            case AppServiceKind.Scheduled:
                return await ScheduleAsync(definition, cancellationToken).ConfigureAwait(false);
            case AppServiceKind.RunOnce:
                return await OnceAsync(definition, cancellationToken).ConfigureAwait(false);
            default:
                var service = await ServiceAsync(definition, cancellationToken).ConfigureAwait(false);
                return AppServiceMapper.ToModel(service, _blueprint.Service.Name, Url, definition) with
                {
                    Change = definition.Change == ChangeStatus.Unchanged || service.Change == ChangeStatus.Created ? service.Change : ChangeStatus.Updated,
                };
        }
    }

    private Task<FargateTaskDefinition> DefinitionAsync(ServiceImages images, CancellationToken cancellationToken)
        => steps.RunAsync("Task definition", _blueprint.Name, async () =>
        {
            var definitions = new FargateTaskDefinitions(connection);
            var wanted = await definitions.PlanAsync(
                _blueprint.Definition(container => images.Uris[container.Name], images.Architecture), cancellationToken).ConfigureAwait(false);
            var definition = await definitions.ApplyAsync(wanted, progress, cancellationToken).ConfigureAwait(false);
            return new StageResult<FargateTaskDefinition>(definition, wanted.Change, definition.TaskDefinition);
        });

    private async Task<FargateService> ServiceAsync(FargateTaskDefinition definition, CancellationToken cancellationToken)
    {
        var applier = new ServiceApplier(connection);
        var wanted = _blueprint.ServiceRequest(definition.TaskDefinitionArn, _route, plan.Current is null, plan.FormerRouting?.GroupArns);
        wanted = plan.IsSuspended ? wanted with { DesiredCount = null } : wanted;
        var servicePlan = await applier.PlanAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (_blueprint.Service.Before is { } before && servicePlan.Deploys)
        {
            await BeforeAsync(servicePlan, definition, before, cancellationToken).ConfigureAwait(false);

            // The network of a new service now exists.
            servicePlan = await applier.PlanAsync(wanted, cancellationToken).ConfigureAwait(false);
        }

        var change = await steps.RunAsync("Service", _blueprint.Name, async () =>
        {
            var applied = await applier.ApplyAsync(servicePlan, progress, cancellationToken).ConfigureAwait(false);
            return new StageResult<ServiceChange>(applied, servicePlan.Change, servicePlan.Deploys ? "deploying " + definition.TaskDefinition : null);
        }).ConfigureAwait(false);
        await ScaleAsync(cancellationToken).ConfigureAwait(false);
        var running = await steps.RunAsync("Wait", _blueprint.Name, async () =>
        {
            var waited = await new ServiceWait(connection).WaitAsync(
                change.Wait with { Timeout = request.Timeout, RollBack = true }, progress, cancellationToken).ConfigureAwait(false);
            return new StageResult<FargateService>(
                waited with { Change = servicePlan.Change },
                ChangeStatus.Unchanged,
                FormattableString.Invariant($"{waited.RunningCount} of {waited.DesiredCount} tasks run {waited.TaskDefinition}"));
        }).ConfigureAwait(false);
        if (plan.FormerRouting is { } former)
        {
            // Its old tasks answered requests until now.
            await new FormerRoutes(connection).RemoveAsync(former, steps, progress, cancellationToken).ConfigureAwait(false);
        }

        return running;
    }

    private Task BeforeAsync(ServicePlan servicePlan, FargateTaskDefinition definition, IReadOnlyList<string> command, CancellationToken cancellationToken)
        => steps.RunAsync("Before", _blueprint.Name, async () =>
        {
            var run = new BeforeRun(connection);
            var network = await run.NetworkAsync(servicePlan, progress, cancellationToken).ConfigureAwait(false);
            var task = await run.RunAsync(
                _blueprint, definition.TaskDefinitionArn, command, network, request.Timeout, progress, cancellationToken).ConfigureAwait(false);
            return new StageResult<FargateTask>(task, ChangeStatus.Created, $"task {task.TaskId} ended with exit code 0");
        });

    private async Task ScaleAsync(CancellationToken cancellationToken)
    {
        if (plan.IsSuspended || _blueprint.Scaling() is not { } wanted)
        {
            return;
        }

        await steps.RunAsync("Scaling", _blueprint.Name, async () =>
        {
            var scaling = new ServiceScaling(connection);
            var scalingPlan = await scaling.PlanAsync(wanted, cancellationToken).ConfigureAwait(false);
            return new StageResult<FargateScaling>(
                await scaling.ApplyAsync(scalingPlan, cancellationToken).ConfigureAwait(false), scalingPlan.Change);
        }).ConfigureAwait(false);
    }

    private async Task<FargateAppService> ScheduleAsync(FargateTaskDefinition definition, CancellationToken cancellationToken)
    {
        var schedule = await steps.RunAsync("Schedule", _blueprint.Name, async () =>
        {
            var schedules = new ScheduledTasks(connection);
            var wanted = await schedules.PlanAsync(_blueprint.Schedule(definition.TaskDefinitionArn), keep: false, cancellationToken).ConfigureAwait(false);
            return new StageResult<ScheduledTask>(await schedules.ApplyAsync(wanted, progress, cancellationToken).ConfigureAwait(false), wanted.Change);
        }).ConfigureAwait(false);
        return AppServiceMapper.ToModel(schedule, _blueprint.Service.Name);
    }

    /// <summary>A revision whose task has succeeded gets a tag, so that the next run does not start it again.</summary>
    private async Task<FargateAppService> OnceAsync(FargateTaskDefinition definition, CancellationToken cancellationToken)
    {
        var hasRun = definition.Tags.TryGetValue(AppTags.Completed, out var completed) && completed == AppTags.Yes;
        await steps.RunAsync("Task", _blueprint.Name, async () =>
        {
            if (hasRun)
            {
                return new StageResult<bool>(true, ChangeStatus.Unchanged, $"{definition.TaskDefinition} has run");
            }

            var task = await new BeforeRun(connection).RunAsync(
                _blueprint, definition.TaskDefinitionArn, null, null, request.Timeout, progress, cancellationToken).ConfigureAwait(false);
            await connection.Ecs.TagResourceAsync(
                new TagResourceRequest { ResourceArn = definition.TaskDefinitionArn, Tags = [new Tag { Key = AppTags.Completed, Value = AppTags.Yes }] },
                cancellationToken).ConfigureAwait(false);
            return new StageResult<bool>(true, ChangeStatus.Created, $"task {task.TaskId} ended with exit code 0");
        }).ConfigureAwait(false);
        return AppServiceMapper.OnceToModel(definition with { Change = hasRun ? ChangeStatus.Unchanged : ChangeStatus.Created },
            _blueprint.Service.Name, _blueprint.Cluster);
    }
}
