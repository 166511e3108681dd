using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Inventory;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Removal;
using EcsTools.Routing.Balancers;
using EcsTools.Services;
using EcsTools.Tasks;

namespace EcsTools.Apps.Publishing;

/// <summary>Publishes apps.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class AppPublisher(AwsConnection connection)
{
    // Stages of a service: repository, image, role and log, route, definition, service, wait.
    private const int StagesOfService = 7;
    private const int SharedStages = 3;

    /// <summary>Works out what to do. Changes nothing.</summary>
    /// <param name="request">What to publish, and where.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The app is invalid, or something that it names does not exist.</exception>
    public Task<AppPlan> PlanAsync(PublishAppRequest request, CancellationToken cancellationToken)
        => new AppPlanner(connection).PlanAsync(request, cancellationToken);

    /// <summary>Carries out a plan. It can be run again at any time: what is there already is not created again.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Receives the stages as progress, and each one that ended as a verbose line; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls and the wait. Deployments that have begun continue.</param>
    /// <exception cref="EcsToolsException">A stage failed. The error names what was done before, and the state of each service.</exception>
    public async Task<FargateApp> ApplyAsync(AppPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var activity = $"Publishing {plan.Request.Definition.Name}";
        var steps = new AppSteps(activity, SharedStages + (StagesOfService * plan.Services.Count), connection.Clock, progress);
        try
        {
            return await RunAsync(plan, steps, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (AppFailure.Stopped(plan, steps.Done) is { } text)
            {
                connection.Changes.Settle();
                progress?.Report(new OperationProgress(activity, text, Level: ProgressLevel.Leftover));
            }

            throw;
        }
        catch (Exception problem)
        {
            if (AppFailure.HasChanges(steps.Done))
            {
                connection.Changes.Settle();
            }

            throw await new AppFailure(connection).DescribeAsync(plan, steps.Done, problem, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            steps.End();
        }
    }

    private async Task<FargateApp> RunAsync(AppPlan plan, AppSteps steps, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var rollouts = plan.Services.Select(service => new ServiceRollout(connection, plan.Request, service, steps, progress)).ToList();
        var images = new ImagePublisher(connection, steps, progress);

        // The images take longest, so everything that needs none of them is created at the same time.
        var pushes = rollouts.ToDictionary(
            rollout => rollout.Blueprint.Service.Name, rollout => images.PushAsync(rollout.Blueprint, cancellationToken), StringComparer.Ordinal);
        var shared = SharedAsync(plan, rollouts, steps, progress, cancellationToken);
        await Task.WhenAll(pushes.Values.Cast<Task>().Append(shared)).ConfigureAwait(false);
        var services = new Dictionary<string, FargateAppService>(StringComparer.Ordinal);
        foreach (var level in AppOrder.Levels(plan.Request.Definition))
        {
            var ready = rollouts.Where(rollout => level.Contains(rollout.Blueprint.Service)).ToList();
            var results = await Task.WhenAll(ready.Select(async rollout => await rollout.RunAsync(
                await pushes[rollout.Blueprint.Service.Name].ConfigureAwait(false), cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
            foreach (var result in results)
            {
                services[result.Name] = result;
            }
        }

        await PruneAsync(plan, steps, progress, cancellationToken).ConfigureAwait(false);
        var ordered = rollouts.Select(rollout => services[rollout.Blueprint.Service.Name]).ToList();
        var app = await AppAsync(plan, ordered, shared.Result, cancellationToken).ConfigureAwait(false);
        var status = await TestAsync(plan, app, shared.Result, steps, progress, cancellationToken).ConfigureAwait(false);
        return app with { AnswerStatus = status, Steps = steps.Done };
    }

    /// <summary>What needs no image: the cluster, the load balancer with its routes, the roles and the log groups.</summary>
    private async Task<FargateLoadBalancer?> SharedAsync(
        AppPlan plan, List<ServiceRollout> rollouts, AppSteps steps, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var cluster = steps.RunAsync("Cluster", plan.Cluster.Request.Cluster, async () => new StageResult<FargateCluster>(
            await new FargateClusters(connection).ApplyAsync(plan.Cluster, progress, cancellationToken).ConfigureAwait(false), plan.Cluster.Change));
        var routes = RoutesAsync(plan, rollouts, steps, progress, cancellationToken);
        await Task.WhenAll(cluster, routes).ConfigureAwait(false);
        if (plan.NewNamespace is { } name)
        {
            await steps.RunAsync("Namespace", name, async () =>
            {
                await new ConnectNamespaces(connection).CreateAsync(plan.Cluster.Request.Cluster, name, cancellationToken).ConfigureAwait(false);
                return new StageResult<bool>(true, ChangeStatus.Created);
            }).ConfigureAwait(false);
        }

        return routes.Result;
    }

    private async Task<FargateLoadBalancer?> RoutesAsync(
        AppPlan plan, List<ServiceRollout> rollouts, AppSteps steps, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        // One after the other: two services of a new account would otherwise create the same role at the same time.
        foreach (var rollout in rollouts)
        {
            await rollout.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }

        FargateLoadBalancer? balancer = null;
        if (plan.Balancer is { } balancerPlan)
        {
            balancer = await steps.RunAsync("Load balancer", balancerPlan.Request.LoadBalancer, async () => new StageResult<FargateLoadBalancer>(
                await new LoadBalancerApplier(connection).ApplyAsync(balancerPlan, progress, cancellationToken).ConfigureAwait(false),
                balancerPlan.Change)).ConfigureAwait(false);

            // Routes share the priorities of a listener, so each one must see the one before it.
            foreach (var rollout in rollouts)
            {
                await rollout.RouteAsync(balancer, cancellationToken).ConfigureAwait(false);
            }
        }

        return balancer;
    }

    private async Task PruneAsync(AppPlan plan, AppSteps steps, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        foreach (var surplus in plan.Request.Prune ? plan.Surplus : [])
        {
            await steps.RunAsync("Service", surplus.ServiceName, async () =>
            {
                var removal = new FargateServiceRemoval(connection);
                var removalPlan = await removal.PlanAsync(new ServiceReference(surplus.Cluster, surplus.ServiceName), cancellationToken).ConfigureAwait(false);
                return new StageResult<FargateService>(
                    await removal.RemoveAsync(removalPlan, force: false, plan.Request.Timeout, progress, cancellationToken).ConfigureAwait(false),
                    ChangeStatus.Removed);
            }).ConfigureAwait(false);
        }

        foreach (var routing in plan.SurplusRouting)
        {
            await new FormerRoutes(connection).RemoveAsync(routing, steps, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<FargateApp> AppAsync(
        AppPlan plan, List<FargateAppService> services, FargateLoadBalancer? balancer, CancellationToken cancellationToken) => new()
    {
        AppName = plan.Request.Definition.Name,
        Status = AppServiceMapper.StatusOf(services),
        Url = services.Select(service => service.Url).FirstOrDefault(url => url is not null)
            ?? await AddressAsync(services, cancellationToken).ConfigureAwait(false),
        Cluster = plan.Cluster.Request.Cluster,
        LoadBalancer = balancer?.LoadBalancer,
        Services = services,
        MonthlyCost = AppCosts.Sum([.. services.Where(service => service.Kind == "Service").Select(service => service.MonthlyCost),
            balancer is null ? 0 : balancer.MonthlyCost]),
        DeployedAt = services.Max(service => service.DeployedAt),
        Change = services.TrueForAll(service => service.Change == ChangeStatus.Unchanged) ? ChangeStatus.Unchanged
            : services.TrueForAll(service => service.Change == ChangeStatus.Created) ? ChangeStatus.Created : ChangeStatus.Updated,
        Region = connection.Region,
        AccountId = await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false),
    };

    /// <summary>Without a load balancer, an app can be reached at the address of a task.</summary>
    private async Task<string?> AddressAsync(List<FargateAppService> services, CancellationToken cancellationToken)
    {
        foreach (var service in services.Where(service => service is { Kind: "Service", RunningCount: > 0 }))
        {
            var query = new TaskQuery { Clusters = [service.Cluster], ServiceName = service.ServiceName, Running = true };
            await foreach (var task in new FargateTasks(connection).GetAsync(query, _ => { }, cancellationToken).ConfigureAwait(false))
            {
                if (task.Endpoints.Count > 0)
                {
                    return task.Endpoints[0];
                }
            }
        }

        return null;
    }

    private async Task<int?> TestAsync(
        AppPlan plan,
        FargateApp app,
        FargateLoadBalancer? balancer,
        AppSteps steps,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (plan.Request.SkipTest || balancer is null or { Scheme: "internal" } || app is { Url: null } or { Status: AppServiceMapper.Suspended })
        {
            return null;
        }

        if (balancer.Status == "provisioning")
        {
            await new LoadBalancerApplier(connection).WaitAsync(balancer, plan.Request.Timeout, progress, cancellationToken).ConfigureAwait(false);
        }

        return await steps.RunAsync("Request", app.Url, async () =>
        {
            var (status, problem) = await UrlTest.RequestAsync(new Uri(app.Url), connection.Clock, cancellationToken).ConfigureAwait(false);
            if (status is null or >= 400)
            {
                progress?.Report(new OperationProgress(
                    app.AppName,
                    $"{app.Url} {(status is null ? $"does not answer: {problem}" : FormattableString.Invariant($"answers with the status {status}"))}",
                    Level: ProgressLevel.Warning));
            }

            return new StageResult<int?>(status, ChangeStatus.Unchanged, status is null ? problem : FormattableString.Invariant($"status {status}"));
        }).ConfigureAwait(false);
    }
}
