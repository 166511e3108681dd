using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Commands.Clusters;
using EcsTools.Commands.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Schedules;
using EcsTools.Tasks;

namespace EcsTools.Commands.Schedules;

/// <summary>What making and changing a schedule have in common: what it is, when it runs, and what.</summary>
public abstract class ScheduleChangeCommand : TaskRunSettingsCommand
{
    /// <summary>Parameter set of <see cref="Every"/>.</summary>
    protected const string EverySet = "Every";

    /// <summary>Parameter set of <see cref="Cron"/>.</summary>
    protected const string CronSet = "Cron";

    /// <summary>Parameter set of <see cref="At"/>.</summary>
    protected const string AtSet = "At";

    /// <summary>Parameter set of <see cref="Expression"/>.</summary>
    protected const string ExpressionSet = "Expression";

    /// <summary>
    /// <para type="description">Name of the schedule: 1 to 64 letters, digits, hyphens, underscores and dots.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ScheduleName")]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    [IdentifiedBy("ScheduleName", "Name")]
    public string Name { get; set; } = "";

    /// <summary>
    /// <para type="description">How often it runs, in whole minutes: 15m, 6h, 1d, 1h30m. EventBridge Scheduler runs such a schedule at
    /// once, and then in this interval.</para>
    /// </summary>
    public virtual string? Every { get; set; }

    /// <summary>
    /// <para type="description">When it runs, in six fields: minutes hours day-of-month month day-of-week year. '0 3 * * ? *' is 03:00
    /// every day.</para>
    /// </summary>
    public virtual string? Cron { get; set; }

    /// <summary>
    /// <para type="description">Runs once, at this time of -TimeZone. A time that knows what it means, such as (Get-Date).AddHours(1), is
    /// converted.</para>
    /// </summary>
    public virtual DateTime At { get; set; }

    /// <summary>
    /// <para type="description">The expression as AWS takes it: rate(15 minutes), cron(0 3 * * ? *), at(2027-01-31T09:00:00).</para>
    /// </summary>
    public virtual string? Expression { get; set; }

    /// <summary>
    /// <para type="description">Time zone in which -Cron and -At are meant: an IANA name (Europe/Rome) or a Windows one ('W. Europe
    /// Standard Time'). UTC where not said.</para>
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public string? TimeZone { get; set; }

    /// <summary>
    /// <para type="description">How many tasks each run starts, 1 to 10.</para>
    /// </summary>
    [Parameter]
    [Alias("TaskCount")]
    public int Count { get; set; } = 1;

    /// <summary>
    /// <para type="description">Runs within this time of when it is due, 1m to 1d, so that many schedules do not start at once; 0m for on
    /// time.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan FlexibleWindow { get; set; }

    /// <summary>
    /// <para type="description">How often a start that failed is tried again, 0 to 185.</para>
    /// </summary>
    [Parameter]
    public int RetryAttempts { get; set; }

    /// <summary>
    /// <para type="description">How long a start that failed is tried again, 1m to 1d.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan MaximumEventAge { get; set; }

    /// <summary>
    /// <para type="description">ARN of the SQS queue that gets the starts that failed for good. Without one nobody learns of them.</para>
    /// </summary>
    [Parameter]
    public string? DeadLetterArn { get; set; }

    /// <summary>
    /// <para type="description">No run before this time, which is one of this machine's time zone where it does not say.</para>
    /// </summary>
    [Parameter]
    public DateTime StartDate { get; set; }

    /// <summary>
    /// <para type="description">No run after this time, which is one of this machine's time zone where it does not say.</para>
    /// </summary>
    [Parameter]
    public DateTime EndDate { get; set; }

    /// <summary>
    /// <para type="description">What it is for, in at most 512 characters.</para>
    /// </summary>
    [Parameter]
    public string? Description { get; set; }

    /// <summary>
    /// <para type="description">Name or ARN of the role with which the tasks are run; by default one that is made for the family, which may
    /// run it and pass it its roles.</para>
    /// </summary>
    [Parameter]
    public string? RoleArn { get; set; }

    /// <summary>What the parameters say, but for what only one of the commands has.</summary>
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

    /// <summary>Shows what would be done, asks, and does it.</summary>
    private protected static async Task CarryOutAsync(
        CommandPipeline pipeline, AwsConnection connection, ScheduledTaskRequest request, bool keep, CancellationToken cancellationToken)
    {
        var schedules = new ScheduledTasks(connection);
        var plan = await schedules.PlanAsync(request, keep, cancellationToken).ConfigureAwait(false);
        if (!plan.IsNeeded || await AskAsync(pipeline, plan, connection.Region).ConfigureAwait(false))
        {
            pipeline.WriteObject(await schedules.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
        }
    }

    private static Task<bool> AskAsync(CommandPipeline pipeline, ScheduledTaskPlan plan, string region)
    {
        var action = $"{(plan.Change == ChangeStatus.Created ? "Create" : "Update")} schedule '{plan.Request.Name}' in {region}";
        var steps = (plan.MakesGroup ? new[] { $"create schedule group {plan.Request.Group}" } : [])
            .Concat(plan.RoleSteps)
            .Concat(plan.Outcome.NextRuns.Select(time => $"next run {time:yyyy-MM-dd HH:mm:ss zzz}"));
        return pipeline.ShouldProcessAsync(
            PlanText.Of(action, steps, (plan.Network?.Differences ?? []).Concat(plan.Differences)), action + "?", "Schedule");
    }

    private ScheduleExpression? When(ScheduleTimeZone zone)
        => Every is { } every ? ScheduleExpression.FromEvery(every)
            : Cron is { } cron ? ScheduleExpression.FromCron(cron)
            : Expression is { } expression ? ScheduleExpression.Parse(expression)
            : IsBound(nameof(At)) ? ScheduleExpression.FromAt(WallTime(zone))
            : null;

    /// <summary>A time that says what it means is put into the schedule's zone; one that does not is meant in it already.</summary>
    private DateTime WallTime(ScheduleTimeZone zone)
        => At.Kind == DateTimeKind.Unspecified
            || zone.Info is not { } info ? At : TimeZoneInfo.ConvertTime(new DateTimeOffset(At.ToUniversalTime()), info).DateTime;
}
