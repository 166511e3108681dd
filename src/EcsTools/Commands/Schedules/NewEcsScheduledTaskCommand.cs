using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Commands.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Schedules;

namespace EcsTools.Commands.Schedules;

/// <summary>Makes a schedule that runs a task definition on Fargate, or brings the one that is there to what is asked.</summary>
/// <remarks>
/// <para>
/// The schedule is one of EventBridge Scheduler, which knows time zones, one-time schedules and flexible windows; -Backend Rule makes an
/// EventBridge rule
/// instead, in UTC. Each run takes the newest active revision of the family at the time, unless -PinRevision is given or the revision is
/// written out.
/// </para>
/// <para>
/// Everything is checked first: the cluster, the task definition and its roles. A role that may run the family and pass it its roles is
/// made where
/// it is missing: without that right no task would start, and nothing would say so. The command can be run again: what differs is changed,
/// what is not said
/// goes back to its default (Set-EcsScheduledTask keeps it), and Change says what was done.
/// </para>
/// </remarks>
/// <example>
///   <code>New-EcsScheduledTask nightly -TaskDefinition crawler -Cluster demo -Every 1d</code>
///   <para>Runs crawler now and then every day.</para>
/// </example>
/// <example>
/// <code>New-EcsScheduledTask report -TaskDefinition report -Cluster demo -Cron '30 6 ? * MON-FRI *' -TimeZone 'W. Europe Standard Time'
/// -FlexibleWindow 15m</code>
///   <para>Runs report on weekdays within a quarter of an hour after half past six, in winter and summer alike.</para>
/// </example>
/// <example>
///   <code>New-EcsScheduledTask once -TaskDefinition migrate:3 -Cluster demo -At (Get-Date).AddHours(2) -WhatIf</code>
///   <para>Shows what would be made for one run in two hours, and makes nothing.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "EcsScheduledTask", SupportsShouldProcess = true, DefaultParameterSetName = EverySet)]
[OutputType(typeof(ScheduledTask))]
public sealed class NewEcsScheduledTaskCommand : ScheduleChangeCommand
{
    /// <inheritdoc/>
    [Parameter(Mandatory = true, ParameterSetName = EverySet)]
    public override string? Every { get; set; }

    /// <inheritdoc/>
    [Parameter(Mandatory = true, ParameterSetName = CronSet)]
    public override string? Cron { get; set; }

    /// <inheritdoc/>
    [Parameter(Mandatory = true, ParameterSetName = AtSet)]
    public override DateTime At { get; set; }

    /// <inheritdoc/>
    [Parameter(Mandatory = true, ParameterSetName = ExpressionSet)]
    [Alias("ScheduleExpression")]
    public override string? Expression { get; set; }

    /// <summary>
    /// <para type="description">Task definition: a family for its newest active revision at each run, family:revision for that one, or an
    /// ARN.</para>
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("TaskDefinitionArn", "Family")]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    public string TaskDefinition { get; set; } = "";

    /// <summary>
    /// <para type="description">Runs this very revision of a task definition from the pipeline, and not the newest one of its
    /// family.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter PinRevision { get; set; }

    /// <summary>
    /// <para type="description">Scheduler for EventBridge Scheduler; Rule for an EventBridge rule, which runs in UTC only.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ScheduleBackend Backend { get; set; }

    /// <summary>
    /// <para type="description">Schedule group, made if missing; the group default where not said.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Group { get; set; }

    /// <summary>
    /// <para type="description">Makes the schedule without letting it fire: Enable-EcsScheduledTask turns it on.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Disabled { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var request = Request() with
        {
            TaskDefinition = TaskDefinition,
            PinRevision = PinRevision || (IsGivenOnCommandLine(nameof(TaskDefinition)) && ScheduledTasks.NamesRevision(TaskDefinition)),
            Cluster = Cluster ?? DefaultCluster,
            Backend = Backend,
            Group = Group,
            Enabled = !Disabled,
        };
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await CarryOutAsync(pipeline, connection, request, keep: false, cancellationToken).ConfigureAwait(false);
    }
}
