using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Inventory;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Ecr;
using EcsTools.Models;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Rules;
using EcsTools.Schedules;
using EcsTools.Services;
using EcsTools.Services.Scaling;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Publishing;

/// <summary>Works out how to publish an app. Changes nothing.</summary>
internal sealed class AppPlanner(AwsConnection connection)
{
    public async Task<AppPlan> PlanAsync(PublishAppRequest request, CancellationToken cancellationToken)
    {
        AppDefinitionChecks.Check(request.Definition);
        var blueprints = request.Definition.Services.Select(service => new ServiceBlueprint(request, service)).ToList();
        blueprints.ForEach(Check);

        var isBalanced = blueprints.Exists(blueprint => blueprint.IsRouted);
        var clusterPlan = ClusterAsync(blueprints[0].Cluster, cancellationToken);
        var balancerPlan = isBalanced ? BalancerAsync(request, blueprints[0].LoadBalancer, cancellationToken) : null;
        var plan = new AppPlan(request)
        {
            Cluster = await clusterPlan.ConfigureAwait(false),
            Balancer = balancerPlan is null ? null : await balancerPlan.ConfigureAwait(false),
        };
        var routes = plan.Balancer?.Current is { } balancer
            ? await new Routes(connection).OfAsync(balancer, new RouteQuery(), cancellationToken).ConfigureAwait(false) : [];
        plan.Services = await Task.WhenAll(blueprints.Select(async blueprint => WithStaleRoutes(
            await ServiceAsync(blueprint, plan, cancellationToken).ConfigureAwait(false), routes))).ConfigureAwait(false);
        plan.Surplus = plan.Cluster.Current is null ? [] : await SurplusAsync(plan, blueprints, cancellationToken).ConfigureAwait(false);
        plan.SurplusRouting = request.Prune ? await SurplusRoutingAsync(plan, cancellationToken).ConfigureAwait(false) : [];
        (plan.CostBefore, plan.CostAfter) = AppPlanCosts.Of(plan, connection.Region);
        return plan;
    }

    /// <summary>Throws for values that are wrong whatever there is in the account, so that nothing is created before they are found.</summary>
    private void Check(ServiceBlueprint blueprint)
    {
        foreach (var container in blueprint.Built)
        {
            EcrImagePush.Check(blueprint.Push(container));
        }

        if (blueprint.IsRouted)
        {
            RouteChecks.Request(blueprint.Route(isNew: true));
            RouteConditionChecks.Conditions(blueprint.Service.Route!.Conditions);
        }

        if (blueprint.Service.Kind == AppServiceKind.Service)
        {
            ServiceChecks.Request(blueprint.ServiceRequest(blueprint.Name, null, isNew: true));
        }

        if (blueprint.Scaling() is { } scaling)
        {
            ScalingChecks.Request(scaling, connection.Clock.UtcNow);
        }

        if (blueprint.Service.Schedule is not null)
        {
            ScheduleChecks.Request(blueprint.Schedule(blueprint.Name), connection.Clock.UtcNow);
        }
    }

