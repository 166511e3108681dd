using System;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Routing.Balancers;

/// <summary>Creates load balancers, and brings existing ones to their requested state.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class LoadBalancerApplier(AwsConnection connection)
{
    /// <summary>Works out what to do. Changes nothing.</summary>
    /// <param name="request">The requested state.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The request is invalid, or names something that does not exist.</exception>
    public Task<LoadBalancerPlan> PlanAsync(LoadBalancerRequest request, CancellationToken cancellationToken)
        => new LoadBalancerPlanner(connection).PlanAsync(request, cancellationToken);

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">A call failed. <see cref="AwsConnection.Changes"/> has what was created before.</exception>
    public async Task<FargateLoadBalancer> ApplyAsync(LoadBalancerPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        if (plan.Change == ChangeStatus.Unchanged)
        {
            return plan.Current! with { Change = ChangeStatus.Unchanged };
        }

        var name = plan.Request.LoadBalancer;
        await ChangeStep.RunAllAsync(plan.Steps, $"Load balancer {name}", progress, cancellationToken).ConfigureAwait(false);
        var balancer = await new LoadBalancers(connection).RequireAsync(name, cancellationToken).ConfigureAwait(false);
        return balancer with { Change = plan.Change, Differences = plan.Differences };
    }

    /// <summary>Waits until a load balancer accepts requests.</summary>
    /// <param name="balancer">The load balancer.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="EcsToolsException">AWS could not create it, or the wait timed out.</exception>
    public Task<FargateLoadBalancer> WaitAsync(
        FargateLoadBalancer balancer, TimeSpan timeout, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
        => connection.Changes.WaitAsync(() => UntilActiveAsync(balancer, timeout, progress, cancellationToken));

    private async Task<FargateLoadBalancer> UntilActiveAsync(
        FargateLoadBalancer balancer, TimeSpan timeout, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var activity = $"Load balancer {balancer.LoadBalancer}";
        var finder = new LoadBalancers(connection);
        var last = balancer;
        progress?.Report(new OperationProgress(activity, "Waiting until it is active"));
        var ready = await connection.Clock.UntilAsync(
            async () =>
            {
                last = await finder.RequireAsync(balancer.LoadBalancerArn, cancellationToken).ConfigureAwait(false);
                progress?.Report(new OperationProgress(activity, $"Waiting until it is active; it is {last.Status}"));
                return last.Status == "provisioning" ? null : last;
            },
            timeout,
            TimeSpan.FromSeconds(0.5),
            TimeSpan.FromSeconds(10),
            cancellationToken).ConfigureAwait(false);
        progress?.Report(new OperationProgress(activity, last.Status, Completed: true));
        if (ready is null or { Status: "failed" })
        {
            throw new EcsToolsException(
                ready is null ? ErrorCodes.LoadBalancerTimeout : ErrorCodes.LoadBalancerFailed,
                ready is null
                    ? $"Load balancer '{balancer.LoadBalancer}' is still {last.Status} after {timeout:hh\\:mm\\:ss}."
                    : $"AWS could not create load balancer '{balancer.LoadBalancer}'.",
                ready is null
                    ? $"Wait longer with -Timeout: New-FargateLoadBalancer {balancer.LoadBalancer} -Wait -Timeout 20m"
                    : $"Remove it, and create it again: Remove-FargateLoadBalancer {balancer.LoadBalancer}",
                "Timeout",
                balancer.LoadBalancer);
        }

        return ready with { Change = balancer.Change, Differences = balancer.Differences };
    }
}
