using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Estimates;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Schedules.Expressions;
using EcsTools.Services;
using EcsTools.Services.Scaling;

namespace EcsTools.Commands.Services;

/// <summary>Scales a service automatically, by its load or by the clock.</summary>
/// <remarks>
/// <para>
/// Application Auto Scaling adds and removes tasks to keep a metric near its target: average CPU or memory of the tasks, or requests per
/// task and minute. The command changes only what you give; use 0 to stop scaling on a metric. You can run it again at any time, and it
/// reports what it did. Without anything to change it shows how the service scales.
/// </para>
/// <para>
/// With -ScheduleName the minimum and maximum change at a time, for example down to one task every evening and back every morning. -Remove
/// removes that schedule, or without a name all scaling.
/// </para>
/// <para>
/// The cost in the plan of -WhatIf and -AsPlan is that of the minimum. The text also names the cost of the maximum.
/// </para>
/// <para>
/// As on AWS, tasks are added after three minutes above the target, and removed after 15 minutes well below it. In the sandbox the count
/// follows what the containers really use, in minutes of the sandbox's clock: with Start-EcsSandbox -TimeScale 60 each takes one second.
/// </para>
/// </remarks>
/// <example>
///   <code>Set-FargateScaling web -Cluster demo -MinimumCount 2 -MaximumCount 10 -CpuTarget 60</code>
///   <para>Keeps between two and ten tasks, so that they use 60 % of their CPU on average.</para>
/// </example>
/// <example>
///   <code>Set-FargateScaling web -Cluster demo -ScheduleName night -Cron '0 20 * * ? *' -MinimumCount 0 -MaximumCount 0</code>
///   <para>Stops all tasks at eight o'clock every evening.</para>
/// </example>
/// <example>
///   <code>Set-FargateScaling web -Cluster demo -MemoryTarget 70 -CpuTarget 0 -WhatIf</code>
///   <para>Shows what would change if the service scaled by memory and not by CPU. Nothing changes.</para>
/// </example>
/// <example>
///   <code>Get-FargateService -Cluster demo | Set-FargateScaling -Remove</code>
///   <para>Removes scaling from all services of the cluster. They keep their current counts.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "FargateScaling", SupportsShouldProcess = true)]
[OutputType(typeof(FargateScaling), typeof(EcsPlanStep))]
public sealed partial class SetFargateScalingCommand : ServiceSelectionCommand, IPlannedCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var expression = When();
        var zone = TimeZone is null ? null : ScheduleTimeZone.Parse(TimeZone);
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var scaling = new ServiceScaling(connection);
        await ForEachAsync(pipeline, nameof(ServiceName), ServiceName, async name =>
        {
            var plan = await scaling.PlanAsync(
                Request(name) with { Expression = expression, TimeZone = zone }, cancellationToken).ConfigureAwait(false);
            var shown = await new PlanCosts(connection, pipeline.Progress).AddAsync(plan, cancellationToken).ConfigureAwait(false);
            if (await pipeline.ShouldProcessAsync(shown).ConfigureAwait(false))
            {
                pipeline.WriteObject(await scaling.ApplyAsync(plan, cancellationToken).ConfigureAwait(false));
            }
        }).ConfigureAwait(false);
    }

    private ServiceScalingRequest Request(string name) => new()
    {
        Service = ServiceReference.Parse(name, Cluster),
        MinimumCount = MinimumCount,
        MaximumCount = MaximumCount,
        CpuTarget = CpuTarget,
        MemoryTarget = MemoryTarget,
        RequestTarget = RequestTarget,
        LoadBalancerArn = LoadBalancerArn,
        ScaleOutCooldown = ScaleOutCooldown,
        ScaleInCooldown = ScaleInCooldown,
        NoScaleIn = IsBound(nameof(NoScaleIn)) ? NoScaleIn.ToBool() : null,
        ScheduleName = ScheduleName,
        Remove = Remove,
    };

    private ScheduleExpression? When()
    {
        var said = new[]
        {
            (Name: nameof(Cron), Is: Cron is not null),
            (Name: nameof(Every), Is: Every is not null),
            (Name: nameof(At), Is: At is not null),
        };
        if (Array.FindAll(said, one => one.Is) is { Length: > 1 } several)
        {
            throw new EcsToolsException(
                ErrorCodes.SeveralTimes,
                $"-{several[0].Name} and -{several[1].Name} cannot be combined.",
                "Use only one of -Cron, -Every and -At.",
                several[1].Name);
        }

        return Cron is { } cron ? ScheduleExpression.FromCron(cron)
            : Every is { } every ? ScheduleExpression.FromEvery(every)
            : At is { } at ? ScheduleExpression.FromAt(at)
            : null;
    }
}
