using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Models;
using EcsTools.Routing.Rules;

namespace EcsTools.Apps.Publishing;

/// <summary>A plan as lines.</summary>
internal static class AppPlanText
{
    public static IEnumerable<string> Of(AppPlan plan)
    {
        foreach (var line in Part("cluster " + plan.Cluster.Request.Cluster, plan.Cluster.Current is null, plan.Cluster.Differences))
        {
            yield return line;
        }

        if (plan.NewNamespace is { } name)
        {
            yield return $"+ Service Connect namespace {name}";
        }

        if (plan.Balancer is { } balancer)
        {
            foreach (var line in Part("load balancer " + balancer.Request.LoadBalancer, balancer.Current is null, balancer.Differences))
            {
                yield return line;
            }
        }

        foreach (var service in plan.Services)
        {
            yield return $"service {service.Blueprint.Service.Name}";
            foreach (var line in Service(plan, service))
            {
                yield return "  " + line;
            }
        }

        foreach (var surplus in plan.Surplus)
        {
            yield return plan.Request.Prune ? $"- service {surplus.ServiceName}, which is no longer in the app"
                : $"  service {surplus.ServiceName} is no longer in the app, and stays without -Prune";
        }

        foreach (var line in plan.Request.Prune ? plan.SurplusRouting.SelectMany(Former) : [])
        {
            yield return line;
        }

        yield return Cost(plan);
    }

    private static IEnumerable<string> Service(AppPlan plan, AppServicePlan service)
    {
        var blueprint = service.Blueprint;
        foreach (var step in service.RepositorySteps)
        {
            yield return "+ " + step;
        }

        foreach (var container in blueprint.Built)
        {
            yield return $"  build {container.Build!.ContextPath} and push it to {blueprint.RepositoryOf(container)}:{blueprint.ImageTag}; if the image "
                + "differs, a new revision is registered";
        }

        var definition = service.Definition;
        foreach (var step in definition.PreparationSteps)
        {
            yield return "+ " + step;
        }

        foreach (var line in Part("task definition " + definition.Family, definition.Current is null, definition.Differences.Concat(definition.TagDifferences)))
        {
            yield return line;
        }

        foreach (var line in blueprint.IsRouted ? Route(plan, service) : Former(service.FormerRouting))
        {
            yield return line;
        }

        if (blueprint.Service.Before is { } before)
        {
            yield return $"  run {string.Join(" ", before)} before the service changes";
        }

        foreach (var line in Running(service).Concat(Scaling(service)))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Route(AppPlan plan, AppServicePlan service)
    {
        if (service.Route is { } route)
        {
            return Part("route " + route.Request.Target!.Name, route.Change == ChangeStatus.Created, route.Differences)
                .Concat(service.StaleRoutes.Select(stale => $"- route for {RouteConditions.Describe(stale.Conditions)}"));
        }

        var wanted = service.Blueprint.Route(isNew: true);
        var what = wanted.IsDefault ? "every request without another route"
            : RouteConditions.Describe(RouteConditionChecks.Conditions(wanted.Conditions));
        return [$"+ route {wanted.Target!.Name} of load balancer {plan.Balancer!.Request.LoadBalancer}: {what}"];
    }

    private static IEnumerable<string> Former(FormerRouting? routing) => routing is null ? []
        : routing.Routes.Select(route => $"- route for {RouteConditions.Describe(route.Conditions)}")
            .Concat(routing.Groups.Select(group => $"- target group {group.Name}"))
            .Concat(routing.LoadBalancers.Select(name => $"  load balancer {name} stays. If nothing uses it: Remove-FargateLoadBalancer {name}"));

    private static IEnumerable<string> Running(AppServicePlan service)
    {
        var blueprint = service.Blueprint;
        return blueprint.Service.Kind switch
        {
            AppServiceKind.RunOnce => ["  run a task of it to its end, if it differs from the one that has run"],
            AppServiceKind.Scheduled => service.Schedule is { } schedule
                ? Part("schedule " + blueprint.Name, schedule.Change == ChangeStatus.Created, schedule.Differences)
                : [$"+ schedule {blueprint.Name}: {blueprint.Service.Schedule!.Expression}"],
            _ => service.Service is { } plan
                ? Part("service " + blueprint.Name, plan.Current is null, plan.Differences)
                : [FormattableString.Invariant(
                    $"+ service {blueprint.Name}: {blueprint.Service.DesiredCount ?? blueprint.Service.Scaling?.MinimumCount ?? 1} tasks")],
        };
    }

    private static IEnumerable<string> Scaling(AppServicePlan service)
        => service.Scaling is { } plan ? Part("scaling " + service.Blueprint.Name, !plan.Current.IsScaled, plan.Differences)
            : !service.IsSuspended && service.Blueprint.Scaling() is { } wanted
                ? [$"+ scaling {service.Blueprint.Name}: {wanted.MinimumCount ?? 1} to {wanted.MaximumCount} tasks"]
            : [];

    private static IEnumerable<string> Part(string name, bool isNew, IEnumerable<FieldChange> changes)
    {
        var all = changes.ToList();
        return all.Select(change => "    " + change).Prepend(isNew ? "+ " + name : all.Count > 0 ? "~ " + name : $"  {name} (unchanged)");
    }

    private static string Cost(AppPlan plan)
        => plan.CostAfter is not { } after ? "cost: the prices of this region are not known here"
            : FormattableString.Invariant(
                $"cost: {plan.CostBefore ?? 0:0.00} -> {after:0.00} USD in a month of 730 hours, without traffic, logs and images");
}
