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

/// <summary>Changes a schedule that runs tasks, and keeps what is not said.</summary>
/// <remarks>The command emits the schedule as it is then; Change says whether anything was changed, and Differences what.</remarks>
/// <example>
///   <code>Set-EcsScheduledTask nightly -Cron '0 4 * * ? *' -TimeZone Europe/Rome</code>
///   <para>Runs nightly at four, and leaves all else as it is.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledTask report-* | Set-EcsScheduledTask -FlexibleWindow 30m -WhatIf</code>
///   <para>Shows what would change in all reports, and changes nothing.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "EcsScheduledTask", SupportsShouldProcess = true, DefaultParameterSetName = NoSet)]
[OutputType(typeof(ScheduledTask))]
public sealed class SetEcsScheduledTaskCommand : ScheduleChangeCommand
{
    private const string NoSet = "Same";

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
    [Parameter]
    [Alias("TaskDefinitionArn", "Family")]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    public string? TaskDefinition { get; set; }

    /// <summary>
    /// <para type="description">Name or ARN of the cluster.</para>
    /// </summary>
    [Parameter]
    [Alias("ClusterArn")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [IdentifiedBy("Cluster", "ClusterArn")]
    public override string? Cluster { get; set; }

    /// <summary>
    /// <para type="description">Scheduler for a schedule of EventBridge Scheduler, Rule for an EventBridge rule.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ScheduleBackend Backend { get; set; }

    /// <summary>
    /// <para type="description">Schedule group the schedule is in; the group default where not said.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Group { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var request = Request() with
        {
            TaskDefinition = TaskDefinition,
            PinRevision = TaskDefinition is not null && ScheduledTasks.NamesRevision(TaskDefinition),
            Cluster = Cluster,
            Backend = Backend,
            Group = Group,
        };
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await CarryOutAsync(pipeline, connection, request, keep: true, cancellationToken).ConfigureAwait(false);
    }
}
