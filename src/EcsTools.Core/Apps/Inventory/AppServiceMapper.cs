using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Apps.Inventory;

/// <summary>Services of ECS, schedules and tasks as the services of an app.</summary>
internal static class AppServiceMapper
{
    public const string Running = "Running";
    public const string Deploying = "Deploying";
    public const string Failed = "Failed";
    public const string Suspended = "Suspended";
    public const string Idle = "Idle";

    public static FargateAppService ToModel(FargateService service, string name, string? url, FargateTaskDefinition? definition) => new()
    {
        Name = name,
        ServiceName = service.ServiceName,
        Kind = "Service",
        Cluster = service.Cluster,
        TaskDefinition = service.TaskDefinition,
        DesiredCount = service.DesiredCount,
        RunningCount = service.RunningCount,
        Status = StatusOf(service),
        Url = url,
        DeployedAt = service.DeployedAt,
        MonthlyCost = definition is null ? null
            : AppCosts.Tasks(TaskSize.From(definition), service),
        Change = service.Change,
    };

    public static FargateAppService ToModel(ScheduledTask schedule, string name) => new()
    {
        Name = name,
        ServiceName = schedule.ScheduleName,
        Kind = "Scheduled",
        Cluster = schedule.Cluster,
        TaskDefinition = schedule.TaskDefinition,
        Status = schedule.State == "ENABLED" ? Idle : Suspended,
        Change = schedule.Change,
    };

    public static FargateAppService OnceToModel(FargateTaskDefinition definition, string name, string cluster) => new()
    {
        Name = name,
        ServiceName = definition.Family,
        Kind = "RunOnce",
        Cluster = cluster,
        TaskDefinition = definition.TaskDefinition,
        Status = Idle,
        DeployedAt = definition.RegisteredAt,
        Change = definition.Change,
    };

    /// <summary>The state of an app: the one of its services that needs the most attention.</summary>
    public static string StatusOf(IReadOnlyList<FargateAppService> services)
        => new[] { Failed, Deploying, Running, Suspended }.FirstOrDefault(status => services.Any(service => service.Status == status)) ?? Idle;

    private static string StatusOf(FargateService service)
        => service.RolloutState == "FAILED" ? Failed
            : service.DesiredCount == 0 ? Suspended
            : service.RolloutState == "IN_PROGRESS" || service.RunningCount < service.DesiredCount ? Deploying
            : Running;
}
