using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Suspension;
using EcsTools.Aws;
using EcsTools.Costs;
using EcsTools.Models;
using EcsTools.Removal;
using EcsTools.Services;
using EcsTools.Services.Scaling;

namespace EcsTools.Estimates;

/// <summary>
/// Adds to the plan of a service what it changes in the cost of a month, as Measure-FargateCost calculates it. A cost that cannot be calculated is left out,
/// and never an error: the plan is as good without it.
/// </summary>
/// <param name="connection">Connection to the account and region.</param>
/// <param name="progress">Receives why a cost is left out; may be null.</param>
public sealed class PlanCosts(AwsConnection connection, IProgress<OperationProgress>? progress)
{
    private readonly CostSubjects _subjects = new(connection);

    /// <summary>The plan of a service that is created or changed.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public Task<EcsPlan> AddAsync(ServicePlan plan, CancellationToken cancellationToken)
        => ChangeAsync(plan.ToPlan(), plan.Current is { } current ? BilledTasks.From(current) : null, BilledTasks.From(plan), cancellationToken);

    /// <summary>The plan of a rollback.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public Task<EcsPlan> AddAsync(DeploymentUndoPlan plan, CancellationToken cancellationToken)
        => ChangeAsync(plan.ToPlan(), BilledTasks.From(plan.Service), BilledTasks.From(plan), cancellationToken);

    /// <summary>The plan of a service that is removed.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="force">Whether its tasks are stopped, and not waited for.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public Task<EcsPlan> AddAsync(FargateServiceRemovalPlan plan, bool force, CancellationToken cancellationToken)
        => DifferenceAsync(plan.ToPlan(force), [(BilledTasks.From(plan.Service), null)], cancellationToken);

    /// <summary>The plan of an app that is suspended or resumed. Its load balancer stays, and its scheduled services cost what their runs cost.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public Task<EcsPlan> AddAsync(AppSuspensionPlan plan, CancellationToken cancellationToken) => DifferenceAsync(
        plan.ToPlan(connection.Region),
        plan.Services.Select(change => (BilledTasks.From(change.Service), (BilledTasks?)BilledTasks.From(change.Service, change.Count))).ToList(),
        cancellationToken);

    /// <summary>
    /// The plan of how a service is scaled. Its cost is that of the minimum, and the text names that of the maximum too. What a scheduled change costs depends
    /// on the hours that it is in effect, so it is left out.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<EcsPlan> AddAsync(ServiceScalingPlan plan, CancellationToken cancellationToken)
    {
        var shown = plan.ToPlan();
        var (current, service) = (plan.Current, plan.Service);
        var (minimum, maximum) = ScalingDifferences.Bounds(plan.Request, current);
        if (!shown.HasChanges || plan.Request.ScheduleName is not null
            || (!plan.Request.Remove && (minimum, maximum) == (current.MinimumCount, current.MaximumCount)))
        {
            return shown;
        }

        var before = BilledTasks.From(service, current.MinimumCount ?? service.DesiredCount);
        var after = BilledTasks.From(service, plan.Request.Remove ? service.DesiredCount : minimum);
        var most = BilledTasks.From(service, plan.Request.Remove ? service.DesiredCount : maximum ?? minimum);
        if (await CostAsync(before, cancellationToken).ConfigureAwait(false) is not { } from
            || await CostAsync(after, cancellationToken).ConfigureAwait(false) is not { } to
            || await CostAsync(most, cancellationToken).ConfigureAwait(false) is not { } limit)
        {
            return shown;
        }

        var where = plan.Request.Remove ? FormattableString.Invariant($" with a count of {after.Count}")
            : FormattableString.Invariant($" at the minimum of {after.Count} and {limit:0.00} at the maximum of {most.Count}");
        return With(shown, CostSteps.Change(from, to, where));
    }

    private async Task<EcsPlan> ChangeAsync(EcsPlan plan, BilledTasks? before, BilledTasks after, CancellationToken cancellationToken)
        => plan.HasChanges && before != after
            && (before is null ? 0 : await CostAsync(before, cancellationToken).ConfigureAwait(false)) is { } from
            && await CostAsync(after, cancellationToken).ConfigureAwait(false) is { } to
            && from != to ? With(plan, CostSteps.Change(from, to)) : plan;

    private async Task<EcsPlan> DifferenceAsync(
        EcsPlan plan, IReadOnlyList<(BilledTasks Before, BilledTasks? After)> services, CancellationToken cancellationToken)
    {
        var change = 0m;
        foreach (var (before, after) in services)
        {
            if (await CostAsync(before, cancellationToken).ConfigureAwait(false) is not { } from
                || (after is null ? 0 : await CostAsync(after, cancellationToken).ConfigureAwait(false)) is not { } to)
            {
                return plan;
            }

            change += to - from;
        }

        return change == 0 ? plan : With(plan, CostSteps.Difference(change));
    }

    private static EcsPlan With(EcsPlan plan, EcsPlanStep cost) => plan with { Steps = [.. plan.Steps, cost] };

    /// <summary>The cost of a month; null if it cannot be calculated here.</summary>
    private async Task<decimal?> CostAsync(BilledTasks tasks, CancellationToken cancellationToken)
    {
        if (tasks.Count == 0)
        {
            return 0;
        }

        var size = await connection.UnlessDeniedAsync(
            () => _subjects.FindDefinitionAsync(tasks.Definition, cancellationToken), null, leftOut: null).ConfigureAwait(false);
        if (size is null)
        {
            LeaveOut($"task definition {AwsArn.NameOf(tasks.Definition)} cannot be read");
            return null;
        }

        var cost = MonthlyCost.Find(size with { Count = tasks.Count, SpotCount = tasks.SpotCount, HasPublicIp = tasks.HasPublicIp });
        if (cost is null)
        {
            LeaveOut($"a price in {connection.Region} is not known");
        }

        return cost?.Monthly;
    }

    private void LeaveOut(string why)
        => progress?.Report(new OperationProgress("Planning", $"The plan does not say what a month costs: {why}.", Level: ProgressLevel.Verbose));
}
