using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EC2.Model;
using Amazon.ECR.Model;
using Amazon.ECS;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Apps.Definition;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Routing;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Rules;
using EcsTools.Schedules;
using EcsTools.Services;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;

namespace EcsTools.Apps.Inventory;

/// <summary>
/// Finds what belongs to an app: by its tag, and among the names that it gives. So nothing of it is missed that an interrupted command created, and nothing
/// that only has a similar name is taken for it.
/// </summary>
internal sealed class AppInventory(AwsConnection connection)
{
    private readonly TaskDefinitionReader _definitions = new(connection);

    /// <summary>Everything of one app.</summary>
    public async Task<AppParts> FindAsync(string app, CancellationToken cancellationToken)
    {
        var services = ServicesAsync(app, cancellationToken);
        var definitions = DefinitionsAsync(app, cancellationToken);
        var groups = TargetGroupsAsync(app, cancellationToken);
        var schedules = SchedulesAsync(app, cancellationToken);
        var repositories = RepositoriesAsync(app, cancellationToken);
        var network = SecurityGroupsAsync(app, cancellationToken);
        await Task.WhenAll(services, definitions, groups, schedules, repositories, network).ConfigureAwait(false);
        var families = definitions.Result.Select(definition => definition.Family).ToList();
        return new AppParts(app)
        {
            Services = services.Result,
            Schedules = schedules.Result,
            ScheduleGroupArn = await ScheduleGroupAsync(app, cancellationToken).ConfigureAwait(false),
            Definitions = definitions.Result,
            Tasks = await TasksAsync(definitions.Result, cancellationToken).ConfigureAwait(false),
            Repositories = repositories.Result,
            LogGroups = await new AppLogGroups(connection, _definitions).FindAsync(app, families, cancellationToken).ConfigureAwait(false),
            TargetGroups = groups.Result,
            Routes = await RoutesAsync(app, groups.Result, cancellationToken).ConfigureAwait(false),
            SecurityGroups = network.Result,
        };
    }

    /// <summary>Families outside an app that write to its log groups, by the names of the groups.</summary>
    public Task<IReadOnlyDictionary<string, string>> LogUsersAsync(AppParts parts, CancellationToken cancellationToken)
        => new AppLogGroups(connection, _definitions).UsersAsync(
            parts.LogGroups.Select(group => group.Name), parts.Definitions.Select(definition => definition.Family).ToList(), cancellationToken);

    /// <summary>What was created for apps and can be shared by them.</summary>
    public async Task<SharedParts> SharedAsync(CancellationToken cancellationToken)
    {
        var clusters = new List<FargateCluster>();
        await foreach (var cluster in new FargateClusters(connection).GetAsync(null, null, cancellationToken).ConfigureAwait(false))
        {
            clusters.Add(cluster);
        }

        var balancers = new List<FargateLoadBalancer>();
        await foreach (var balancer in new LoadBalancers(connection).GetAsync(null, null, cancellationToken).ConfigureAwait(false))
        {
            balancers.Add(balancer);
        }

        var role = await connection.UnlessDeniedAsync(
            () => new IamRoles(connection).FindAsync(ExecutionRole, [], cancellationToken), null, leftOut: null).ConfigureAwait(false);
        return new SharedParts
        {
            Clusters = clusters.Where(cluster => IsShared(cluster.Tags)).ToList(),
            Balancers = balancers.Where(balancer => IsShared(balancer.Tags)).ToList(),
            Role = ResourceTags.Value(role?.Entity.Tags, AppTags.Shared) is not null ? (role!.Entity.RoleName, role.Entity.Arn) : null,
        };
    }

    /// <summary>The services of apps, with the names of their apps.</summary>
    public async Task<IReadOnlyList<FargateService>> ServicesAsync(string? app, CancellationToken cancellationToken)
    {
        var all = new List<FargateService>();
        await foreach (var service in new FargateServices(connection).GetAsync(null, app is null ? null : [app + "*"], _ => { }, cancellationToken)
            .ConfigureAwait(false))
        {
            if (service.Tags.TryGetValue(AppTags.App, out var name) && (app is null || name == app) && service.Status == "ACTIVE")
            {
                all.Add(service);
            }
        }

        return all;
    }

    /// <summary>The schedules of apps. The group has the name of the app.</summary>
    public async Task<IReadOnlyList<ScheduledTask>> SchedulesAsync(string? app, CancellationToken cancellationToken)
    {
        var all = new List<ScheduledTask>();
        if (app is not null && await ScheduleGroupAsync(app, cancellationToken).ConfigureAwait(false) is null)
        {
            return all;
        }

        var found = new ScheduledTasks(connection).GetAsync(
            null, app is null ? null : AppNames.ScheduleGroup(app), ScheduleBackend.Scheduler, null, cancellationToken);
        await foreach (var schedule in found.ConfigureAwait(false))
        {
            if (AppNames.AppOfScheduleGroup(schedule.Group) is not null)
            {
                all.Add(schedule);
            }
        }

        return all;
    }

    /// <summary>Names of the families of apps other than one: whatever still needs the execution role.</summary>
    public async Task<bool> HasOtherFamiliesAsync(IReadOnlyCollection<string> families, CancellationToken cancellationToken)
    {
        await foreach (var family in _definitions.FamiliesAsync(null, TaskDefinitionFamilyStatus.ACTIVE, cancellationToken).ConfigureAwait(false))
        {
            if (!families.Contains(family))
            {
                return true;
            }
        }

        return false;
    }

