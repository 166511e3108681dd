using System.Collections.Generic;
using System.Linq;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Apps.Inventory;

/// <summary>The parts of an app as a list.</summary>
internal static class AppResources
{
    public static IEnumerable<FargateAppResource> Of(AppParts parts, string region)
    {
        FargateAppResource One(string type, string name, string arn)
            => new() { AppName = parts.App, ResourceType = type, Name = name, Arn = arn, Region = region };
        return parts.Services.Select(service => One("Service", service.ServiceName, service.ServiceArn))
            .Concat(parts.Schedules.Select(schedule => One("Schedule", schedule.ScheduleName, schedule.ScheduleArn)))
            .Concat(parts.ScheduleGroupArn is { } group ? [One("ScheduleGroup", AwsArn.NameOf(group), group)] : [])
            .Concat(parts.Tasks.Select(task => One("Task", task.TaskId, task.TaskArn)))
            .Concat(parts.Definitions.Select(definition => One("TaskDefinition", definition.TaskDefinition, definition.TaskDefinitionArn)))
            .Concat(parts.Routes.Select(route => One("Route", RouteName(route), route.ListenerRuleArn)))
            .Concat(parts.TargetGroups.Select(target => One("TargetGroup", target.Name, target.Arn)))
            .Concat(parts.SecurityGroups.Select(network => One("SecurityGroup", network.Name, network.Arn)))
            .Concat(parts.Repositories.Select(repository => One("Repository", repository.Name, repository.Arn)))
            .Concat(parts.LogGroups.Select(log => One("LogGroup", log.Name, log.Arn)));
    }

    public static IEnumerable<FargateAppResource> Of(string app, SharedParts shared, string region)
    {
        FargateAppResource One(string type, string name, string arn)
            => new() { AppName = app, ResourceType = type, Name = name, Arn = arn, IsShared = true, Region = region };
        return shared.Clusters.Select(cluster => One("Cluster", cluster.Cluster, cluster.ClusterArn))
            .Concat(shared.Balancers.Select(balancer => One("LoadBalancer", balancer.LoadBalancer, balancer.LoadBalancerArn)))
            .Concat(shared.Role is var (name, arn) ? [One("Role", name, arn)] : []);
    }

    public static string RouteName(FargateRoute route) => route.RouteName ?? (route.IsDefault ? "default" : AwsArn.NameOf(route.ListenerRuleArn));
}
