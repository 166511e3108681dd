using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Inventory;
using EcsTools.Apps.Publishing;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Removal;
using EcsTools.Routing.Cleanup;
using EcsTools.Routing.Rules;
using EcsTools.Schedules;
using EcsTools.Services;
using EcsTools.Tasks;
using EcsTools.Usage;

namespace EcsTools.Apps.Removal;

/// <summary>Removes apps.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class AppRemoval(AwsConnection connection)
{
    private readonly AppInventory _inventory = new(connection);

    /// <summary>Finds what is removed with an app. Changes nothing.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="keepRepositories">Whether the repositories stay.</param>
    /// <param name="keepLogs">Whether the log groups stay.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">Nothing belongs to such an app.</exception>
    public async Task<AppRemovalPlan> PlanAsync(string app, bool keepRepositories, bool keepLogs, CancellationToken cancellationToken)
    {
        var parts = await _inventory.FindAsync(app, cancellationToken).ConfigureAwait(false);
        var reader = new AppReader(connection);
        var all = await reader.GetAsync(null, null, cancellationToken).ConfigureAwait(false);
        if (parts.IsEmpty)
        {
            throw AppReader.Missing(app, all.Select(other => other.AppName).ToList());
        }

        var (shared, stays) = await SharedAsync(parts, cancellationToken).ConfigureAwait(false);
        var logUsers = keepLogs ? new Dictionary<string, string>() : await _inventory.LogUsersAsync(parts, cancellationToken).ConfigureAwait(false);
        parts = parts with { LogGroups = parts.LogGroups.Where(group => !logUsers.ContainsKey(group.Name)).ToList() };
        return new AppRemovalPlan(parts, shared, all.FirstOrDefault(other => other.AppName == app))
        {
            KeepsRepositories = keepRepositories,
            KeepsLogs = keepLogs,
            Stays = stays.Concat(Namespaces(parts)).Concat(logUsers.Select(
                user => $"log group {user.Key} stays: task definition {user.Value} writes to it")).ToList(),
        };
    }

    /// <summary>Carries out a plan. If it is interrupted, it can be run again.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="timeout">How long to wait for tasks to end.</param>
    /// <param name="progress">Receives the stages; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls. What is removed stays removed.</param>
    public async Task<FargateApp> RemoveAsync(
        AppRemovalPlan plan, TimeSpan timeout, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var parts = plan.Parts;
        var steps = new AppSteps($"Removing {plan.AppName}", plan.Steps.Count(), connection.Clock, progress);
        var leftovers = new AppLeftovers(connection);
        try
        {
            await Task.WhenAll(parts.Schedules.Select(schedule => steps.RunAsync("Schedule", schedule.ScheduleName, () => Removed(
                () => new ScheduledTasks(connection).RemoveAsync(schedule, cancellationToken))))).ConfigureAwait(false);
            await Task.WhenAll(parts.Services.Select(service => ServiceAsync(service, steps, timeout, progress, cancellationToken))).ConfigureAwait(false);
            await Task.WhenAll(parts.Tasks.Select(task => steps.RunAsync("Task", task.TaskId, () => Removed(() => new FargateTasks(connection)
                .StopAsync(TaskReference.Parse(task.TaskArn, null), "The app is removed", cancellationToken))))).ConfigureAwait(false);
            await RoutingAsync(plan, steps, timeout, progress, cancellationToken).ConfigureAwait(false);
            await leftovers.RemoveAsync(plan, steps, cancellationToken).ConfigureAwait(false);

            // After the log groups: if the removal is interrupted, the definitions name them for the next one.
            await DefinitionsAsync(parts, steps, progress, cancellationToken).ConfigureAwait(false);
            await SharedAsync(plan, steps, leftovers, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            steps.End();
        }

        return await ResultAsync(plan, steps, cancellationToken).ConfigureAwait(false);
    }

    private async Task<FargateApp> ResultAsync(AppRemovalPlan plan, AppSteps steps, CancellationToken cancellationToken)
        => (plan.App ?? new FargateApp
        {
            AppName = plan.AppName,
            Status = "",
            Cluster = "",
            Region = connection.Region,
            AccountId = await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false),
        }) with
        {
            Status = "Removed",
            Change = ChangeStatus.Removed,
            Steps = steps.Done,
        };

    /// <summary>ECS created the namespace in AWS Cloud Map, which EcsTools does not call.</summary>
    private static IEnumerable<string> Namespaces(AppParts parts)
        => parts.Services.Select(service => service.ServiceConnectNamespace).Where(name => name == AppNames.Namespace(parts.App)).Distinct()
            .Select(name => $"namespace {name} stays in AWS Cloud Map, where it costs nothing");

    /// <summary>Shared things go if nothing else uses them.</summary>
    private async Task<(SharedParts Going, IReadOnlyList<string> Stays)> SharedAsync(AppParts parts, CancellationToken cancellationToken)
    {
        var all = await _inventory.SharedAsync(cancellationToken).ConfigureAwait(false);
        var stays = new List<string>();
        var clusters = new List<FargateCluster>();
        foreach (var cluster in all.Clusters)
        {
            var plan = await new FargateClusterRemoval(connection).PlanAsync(cluster.ClusterArn, cancellationToken).ConfigureAwait(false);
            var others = plan.Services.Except(parts.Services.Where(service => service.ClusterArn == cluster.ClusterArn).Select(service => service.ServiceName))
                .Concat(plan.EnabledSchedules.Where(schedule => parts.Schedules.All(own => own.ScheduleArn != schedule.ScheduleArn))
                    .Select(schedule => schedule.ScheduleName))
                .Concat(await StrangersAsync(cluster, parts, cancellationToken).ConfigureAwait(false)).ToList();
            Sort(clusters, cluster, others, $"cluster {cluster.Cluster}", stays);
        }

        var balancers = new List<FargateLoadBalancer>();
        foreach (var balancer in all.Balancers)
        {
            var routes = await new Routes(connection).OfAsync(balancer, new RouteQuery(), cancellationToken).ConfigureAwait(false);
            var others = routes.Where(route => route.Action == "forward" && parts.Routes.All(own => own.ListenerRuleArn != route.ListenerRuleArn))
                .Select(AppResources.RouteName).ToList();
            Sort(balancers, balancer, others, $"load balancer {balancer.LoadBalancer}", stays);
        }

        var keepsRole = all.Role is not null && await _inventory.HasOtherFamiliesAsync(
            parts.Definitions.Select(definition => definition.Family).ToList(), cancellationToken).ConfigureAwait(false);
        if (keepsRole)
        {
            stays.Add($"role {all.Role!.Value.Name} stays: other task definitions can use it");
        }

        return (new SharedParts { Clusters = clusters, Balancers = balancers, Role = keepsRole ? null : all.Role }, stays);
    }

    /// <summary>Tasks of the cluster that somebody else started.</summary>
    private async Task<IReadOnlyList<string>> StrangersAsync(FargateCluster cluster, AppParts parts, CancellationToken cancellationToken)
    {
        var strangers = new List<string>();
        var query = new TaskQuery { Clusters = [cluster.ClusterArn], Running = true };
        await foreach (var task in new FargateTasks(connection).GetAsync(query, _ => { }, cancellationToken).ConfigureAwait(false))
        {
            if (task.ServiceName is null && parts.Definitions.All(definition => definition.Family != task.Family))
            {
                strangers.Add($"task {task.TaskId}");
            }
        }

        return strangers;
    }

    private static void Sort<T>(List<T> going, T thing, List<string> users, string name, List<string> stays)
    {
        if (users.Count == 0)
        {
            going.Add(thing);
        }
        else
        {
            stays.Add($"{name} stays: {string.Join(", ", users.Take(3))}{(users.Count > 3 ? $" and {users.Count - 3} more" : "")} "
                + $"use{(users.Count == 1 ? "s" : "")} it");
        }
    }

    private Task ServiceAsync(
        FargateService service, AppSteps steps, TimeSpan timeout, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
        => steps.RunAsync("Service", service.ServiceName, () => Removed(async () =>
        {
            var removal = new FargateServiceRemoval(connection);
            var plan = await removal.PlanAsync(new ServiceReference(service.ClusterArn, service.ServiceName), cancellationToken).ConfigureAwait(false);
            await removal.RemoveAsync(plan, force: false, timeout, progress, cancellationToken).ConfigureAwait(false);
        }));

    /// <summary>Rules first, because a target group with a rule cannot be removed; then groups without one, and the load balancers.</summary>
    private async Task RoutingAsync(
        AppRemovalPlan plan, AppSteps steps, TimeSpan timeout, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var gone = new HashSet<string>(StringComparer.Ordinal);
        var arns = plan.Parts.Routes.Select(route => route.ListenerRuleArn).ToList();
        foreach (var route in plan.Parts.Routes)
        {
            await steps.RunAsync("Route", AppResources.RouteName(route), () => Removed(async () =>
            {
                var removal = new RouteRemoval(connection);
                var routePlan = await removal.PlanAsync(route, arns, keepTargetGroup: false, cancellationToken).ConfigureAwait(false);
                await removal.RemoveAsync(routePlan, progress, cancellationToken).ConfigureAwait(false);
                gone.UnionWith(routePlan.TargetGroups);
            })).ConfigureAwait(false);
        }

        foreach (var group in plan.Parts.TargetGroups.Where(group => !gone.Contains(group.Arn)))
        {
            await steps.RunAsync("Target group", group.Name, () => Removed(
                () => RouteRemoval.RemoveGroupAsync(connection, group.Arn, cancellationToken))).ConfigureAwait(false);
        }

        foreach (var balancer in plan.Shared.Balancers)
        {
            await steps.RunAsync("Load balancer", balancer.LoadBalancer, () => Removed(async () =>
            {
                var removal = new LoadBalancerRemoval(connection);
                var balancerPlan = await removal.PlanAsync(balancer.LoadBalancerArn, cancellationToken).ConfigureAwait(false);
                LoadBalancerRemoval.Check(balancerPlan, force: false);
                await removal.RemoveAsync(balancerPlan, timeout, progress, cancellationToken).ConfigureAwait(false);
            })).ConfigureAwait(false);
        }
    }

    private async Task DefinitionsAsync(AppParts parts, AppSteps steps, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        foreach (var definition in parts.Definitions)
        {
            await steps.RunAsync("Task definition", definition.Family, () => Removed(async () =>
            {
                var removal = new TaskDefinitionRemoval(connection);
                var request = new TaskDefinitionRemovalRequest { TaskDefinitions = [definition.Family], Delete = true };
                foreach (var plan in await removal.PlanAsync(request, problem => throw problem, cancellationToken).ConfigureAwait(false))
                {
                    await foreach (var _ in removal.ApplyAsync(plan, problem => throw problem, progress, cancellationToken).ConfigureAwait(false))
                    {
                    }
                }
            })).ConfigureAwait(false);
        }
    }

    private async Task SharedAsync(
        AppRemovalPlan plan, AppSteps steps, AppLeftovers leftovers, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        foreach (var cluster in plan.Shared.Clusters)
        {
            await steps.RunAsync("Cluster", cluster.Cluster, () => Removed(async () =>
            {
                var removal = new FargateClusterRemoval(connection);
                var clusterPlan = await removal.PlanAsync(cluster.ClusterArn, cancellationToken).ConfigureAwait(false);
                await removal.RemoveAsync(clusterPlan, force: false, progress, cancellationToken).ConfigureAwait(false);
            })).ConfigureAwait(false);
        }

        if (plan.Shared.Role is var (role, _))
        {
            await steps.RunAsync("Role", role, () => Removed(() => connection.UnlessDeniedAsync(
                () => leftovers.RoleAsync(role, cancellationToken), $"Role {role} stays"))).ConfigureAwait(false);
        }
    }

    internal static async Task<StageResult<bool>> Removed(Func<Task> remove)
    {
        await remove().ConfigureAwait(false);
        return new StageResult<bool>(true, ChangeStatus.Removed);
    }
}
