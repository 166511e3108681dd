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
using EcsTools.Schedules.Expressions;

namespace EcsTools.Commands.Schedules;

/// <summary>Changes a schedule that runs tasks, and keeps the settings that you do not give.</summary>
/// <remarks>The command emits the changed schedule. Change says whether anything changed, and Differences lists what.</remarks>
/// <example>
///   <code>Set-EcsScheduledTask nightly -Cron '0 4 * * ? *' -TimeZone Europe/Rome</code>
///   <para>Runs nightly at four o'clock, and keeps everything else.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledTask report-* | Set-EcsScheduledTask -FlexibleWindow 30m -WhatIf</code>
///   <para>Shows what would change in all schedules whose names begin with report-. Nothing changes.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "EcsScheduledTask", SupportsShouldProcess = true, DefaultParameterSetName = NoSet)]
[OutputType(typeof(ScheduledTask), typeof(EcsPlanStep))]
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

    /// <summary>Task definition: a family (the newest active revision at each run), family:revision, or an ARN.</summary>
    /// <value>the current task definition</value>
    [Parameter]
    [Alias("TaskDefinitionArn", "Family")]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    public string? TaskDefinition { get; set; }

    /// <summary>Name or ARN of the cluster.</summary>
    /// <value>the current cluster</value>
    [Parameter]
    [Alias("ClusterArn")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [IdentifiedBy("Cluster", "ClusterArn")]
    public override string? Cluster { get; set; }

    /// <summary>Service that runs the schedule: EventBridge Scheduler (Scheduler) or an EventBridge rule (Rule).</summary>
    /// <value>Scheduler</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ScheduleBackend Backend { get; set; }

    /// <summary>Schedule group that contains the schedule.</summary>
    /// <value>default</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ScheduleGroupCompleter))]
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