    private static string ExecutionRole => EcsRoleDefinition.DefaultName(new EcsRoleRequest { Kind = EcsRoleKind.TaskExecution });

    private static bool IsShared(IReadOnlyDictionary<string, string> tags) => tags.ContainsKey(AppTags.Shared);

    private async Task<IReadOnlyList<FargateTaskDefinition>> DefinitionsAsync(string app, CancellationToken cancellationToken)
    {
        var all = new List<FargateTaskDefinition>();
        await foreach (var family in _definitions.FamiliesAsync(app, TaskDefinitionFamilyStatus.ALL, cancellationToken).ConfigureAwait(false))
        {
            if (await NewestAsync(family, cancellationToken).ConfigureAwait(false) is { } newest
                && newest.Tags.TryGetValue(AppTags.App, out var name) && name == app)
            {
                all.Add(newest);
            }
        }

        return all;
    }

    /// <summary>The newest revision, even if all of them are deregistered.</summary>
    private async Task<FargateTaskDefinition?> NewestAsync(string family, CancellationToken cancellationToken)
    {
        foreach (var status in new[] { TaskDefinitionStatus.ACTIVE, TaskDefinitionStatus.INACTIVE })
        {
            await foreach (var arn in _definitions.RevisionsAsync(family, status, cancellationToken).ConfigureAwait(false))
            {
                return await _definitions.FindAsync(arn, cancellationToken).ConfigureAwait(false) is var (definition, tags)
                    ? TaskDefinitionMapper.ToModel(definition, tags) : null;
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<FargateTask>> TasksAsync(IReadOnlyList<FargateTaskDefinition> definitions, CancellationToken cancellationToken)
    {
        var all = new List<FargateTask>();
        if (definitions.Count == 0)
        {
            return all;
        }

        var query = new TaskQuery { Families = definitions.Select(definition => definition.Family).ToList(), Running = true };
        await foreach (var task in new FargateTasks(connection).GetAsync(query, _ => { }, cancellationToken).ConfigureAwait(false))
        {
            if (task.ServiceName is null)
            {
                all.Add(task);
            }
        }

        return all;
    }

    private async Task<string?> ScheduleGroupAsync(string app, CancellationToken cancellationToken)
        => await connection.UnlessDeniedAsync(
            () => new SchedulerStore(connection).GroupArnAsync(AppNames.ScheduleGroup(app), cancellationToken), null, leftOut: null).ConfigureAwait(false);

    private async Task<IReadOnlyList<(string Name, string Arn)>> RepositoriesAsync(string app, CancellationToken cancellationToken)
    {
        var all = new List<(string, string)>();
        var request = new DescribeRepositoriesRequest { MaxResults = 1000 };
        do
        {
            var page = await connection.Ecr.DescribeRepositoriesAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var repository in (page.Repositories ?? []).Where(
                found => found.RepositoryName.StartsWith(app.ToLowerInvariant(), StringComparison.Ordinal)))
            {
                var tags = await connection.Ecr.ListTagsForResourceAsync(
                    new Amazon.ECR.Model.ListTagsForResourceRequest { ResourceArn = repository.RepositoryArn }, cancellationToken).ConfigureAwait(false);
                if ((tags.Tags ?? []).Exists(tag => tag.Key == AppTags.App && tag.Value == app))
                {
                    all.Add((repository.RepositoryName, repository.RepositoryArn));
                }
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return all;
    }

    private async Task<IReadOnlyList<(string Name, string Arn)>> TargetGroupsAsync(string app, CancellationToken cancellationToken)
    {
        var groups = await connection.TargetGroupsAsync(new DescribeTargetGroupsRequest(), cancellationToken).ConfigureAwait(false);
        var tags = await connection.TagsAsync(groups.Select(group => group.TargetGroupArn).ToList(), cancellationToken).ConfigureAwait(false);
        return groups.Where(group => tags.TryGetValue(group.TargetGroupArn, out var own) && own.TryGetValue(AppTags.App, out var name) && name == app)
            .Select(group => (group.TargetGroupName, group.TargetGroupArn)).ToList();
    }

    /// <summary>The rules with the tag, and the default rules that forward to the app's groups: a default rule has no tags.</summary>
    private async Task<IReadOnlyList<FargateRoute>> RoutesAsync(
        string app, IReadOnlyList<(string Name, string Arn)> groups, CancellationToken cancellationToken)
    {
        var all = new List<FargateRoute>();
        await foreach (var route in new Routes(connection).GetAsync(new RouteQuery(), null, cancellationToken).ConfigureAwait(false))
        {
            if ((route.Tags.TryGetValue(AppTags.App, out var name) && name == app)
                || (route.IsDefault && route.Targets.Any(target => groups.Any(group => group.Arn == target.TargetGroupArn))))
            {
                all.Add(route);
            }
        }

        return all;
    }

    private async Task<IReadOnlyList<(string Name, string Arn)>> SecurityGroupsAsync(string app, CancellationToken cancellationToken)
    {
        var account = await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        var found = await connection.Ec2.DescribeSecurityGroupsAsync(
            new DescribeSecurityGroupsRequest { Filters = [new Filter { Name = "tag:" + AppTags.App, Values = [app] }] }, cancellationToken)
                .ConfigureAwait(false);
        var arn = $"arn:{AwsPartition.FromRegion(connection.Region)}:ec2:{connection.Region}:{account}:security-group/";
        return (found.SecurityGroups ?? []).Select(group => (group.GroupName, arn + group.GroupId)).ToList();
    }
}
