using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Commands.Clusters;
using EcsTools.Commands.Identity;
using EcsTools.Commands.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Pipeline;
using EcsTools.Schedules.Expressions;
using EcsTools.Schedules;

namespace EcsTools.Commands.Schedules;

/// <summary>A command that creates or changes a schedule: its times, and the tasks that it runs.</summary>
public abstract class ScheduleChangeCommand : TaskRunSettingsCommand, IPlannedCommand
{
    /// <summary>Parameter set of <see cref="Every"/>.</summary>
    protected const string EverySet = "Every";

    /// <summary>Parameter set of <see cref="Cron"/>.</summary>
    protected const string CronSet = "Cron";

    /// <summary>Parameter set of <see cref="At"/>.</summary>
    protected const string AtSet = "At";

    /// <summary>Parameter set of a schedule that ConvertTo-EcsScheduledTask has planned.</summary>
    protected const string ConversionSet = "Conversion";

    /// <summary>Parameter set of <see cref="Expression"/>.</summary>
    protected const string ExpressionSet = "Expression";

    /// <summary>Name of the schedule: 1 to 64 letters, digits, hyphens, underscores and periods.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ScheduleName")]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    [IdentifiedBy("ScheduleName", "Name")]
    [Subject(typeof(ScheduledTask))]
    public virtual string Name { get; set; } = "";

    /// <summary>
    /// Interval between runs in whole minutes, such as 15m, 6h, 1d or 1h30m. EventBridge Scheduler starts the first run at once.
    /// </summary>
    public virtual string? Every { get; set; }

    /// <summary>
    /// Times of the runs, in six fields: minutes, hours, day of the month, month, day of the week, year. '0 3 * * ? *' is every day at
    /// 03:00. For a Unix expression of five fields, the error gives the six fields that mean the same.
    /// </summary>
    public virtual string? Cron { get; set; }

    /// <summary>
    /// Time of a single run, in -TimeZone. A time that includes its own zone, such as (Get-Date).AddHours(1), is converted.
    /// </summary>
    public virtual DateTime At { get; set; }

    /// <summary>Schedule expression in the form of AWS: rate(15 minutes), cron(0 3 * * ? *) or at(2027-01-31T09:00:00).</summary>
    public virtual string? Expression { get; set; }

    /// <summary>Time zone of -Cron and -At, as an IANA name (Europe/Rome) or a Windows name ('Tokyo Standard Time').</summary>
    /// <value>UTC; Set-EcsScheduledTask keeps the current value</value>
    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public string? TimeZone { get; set; }

    /// <summary>Number of tasks that each run starts, 1 to 10.</summary>
    /// <value>1; Set-EcsScheduledTask keeps the current value</value>
    [Parameter]
    [Alias("TaskCount")]
    public int Count { get; set; } = 1;

    /// <summary>
    /// Period after the scheduled time in which a run may start, 1m to 1d. It spreads the start of many schedules. Use 0m to start on time.
    /// </summary>
    /// <value>0m; Set-EcsScheduledTask keeps the current value</value>
    [Parameter]
    [Duration]
    public TimeSpan FlexibleWindow { get; set; }

    /// <summary>How many times AWS retries a failed start, 0 to 185.</summary>
    /// <value>185; Set-EcsScheduledTask keeps the current value</value>
    [Parameter]
    public int RetryAttempts { get; set; }

    /// <summary>How long AWS retries a failed start, 1m to 1d.</summary>
    /// <value>1d; Set-EcsScheduledTask keeps the current value</value>
    [Parameter]
    [Duration]
    public TimeSpan MaximumEventAge { get; set; }

    /// <summary>ARN of the SQS queue that receives starts that failed for good. Without it nobody is told about them.</summary>
    [Parameter]
    public string? DeadLetterArn { get; set; }

    /// <summary>Time before which there are no runs. Without a zone it is in the time zone of this machine.</summary>
    [Parameter]
    public DateTime StartDate { get; set; }

    /// <summary>Time after which there are no runs. Without a zone it is in the time zone of this machine.</summary>
    [Parameter]
    public DateTime EndDate { get; set; }

    /// <summary>Description of the schedule, at most 512 characters.</summary>
    [Parameter]
    public string? Description { get; set; }

    /// <summary>Name or ARN of the role with which EventBridge starts the tasks.</summary>
    /// <value>a role for the family, which is created if it does not exist; Set-EcsScheduledTask keeps the current value</value>
    [Parameter]
    [ArgumentCompleter(typeof(ScheduleRoleArnCompleter))]
    public string? RoleArn { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <summary>The parameters as a request, without those that only one of the two commands has.</summary>
    protected ScheduledTaskRequest Request()
    {
        var zone = TimeZone is null ? null : ScheduleTimeZone.Parse(TimeZone);
        return new ScheduledTaskRequest
        {
            Name = Name,
            Expression = When(zone ?? ScheduleTimeZone.Utc),
            TimeZone = zone,
            Count = IsBound(nameof(Count)) ? Count : null,
            Subnets = Subnet,
            SecurityGroups = SecurityGroup,
            AssignPublicIp = PublicIp,
            Overrides = ContainerOverrides(),
            FlexibleWindow = IsBound(nameof(FlexibleWindow)) ? FlexibleWindow : null,
            RetryAttempts = IsBound(nameof(RetryAttempts)) ? RetryAttempts : null,
            MaximumEventAge = IsBound(nameof(MaximumEventAge)) ? MaximumEventAge : null,
            DeadLetterArn = DeadLetterArn,
            StartDate = IsBound(nameof(StartDate)) ? new DateTimeOffset(StartDate.ToUniversalTime()) : null,
            EndDate = IsBound(nameof(EndDate)) ? new DateTimeOffset(EndDate.ToUniversalTime()) : null,
            Description = Description,
            RoleArn = RoleArn,
        };
    }

    /// <summary>Shows the change, asks for confirmation, and makes the change.</summary>
    private protected static async Task CarryOutAsync(
        CommandPipeline pipeline, AwsConnection connection, ScheduledTaskRequest request, bool keep, CancellationToken cancellationToken)
    {
        var schedules = new ScheduledTasks(connection);
        var plan = await schedules.PlanAsync(request, keep, cancellationToken).ConfigureAwait(false);
        if (await pipeline.ShouldProcessAsync(plan.ToPlan(connection.Region)).ConfigureAwait(false))
        {
            pipeline.WriteObject(await schedules.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
        }
    }

    private ScheduleExpression? When(ScheduleTimeZone zone)
        => Every is { } every ? ScheduleExpression.FromEvery(every)
            : Cron is { } cron ? ScheduleExpression.FromCron(cron)
            : Expression is { } expression ? ScheduleExpression.Parse(expression)
            : IsBound(nameof(At)) ? ScheduleExpression.FromAt(WallTime(zone))
            : null;

    /// <summary>A time with a zone of its own is converted to the zone of the schedule; a time without one is already in it.</summary>
    private DateTime WallTime(ScheduleTimeZone zone)
        => At.Kind == DateTimeKind.Unspecified
            || zone.Info is not { } info ? At : TimeZoneInfo.ConvertTime(new DateTimeOffset(At.ToUniversalTime()), info).DateTime;
}
