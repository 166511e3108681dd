using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Schedules;

namespace EcsTools.Commands.Schedules;

/// <summary>Disables schedules, so that they start no tasks.</summary>
/// <remarks>
/// <para>The command emits the schedules; Change is Updated or Unchanged. Running tasks continue to run.</para>
/// <para>
/// The command disables the schedules when the pipeline before it has ended. It asks before it disables more than ten, or all of them (*). Use
/// -Confirm:$false in a job that nobody watches, and -WhatIf to see which schedules it would disable.
/// </para>
/// </remarks>
/// <example>
///   <code>Disable-EcsScheduledTask nightly</code>
///   <para>Disables the schedule nightly until Enable-EcsScheduledTask enables it again.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledTask -Group tests | Disable-EcsScheduledTask</code>
///   <para>Disables all schedules of the group tests.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Disable, "EcsScheduledTask", SupportsShouldProcess = true)]
[OutputType(typeof(ScheduledTask), typeof(EcsPlanStep))]
public sealed class DisableEcsScheduledTaskCommand : ScheduleSelectionCommand, IPlannedCommand
{
    private readonly List<(AwsConnection Connection, ScheduledTask Schedule)> _named = [];
    private bool _isAll;

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await foreach (var schedule in SelectAsync(pipeline, connection, cancellationToken).ConfigureAwait(false))
        {
            _named.Add((connection, schedule));
        }

        _isAll |= Name?.Any(name => name.Trim('*').Length == 0) == true;
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var chosen = new List<(AwsConnection Connection, ScheduledTask Schedule)>();
        foreach (var one in _named)
        {
            if (await pipeline.ShouldProcessAsync(SchedulePlans.Switch(one.Schedule, enabled: false)).ConfigureAwait(false))
            {
                chosen.Add(one);
            }
        }

        var changing = chosen.Where(one => SchedulePlans.Switch(one.Schedule, enabled: false).HasChanges).ToList();
        var question = string.Join(Environment.NewLine, changing.Take(FewThings).Select(one => $"  - {one.Schedule.ScheduleName}")
            .Concat(changing.Count > FewThings ? ["  - ..."] : []).Prepend($"Disable {changing.Count} schedules?"));
        if ((changing.Count > FewThings || (_isAll && changing.Count > 1)) && !await ConfirmManyAsync(pipeline, question, "Schedule").ConfigureAwait(false))
        {
            return;
        }

        await ForEachAsync(pipeline, nameof(Name), chosen, async one => pipeline.WriteObject(
            await new ScheduledTasks(one.Connection).SwitchAsync(one.Schedule, enabled: false, cancellationToken).ConfigureAwait(false)))
            .ConfigureAwait(false);
    }
}