    /// <summary>A cluster that exists keeps its tags: whoever created it also removes it.</summary>
    private async Task<FargateClusterPlan> ClusterAsync(string name, CancellationToken cancellationToken)
    {
        var clusters = new FargateClusters(connection);
        var plan = await clusters.PlanAsync(new FargateClusterRequest { Cluster = AwsArn.NameOf(name) }, cancellationToken).ConfigureAwait(false);
        return plan.Current is not null ? plan
            : await clusters.PlanAsync(plan.Request with { Tags = AppTags.OfShared }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<LoadBalancerPlan> BalancerAsync(PublishAppRequest request, string name, CancellationToken cancellationToken)
    {
        var balancers = new LoadBalancerApplier(connection);
        var wanted = new LoadBalancerRequest
        {
            LoadBalancer = name,
            Subnets = request.LoadBalancerSubnets,
            Internal = request.Internal,
            Certificates = request.Certificates,
        };
        var plan = await balancers.PlanAsync(wanted, cancellationToken).ConfigureAwait(false);
        return plan.Current is not null ? plan
            : await balancers.PlanAsync(wanted with { Tags = AppTags.OfShared }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<AppServicePlan> ServiceAsync(ServiceBlueprint blueprint, AppPlan app, CancellationToken cancellationToken)
    {
        var images = app.Request.FindBuilds ? await new UnchangedImages(connection).FindAsync(blueprint, cancellationToken).ConfigureAwait(false)
            : new Dictionary<string, string>();
        var service = new AppServicePlan(blueprint)
        {
            RepositorySteps = await RepositoriesAsync(blueprint, cancellationToken).ConfigureAwait(false),
            UnchangedImages = images,
            Definition = await DefinitionAsync(blueprint, images, cancellationToken).ConfigureAwait(false),
            Route = blueprint.IsRouted && app.Balancer?.Current is not null
                ? await RouteAsync(blueprint, cancellationToken).ConfigureAwait(false) : null,
            FormerRouting = blueprint is { IsRouted: false, Service.Kind: AppServiceKind.Service } && app.Cluster.Current is not null
                ? await FormerAsync(blueprint.App, blueprint.Service.Name, cancellationToken).ConfigureAwait(false) : null,
        };
        if (app.Cluster.Current is null)
        {
            CheckNew(blueprint);
            return service;
        }

        var reference = new ServiceReference(blueprint.Cluster, blueprint.Name);
        var current = blueprint.Service.Kind == AppServiceKind.Service
            ? await new FargateServices(connection).FindAsync(reference, cancellationToken).ConfigureAwait(false) : null;
        service = service with { Current = current is null or { Status: "DRAINING" } ? null : ServiceMapper.ToModel(current) };
        service = service with { Scaling = await ScalingAsync(service, cancellationToken).ConfigureAwait(false) };
        if (service.Current is null)
        {
            CheckNew(blueprint);
        }

        return service.Definition.Current is null ? service : await RunningAsync(service, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The scaling of a service that exists. That of a new one is only checked, because it belongs to the service.</summary>
    private async Task<ServiceScalingPlan?> ScalingAsync(AppServicePlan service, CancellationToken cancellationToken)
        => service.Blueprint.Scaling() is { } wanted && service is { Current: not null, IsSuspended: false }
            ? await new ServiceScaling(connection).PlanAsync(wanted, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>A rule is known by its tags. A default rule has none, so it is known by its target group.</summary>
    private static AppServicePlan WithStaleRoutes(AppServicePlan service, IReadOnlyList<FargateRoute> routes)
    {
        if (service.Route is not { } plan)
        {
            return service;
        }

        var kept = plan.Rules.Select(arn => arn()).ToList();
        var (app, name, group) = (service.Blueprint.App, service.Blueprint.Service.Name, plan.Request.Target!.Name);
        return service with
        {
            StaleRoutes = routes.Where(route => !kept.Contains(route.ListenerRuleArn) && (route.IsDefault
                ? !plan.Request.IsDefault && route.Targets.Any(target => target.TargetGroupName == group)
                : route.Tags.TryGetValue(AppTags.App, out var owner) && owner == app
                    && route.Tags.TryGetValue(AppTags.Service, out var part) && part == name)).ToList(),
        };
    }

    /// <summary>Plans what runs the definition, if the definition and the target group exist.</summary>
    private async Task<AppServicePlan> RunningAsync(AppServicePlan service, CancellationToken cancellationToken)
    {
        var blueprint = service.Blueprint;
        var definition = service.Definition.Current!.TaskDefinitionArn;
        switch (blueprint.Service.Kind)
        {
            case AppServiceKind.Scheduled:
                return service with
                {
                    Schedule = await new ScheduledTasks(connection).PlanAsync(blueprint.Schedule(definition), keep: false, cancellationToken)
                        .ConfigureAwait(false),
                };
            case AppServiceKind.Service when !blueprint.IsRouted || service.Route?.Change == ChangeStatus.Unchanged:
                var route = service.Route is null ? null
                    : (await new RouteApplier(connection).ApplyAsync(service.Route, null, cancellationToken).ConfigureAwait(false))[0];
                return service with
                {
                    Service = await new ServiceApplier(connection).PlanAsync(
                        blueprint.ServiceRequest(definition, route, service.Current is null, service.FormerRouting?.GroupArns) with
                        {
                            DesiredCount = service.IsSuspended ? null : blueprint.Count,
                        },
                        cancellationToken)
                        .ConfigureAwait(false),
                };
            default:
                return service;
        }
    }

    private static void CheckNew(ServiceBlueprint blueprint)
    {
        if (blueprint.Scaling() is { } scaling)
        {
            ScalingChecks.Counts(scaling, null);
        }
    }

    private async Task<IReadOnlyList<EcsPlanStep>> RepositoriesAsync(ServiceBlueprint blueprint, CancellationToken cancellationToken)
    {
        var steps = new List<EcsPlanStep>();
        foreach (var container in blueprint.Built)
        {
            var plan = await new EcrRepositories(connection).PlanAsync(blueprint.Repository(container), cancellationToken).ConfigureAwait(false);
            steps.AddRange(plan.Current is null
                ? plan.Steps.Select(step => step with { Depth = 2 }).Prepend(EcsPlanStep.Of(EcsPlanAction.Create, "Repository", plan.Request.RepositoryName))
                : plan.Steps);
        }

        return steps;
    }

    /// <summary>An image that is not built yet is taken for the one that runs now, so that the plan shows everything else that differs.</summary>
    private async Task<TaskDefinitionPlan> DefinitionAsync(
        ServiceBlueprint blueprint, IReadOnlyDictionary<string, string> unchanged, CancellationToken cancellationToken)
    {
        var definitions = new FargateTaskDefinitions(connection);
        var current = (await new TaskDefinitionReader(connection).FindAsync(blueprint.Name, cancellationToken).ConfigureAwait(false))?.Definition;
        return await definitions.PlanAsync(
            blueprint.Definition(ImageOf, current?.RuntimePlatform?.CpuArchitecture?.Value), cancellationToken).ConfigureAwait(false);

        string ImageOf(AppContainer container) => container.ImageUri
            ?? (unchanged.TryGetValue(container.Name, out var uri) ? uri : null)
            ?? current?.ContainerDefinitions?.Find(other => other.Name == container.Name)?.Image
            ?? $"{blueprint.RepositoryOf(container)}:{blueprint.ImageTag}";
    }

    /// <exception cref="EcsToolsException">Something else answers the requests.</exception>
    public async Task<RoutePlan> RouteAsync(ServiceBlueprint blueprint, CancellationToken cancellationToken)
    {
        try
        {
            var group = await new TargetGroupPlanner(connection).FindAsync(
                AppNames.TargetGroup(blueprint.App, blueprint.Service.Name), cancellationToken).ConfigureAwait(false);
            return await new RouteApplier(connection).PlanAsync(blueprint.Route(group is null), cancellationToken).ConfigureAwait(false);
        }
        catch (EcsToolsException problem) when (problem.Is(ErrorCodes.RouteExists))
        {
            throw new EcsToolsException(
                ErrorCodes.AppRouteTaken,
                $"{problem.Message} So app '{blueprint.App}' cannot answer them.",
                $"Give the app its own path with -RoutePath '/{blueprint.App}*', its own host name with -HostName, or its own load balancer with -LoadBalancer "
                    + $"{blueprint.App}",
                "RoutePath",
                blueprint.App,
                problem);
        }
    }

    private async Task<IReadOnlyList<FargateService>> SurplusAsync(AppPlan plan, List<ServiceBlueprint> blueprints, CancellationToken cancellationToken)
    {
        var surplus = new List<FargateService>();
        await foreach (var service in new FargateServices(connection)
            .GetAsync([plan.Cluster.Current!.ClusterArn], [plan.Request.Definition.Name + "*"], _ => { }, cancellationToken).ConfigureAwait(false))
        {
            if (service.Tags.TryGetValue(AppTags.App, out var app) && app == plan.Request.Definition.Name
                && !blueprints.Exists(blueprint => blueprint.Name == service.ServiceName && blueprint.Service.Kind == AppServiceKind.Service))
            {
                surplus.Add(service);
            }
        }

        return surplus;
    }

    private Task<FormerRouting?> FormerAsync(string app, string service, CancellationToken cancellationToken) => connection.UnlessDeniedAsync(
        () => new FormerRoutes(connection).FindAsync(app, service, cancellationToken),
        null,
        $"It is not known whether service '{service}' had a route, so a former route stays");

    private async Task<IReadOnlyList<FormerRouting>> SurplusRoutingAsync(AppPlan plan, CancellationToken cancellationToken)
    {
        var all = new List<FormerRouting>();
        foreach (var name in plan.Surplus.Select(service => service.Tags.TryGetValue(AppTags.Service, out var part) ? part : null).OfType<string>())
        {
            if (await FormerAsync(plan.Request.Definition.Name, name, cancellationToken).ConfigureAwait(false) is { } routing)
            {
                all.Add(routing);
            }
        }

        return all;
    }
}
