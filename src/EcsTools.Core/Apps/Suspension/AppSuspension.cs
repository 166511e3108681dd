using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Inventory;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Schedules;
using EcsTools.Services;
using EcsTools.Services.Scaling;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Apps.Suspension;

/// <summary>Suspends and resumes apps.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class AppSuspension(AwsConnection connection)
{
    private readonly AppInventory _inventory = new(connection);

    /// <summary>Works out what to do. Changes nothing.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="suspend">Whether to suspend it; else it is resumed.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The app does not exist.</exception>
    public async Task<AppSuspensionPlan> PlanAsync(string app, bool suspend, CancellationToken cancellationToken)
    {
        var services = await _inventory.ServicesAsync(app, cancellationToken).ConfigureAwait(false);
        var schedules = await _inventory.SchedulesAsync(app, cancellationToken).ConfigureAwait(false);
        if (services.Count + schedules.Count == 0)
        {
            await new AppReader(connection).GetAsync([app], problem => throw problem, cancellationToken).ConfigureAwait(false);
        }

        var switches = new List<ServiceSwitch>();
        foreach (var service in services)
        {
            if (await SwitchAsync(service, suspend, cancellationToken).ConfigureAwait(false) is { } change)
            {
                switches.Add(change);
            }
        }

        return new AppSuspensionPlan(
            app, suspend, switches, schedules.Where(schedule => schedule.State == (suspend ? "ENABLED" : "DISABLED")).ToList());
    }

    /// <summary>Carries out a plan. If it is interrupted, it can be run again.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="timeout">How long to wait until the tasks run; null to not wait.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls and the wait.</param>
    public async Task<FargateApp> ApplyAsync(
        AppSuspensionPlan plan, TimeSpan? timeout, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        await Task.WhenAll(plan.Services.Select(service => ApplyAsync(plan, service, timeout, progress, cancellationToken))).ConfigureAwait(false);
        foreach (var schedule in plan.Schedules)
        {
            await new ScheduledTasks(connection).SwitchAsync(schedule, !plan.Suspends, cancellationToken).ConfigureAwait(false);
        }

        var apps = await new AppReader(connection).GetAsync([plan.AppName], problem => throw problem, cancellationToken).ConfigureAwait(false);
        return apps[0] with { Change = plan.IsNeeded ? ChangeStatus.Updated : ChangeStatus.Unchanged };
    }

    private async Task<ServiceSwitch?> SwitchAsync(FargateService service, bool suspend, CancellationToken cancellationToken)
    {
        var isKept = service.Tags.TryGetValue(AppTags.Suspended, out var kept);
        if (!suspend)
        {
            return isKept && Read(kept!) is var (count, minimum, maximum) ? new ServiceSwitch(service, count, minimum, maximum, kept!) : null;
        }

        var scaling = (await new ServiceScaling(connection).PlanAsync(
            new ServiceScalingRequest { Service = Reference(service) }, cancellationToken).ConfigureAwait(false)).Current;
        if (service.DesiredCount == 0 && (!scaling.IsScaled || scaling.MaximumCount == 0))
        {
            return null;
        }

        // What was kept before an interruption counts: the service may already have fewer tasks.
        return new ServiceSwitch(service, 0, scaling.IsScaled ? 0 : null, scaling.IsScaled ? 0 : null, isKept ? kept! : Kept(service, scaling));
    }

    private async Task ApplyAsync(
        AppSuspensionPlan plan, ServiceSwitch change, TimeSpan? timeout, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var arn = change.Service.ServiceArn;
        if (plan.Suspends)
        {
            await connection.Ecs.TagResourceAsync(
                new TagResourceRequest { ResourceArn = arn, Tags = [new Tag { Key = AppTags.Suspended, Value = change.Kept }] }, cancellationToken)
                    .ConfigureAwait(false);
        }

        // Scaling first: otherwise it would start tasks again.
        if (change.Maximum is { } maximum)
        {
            var scaling = new ServiceScaling(connection);
            var request = new ServiceScalingRequest { Service = Reference(change.Service), MinimumCount = change.Minimum, MaximumCount = maximum };
            await scaling.ApplyAsync(await scaling.PlanAsync(request, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        var applier = new ServiceApplier(connection);
        var count = new FargateServiceRequest { ServiceName = arn, DesiredCount = change.Count, MustExist = true };
        var applied = await applier.ApplyAsync(
            await applier.PlanAsync(count, cancellationToken).ConfigureAwait(false), progress, cancellationToken).ConfigureAwait(false);
        if (!plan.Suspends)
        {
            await connection.Ecs.UntagResourceAsync(
                new UntagResourceRequest { ResourceArn = arn, TagKeys = [AppTags.Suspended] }, cancellationToken).ConfigureAwait(false);
        }

        if (timeout is not null)
        {
            await new ServiceWait(connection).WaitAsync(applied.Wait with { Timeout = timeout }, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ServiceReference Reference(FargateService service) => new(service.ClusterArn, service.ServiceName);

    /// <summary>A count, or a count with the limits of scaling: <c>2</c>, <c>2:1:4</c>.</summary>
    private static string Kept(FargateService service, FargateScaling scaling)
        => scaling is { IsScaled: true, MinimumCount: { } minimum, MaximumCount: { } maximum }
            ? FormattableString.Invariant($"{service.DesiredCount}:{minimum}:{maximum}")
            : service.DesiredCount.ToString(CultureInfo.InvariantCulture);

    private static (int Count, int? Minimum, int? Maximum)? Read(string kept)
    {
        var numbers = kept.Split(':').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null)
            .ToList();
        return numbers switch
        {
            [{ } count] => (count, null, null),
            [{ } count, { } minimum, { } maximum] => (count, minimum, maximum),
            _ => null,
        };
    }
}
