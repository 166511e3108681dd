using EcsTools.Costs;
using EcsTools.Models;
using EcsTools.Services;

namespace EcsTools.Estimates;

/// <summary>Tasks of a service that run all day, with what their price depends on besides their size.</summary>
/// <param name="Definition">ARN of their task definition.</param>
/// <param name="Count">Number of tasks.</param>
/// <param name="SpotCount">How many of them run on Spot capacity.</param>
/// <param name="HasPublicIp">Whether each has a public IPv4 address.</param>
internal sealed record BilledTasks(string Definition, int Count, int SpotCount, bool HasPublicIp)
{
    /// <summary>The desired tasks of a service.</summary>
    public static BilledTasks From(FargateService service) => From(service, service.DesiredCount);

    /// <summary>Tasks of a service, in another number.</summary>
    public static BilledTasks From(FargateService service, int count)
        => new(service.TaskDefinitionArn, count, CapacityShares.SpotCount(service.CapacityProviders, count), service.AssignPublicIp);

    /// <summary>The desired tasks of a service after a plan.</summary>
    public static BilledTasks From(ServicePlan plan)
    {
        var count = plan.Settings.DesiredCount ?? 1;
        return new BilledTasks(plan.DefinitionArn, count, CapacityShares.SpotCount(plan.Capacity, count), plan.HasPublicIp == true);
    }

    /// <summary>The desired tasks of a service after a rollback, which does not change their number.</summary>
    public static BilledTasks From(DeploymentUndoPlan plan)
    {
        var (service, revision) = (plan.Service, plan.Revision);
        var capacity = revision is null ? service.CapacityProviders
            : ServiceSettingsText.Capacity(revision.LaunchType, revision.CapacityProviderStrategy);
        var address = revision?.NetworkConfiguration?.AwsvpcConfiguration?.AssignPublicIp?.Value;
        return new BilledTasks(
            plan.TaskDefinitionArn ?? plan.TaskDefinition,
            service.DesiredCount,
            CapacityShares.SpotCount(capacity, service.DesiredCount),
            address is null ? service.AssignPublicIp : address == "ENABLED");
    }
}
