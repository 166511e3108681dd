using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Schedules;
using EcsTools.Services;
using EcsTools.Services.Scaling;

namespace EcsTools.Commands.Services;

/// <summary>Lets the count of a service follow its load, or the clock.</summary>
/// <remarks>
/// <para>
/// Application Auto Scaling adds and takes away tasks so that a measure is kept: average CPU or memory of the tasks, or requests a task and
/// minute. What
/// you name is changed, the rest stays; 0 follows a measure no more. The command can be run again, and says what it did. Without anything
/// to change it
/// shows how the service is scaled.
/// </para>
/// <para>
/// With -ScheduleName the bounds change by the clock: every evening to one, every morning back. -Remove takes the schedule away, or without
/// a name all scaling.
/// </para>
/// <para>
/// As on AWS, three minutes above the target add tasks and fifteen well below it take some away. In the sandbox the count follows what the
/// containers really use, and the minutes are those of its clock: Start-EcsSandbox -TimeScale 60 makes a second of each.
/// </para>
/// </remarks>
/// <example>
///   <code>Set-FargateScaling web -Cluster demo -MinimumCount 2 -MaximumCount 10 -CpuTarget 60</code>
///   <para>Keeps between two and ten tasks, so that they are at 60 percent of their CPU on average.</para>
/// </example>
/// <example>
///   <code>Set-FargateScaling web -Cluster demo -ScheduleName night -Cron '0 20 * * ? *' -MinimumCount 0 -MaximumCount 0</code>
///   <para>Runs nothing from eight in the evening on.</para>
/// </example>
/// <example>
///   <code>Set-FargateScaling web -Cluster demo -RequestTarget 1000 -CpuTarget 0 -WhatIf</code>
///   <para>Shows what following requests in place of CPU would change.</para>
/// </example>
/// <example>
///   <code>Get-FargateService -Cluster demo | Set-FargateScaling -Remove</code>
///   <para>Takes scaling away from all services of the cluster: they keep the count they have.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "FargateScaling", SupportsShouldProcess = true)]
[OutputType(typeof(FargateScaling))]
public sealed partial class SetFargateScalingCommand : ServiceSelectionCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var expression = When();
        var zone = TimeZone is null ? null : ScheduleTimeZone.Parse(TimeZone);
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var scaling = new ServiceScaling(connection);
        foreach (var name in ServiceName)
        {
            var plan = await scaling.PlanAsync(
                Request(name) with { Expression = expression, TimeZone = zone }, cancellationToken).ConfigureAwait(false);
            if (plan.Change == ChangeStatus.Unchanged || await AskAsync(pipeline, plan).ConfigureAwait(false))
            {
                pipeline.WriteObject(await scaling.ApplyAsync(plan, cancellationToken).ConfigureAwait(false));
            }
        }
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
                "SeveralTimes",
                ErrorKind.InvalidArgument,
                $"-{several[0].Name} and -{several[1].Name} both say when.",
                "Use one of -Cron, -Every and -At.",
                several[1].Name);
        }

        return Cron is { } cron ? ScheduleExpression.FromCron(cron)
            : Every is { } every ? ScheduleExpression.FromEvery(every)
            : At is { } at ? ScheduleExpression.FromAt(at)
            : null;
    }

    private static Task<bool> AskAsync(CommandPipeline pipeline, ServiceScalingPlan plan)
    {
        var current = plan.Current;
        var verb = plan.Change == ChangeStatus.Removed ? "Remove" : "Change";
        var action = $"{verb} the scaling of service '{current.ServiceName}' in cluster '{current.Cluster}' ({current.Region})";
        return pipeline.ShouldProcessAsync(PlanText.Of(action, [], plan.Differences), action + "?", "Scaling");
    }
}
