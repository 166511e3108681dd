using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Inventory;
using EcsTools.Services;

namespace EcsTools.Apps.Publishing;

/// <summary>What an app costs a month before and after a plan, without its traffic, logs and images.</summary>
internal static class AppPlanCosts
{
    public static (decimal? Before, decimal? After) Of(AppPlan plan, string region)
    {
        var before = plan.Balancer?.Current is { } balancer ? balancer.MonthlyCost : 0;
        var after = plan.Balancer is null ? 0 : plan.Balancer.MonthlyCost;
        foreach (var service in plan.Services.Where(service => service.Blueprint.Service.Kind == AppServiceKind.Service))
        {
            after = AppCosts.Sum(after, AppCosts.Tasks(
                TaskSize.From(service.Definition.Document, region), CountOf(service), IsPublic(plan, service), CapacityOf(service)));
            before = service is { Current: { } current, Definition.Current: { } running }
                ? AppCosts.Sum(before, AppCosts.Tasks(TaskSize.From(running), current)) : before;
        }

        return (before, after);
    }

    private static int CountOf(AppServicePlan service)
        => service.Service?.Settings.DesiredCount ?? service.Current?.DesiredCount ?? service.Blueprint.Service.DesiredCount
            ?? service.Blueprint.Service.Scaling?.MinimumCount ?? 1;

    private static bool IsPublic(AppPlan plan, AppServicePlan service)
        => service.Service?.HasPublicIp ?? plan.Request.AssignPublicIp ?? service.Current?.AssignPublicIp ?? true;

    /// <summary>The capacity of the tasks. A service that is not planned yet gets what the app asks for.</summary>
    private static IReadOnlyList<string> CapacityOf(AppServicePlan service)
        => service.Service is { } planned ? planned.Capacity
            : ServiceSettings.CapacityOf(service.Blueprint.ServiceRequest(service.Blueprint.Name, null, isNew: true)) is { } wanted
                ? ServiceSettingsText.Capacity(null, wanted)
            : service.Current?.CapacityProviders ?? [];
}
