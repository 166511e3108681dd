using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Removal;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Apps;

/// <summary>Removes an app: its services, schedules, routes, task definitions, images and logs.</summary>
/// <remarks>
/// <para>
/// The command lets the tasks end, and then removes everything that has the tag of the app: services with their scaling, schedules, routes with their target
/// groups, security groups, task definitions, repositories with their images, and log groups. The cluster, the load balancer and the execution role that were
/// created for apps are removed too if nothing else uses them. What existed before the app stays.
/// </para>
/// <para>
/// -WhatIf lists what would be removed and what stays. If the command is interrupted, run it again. It also cleans up after a publication that was interrupted.
/// </para>
/// </remarks>
/// <example>
///   <code>Remove-FargateApp web</code>
///   <para>Asks for confirmation, and then removes the app web.</para>
/// </example>
/// <example>
///   <code>Remove-FargateApp web -WhatIf</code>
///   <para>Lists what would be removed, what stays, and how much less a month costs. Nothing changes.</para>
/// </example>
/// <example>
///   <code>Remove-FargateApp web -KeepRepository -KeepLog -Confirm:$false</code>
///   <para>Removes the app without asking. Its images and logs stay.</para>
/// </example>
/// <seealso cref="SuspendFargateAppCommand"/>
[Cmdlet(VerbsCommon.Remove, "FargateApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(FargateApp), typeof(EcsPlanStep))]
public sealed class RemoveFargateAppCommand : AppSelectionCommand, IPlannedCommand
{
    /// <summary>Keeps the repositories and their images.</summary>
    [Parameter]
    public SwitchParameter KeepRepository { get; set; }

    /// <summary>Keeps the log groups.</summary>
    [Parameter]
    public SwitchParameter KeepLog { get; set; }

    /// <summary>Maximum time to wait until tasks have ended and current requests are finished.</summary>
    /// <value>15m</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Emits the removed app. Steps lists what was removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var removal = new AppRemoval(connection);
        await ForEachAsync(pipeline, nameof(Name), Name, async name =>
        {
            var plan = await removal.PlanAsync(name, KeepRepository, KeepLog, cancellationToken).ConfigureAwait(false);
            if (!await pipeline.ShouldProcessAsync(plan.ToPlan(connection.Region)).ConfigureAwait(false))
            {
                return;
            }

            var removed = await removal.RemoveAsync(plan, Timeout, pipeline.Progress, cancellationToken).ConfigureAwait(false);
            if (PassThru)
            {
                pipeline.WriteObject(removed);
            }
        }).ConfigureAwait(false);
    }
}
