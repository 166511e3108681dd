using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Commands.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Schedules;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Commands.Schedules;

/// <summary>Creates a schedule that runs a task definition on Fargate, or changes an existing one.</summary>
/// <remarks>
/// <para>
/// The command uses EventBridge Scheduler, which supports time zones, one-time schedules and flexible windows. With -Backend Rule it
/// creates an EventBridge rule, which uses UTC. Each run uses the newest active revision of the family at that time, unless you name a
/// revision or use -PinRevision.
/// </para>
/// <para>
/// The command first checks the cluster, the task definition and its roles. It creates a role that may run the family and pass its roles,
/// if there is none: without this permission no task would start, and AWS would not report it. You can run the command again at any time.
/// It changes what differs, and resets settings that you do not give to their defaults (Set-EcsScheduledTask keeps them). Change says what
/// it did.
/// </para>
/// </remarks>
/// <example>
///   <code>New-EcsScheduledTask nightly -TaskDefinition crawler -Cluster demo -Every 1d</code>
///   <para>Runs crawler now and then once a day.</para>
/// </example>
/// <example>
///   <code>
/// $weekdays = @{ Cron = '30 6 ? * MON-FRI *'; TimeZone = 'W. Europe Standard Time'; FlexibleWindow = '15m' }
/// New-EcsScheduledTask report -TaskDefinition report -Cluster demo @weekdays
///   </code>
///   <para>Runs report on weekdays between 6:30 and 6:45 in the given time zone, in winter and in summer.</para>
/// </example>
/// <example>
///   <code>New-EcsScheduledTask once -TaskDefinition migrate:3 -Cluster demo -At (Get-Date).AddHours(2) -WhatIf</code>
///   <para>Shows the schedule for one run in two hours. Nothing changes.</para>
/// </example>
/// <example>
///   <code>ConvertTo-EcsScheduledTask ./crontab -TimeZone Europe/Rome | New-EcsScheduledTask -TaskDefinition crawler -Cluster demo -WhatIf</code>
///   <para>Shows the schedules for the lines of a crontab. Nothing changes.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "EcsScheduledTask", SupportsShouldProcess = true, DefaultParameterSetName = EverySet)]
[OutputType(typeof(ScheduledTask), typeof(EcsPlanStep))]
public sealed class NewEcsScheduledTaskCommand : ScheduleChangeCommand
{
    /// <summary>Name of the schedule: 1 to 64 letters, digits, hyphens, underscores and periods.</summary>
    /// <value>the name in -InputObject</value>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = EverySet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = CronSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = AtSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ExpressionSet)]
    [Parameter(Position = 0, ParameterSetName = ConversionSet)]
    [Alias("ScheduleName")]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    [IdentifiedBy("ScheduleName", "Name")]
    [Subject(typeof(ScheduledTask))]
    public override string Name { get; set; } = "";

    /// <summary>Schedule that ConvertTo-EcsScheduledTask has planned. Its values apply where no parameter is given.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ConversionSet)]
    [Subject(typeof(ScheduleConversion))]
    public ScheduleConversion? InputObject { get; set; }

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
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("TaskDefinitionArn", "Family")]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    [Subject(typeof(FargateTaskDefinition), Rank = 1)]
    public string TaskDefinition { get; set; } = "";

    /// <summary>Always runs the revision that comes from the pipeline, and not the newest one of its family.</summary>
    [Parameter]
    public SwitchParameter PinRevision { get; set; }

    /// <summary>Service that runs the schedule: EventBridge Scheduler (Scheduler) or an EventBridge rule (Rule), which uses UTC.</summary>
    /// <value>Scheduler</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ScheduleBackend Backend { get; set; }

    /// <summary>Schedule group. It is created if it does not exist.</summary>
    /// <value>default</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ScheduleGroupCompleter))]
    public string? Group { get; set; }

    /// <summary>Creates the schedule in the disabled state. Enable-EcsScheduledTask enables it.</summary>
    [Parameter]
    public SwitchParameter Disabled { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var request = (InputObject is { } conversion ? ConvertedSchedule.Complete(Request(), conversion, IsBound(nameof(Name))) : Request()) with
        {
            TaskDefinition = TaskDefinition,
            PinRevision = PinRevision || (IsGivenOnCommandLine(nameof(TaskDefinition)) && ScheduledTasks.NamesRevision(TaskDefinition)),
            Cluster = Cluster ?? DefaultCluster,
            Backend = Backend,
            Group = Group,
            Enabled = !Disabled && InputObject?.Enabled != false,
        };
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await CarryOutAsync(pipeline, connection, request, keep: false, cancellationToken).ConfigureAwait(false);
    }
}
