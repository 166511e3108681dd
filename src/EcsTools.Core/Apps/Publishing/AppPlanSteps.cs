using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Costs;
using EcsTools.Models;
using EcsTools.Routing.Rules;

namespace EcsTools.Apps.Publishing;

/// <summary>A plan as a tree of steps: each is indented below the one that it belongs to.</summary>
internal static class AppPlanSteps
{
    public static IEnumerable<EcsPlanStep> Of(AppPlan plan) =>
    [
        .. plan.Request.Definition.Notes.Select(note => EcsPlanStep.Note("App", note)),
        .. Part(plan.Cluster.Change, "Cluster", plan.Cluster.Request.Cluster, plan.Cluster.Differences),
        .. plan.NewNamespace is { } name ? [EcsPlanStep.Of(EcsPlanAction.Create, "Namespace", name, $"Service Connect namespace {name}")]
            : Array.Empty<EcsPlanStep>(),
        .. plan.Balancer is { } balancer ? Part(balancer.Change, "LoadBalancer", balancer.Request.LoadBalancer, balancer.Differences) : [],
        .. plan.Services.SelectMany(service => Service(plan, service)
            .Select(step => step with { Depth = step.Depth + 1 })
            .Prepend(EcsPlanStep.Note("Service", $"service {service.Blueprint.Service.Name}"))),
        .. plan.Surplus.Select(surplus => Surplus(plan, surplus)),
        .. plan.Request.Prune ? plan.SurplusRouting.SelectMany(Former) : [],
        Cost(plan),
    ];

    private static EcsPlanStep Surplus(AppPlan plan, FargateService service) => plan.Request.Prune
        ? EcsPlanStep.Of(EcsPlanAction.Delete, "Service", service.ServiceName, $"service {service.ServiceName}, which is no longer in the app")
        : EcsPlanStep.Of(
            EcsPlanAction.None, "Service", service.ServiceName, $"service {service.ServiceName} is no longer in the app, and stays without -Prune");

    private static IEnumerable<EcsPlanStep> Service(AppPlan plan, AppServicePlan service)
    {
        var blueprint = service.Blueprint;
        var definition = service.Definition;
        return
        [
            .. service.RepositorySteps,
            .. blueprint.Built.Select(container => Build(service, container)),
            .. definition.PreparationSteps,
            .. Part(definition.Change, "TaskDefinition", definition.Family, definition.Differences.Concat(definition.TagDifferences)),
            .. blueprint.IsRouted ? Route(plan, service) : Former(service.FormerRouting),
            .. blueprint.Service.Before is { } before
                ? [EcsPlanStep.Note("Task", $"run {string.Join(" ", before)} before the service changes")] : Array.Empty<EcsPlanStep>(),
            .. Running(service),
            .. Scaling(service),
        ];
    }

    private static EcsPlanStep Build(AppServicePlan service, AppContainer container)
    {
        var image = $"{service.Blueprint.RepositoryOf(container)}:{service.Blueprint.ImageTag}";
        return service.UnchangedImages.ContainsKey(container.Name)
            ? EcsPlanStep.Of(EcsPlanAction.None, "Image", image, $"image {image} (unchanged)") : EcsPlanStep.Of(
            EcsPlanAction.Create,
            "Image",
            image,
            $"build {container.Build!.ContextPath} and push it to {image}; if the image differs, a new revision is registered");
    }

    private static IEnumerable<EcsPlanStep> Route(AppPlan plan, AppServicePlan service)
    {
        if (service.Route is { } route)
        {
            return Part(route.Change, "Route", route.Request.Target!.Name, route.Differences).Concat(service.StaleRoutes.Select(Gone));
        }

        var wanted = service.Blueprint.Route(isNew: true);
        var what = wanted.IsDefault ? "every request without another route"
            : RouteConditions.Describe(RouteConditionChecks.Conditions(wanted.Conditions));
        var name = wanted.Target!.Name;
        return [EcsPlanStep.Of(EcsPlanAction.Create, "Route", name, $"route {name} of load balancer {plan.Balancer!.Request.LoadBalancer}: {what}")];
    }

    private static EcsPlanStep Gone(FargateRoute route)
        => EcsPlanStep.Of(EcsPlanAction.Delete, "Route", route.RouteName, $"route for {RouteConditions.Describe(route.Conditions)}");

    private static IEnumerable<EcsPlanStep> Former(FormerRouting? routing) => routing is null ? []
        : routing.Routes.Select(Gone)
            .Concat(routing.Groups.Select(group => EcsPlanStep.Of(EcsPlanAction.Delete, "TargetGroup", group.Name)))
            .Concat(routing.LoadBalancers.Select(name => EcsPlanStep.Of(
                EcsPlanAction.None, "LoadBalancer", name, $"load balancer {name} stays. If nothing uses it: Remove-FargateLoadBalancer {name}")));

    private static IEnumerable<EcsPlanStep> Running(AppServicePlan service)
    {
        var blueprint = service.Blueprint;
        return blueprint.Service.Kind switch
        {
            AppServiceKind.RunOnce =>
                [EcsPlanStep.Of(EcsPlanAction.Start, "Task", blueprint.Name, "run a task of it to its end, if it differs from the one that has run")],
            AppServiceKind.Scheduled => service.Schedule is { } schedule
                ? Part(schedule.Change, "Schedule", blueprint.Name, schedule.Differences)
                : [EcsPlanStep.Of(EcsPlanAction.Create, "Schedule", blueprint.Name, $"schedule {blueprint.Name}: {blueprint.Service.Schedule!.Expression}")],
            _ => service.Service is { } plan
                ? Part(plan.Change, "Service", blueprint.Name, plan.Differences)
                : [EcsPlanStep.Of(EcsPlanAction.Create, "Service", blueprint.Name, $"service {blueprint.Name}: {Count(blueprint.Service)} tasks")],
        };
    }

    private static string Count(AppService service) => FormattableString.Invariant($"{service.DesiredCount ?? service.Scaling?.MinimumCount ?? 1}");

    private static IEnumerable<EcsPlanStep> Scaling(AppServicePlan service)
    {
        var name = service.Blueprint.Name;
        return service.Scaling is { } plan ? Part(plan.Change, "Scaling", name, plan.Differences)
            : !service.IsSuspended && service.Blueprint.Scaling() is { } wanted
                ? [EcsPlanStep.Of(EcsPlanAction.Create, "Scaling", name, $"scaling {name}: {wanted.MinimumCount ?? 1} to {wanted.MaximumCount} tasks")]
            : [];
    }

    private static IEnumerable<EcsPlanStep> Part(string change, string type, string name, IEnumerable<FieldChange> changes)
    {
        var action = EcsPlanAction.From(change);
        var head = EcsPlanStep.Of(action, type, name, $"{EcsPlanStep.Words(type)} {name}{(action == EcsPlanAction.None ? " (unchanged)" : "")}");
        return EcsPlanStep.Of(changes, action, type, name).Select(step => step with { Depth = 2 }).Prepend(head);
    }

    private static EcsPlanStep Cost(AppPlan plan)
        => plan.CostAfter is not { } after ? EcsPlanStep.Note("Cost", "cost: the prices of this region are not known here")
            : CostSteps.Change(plan.CostBefore ?? 0, after);
}
