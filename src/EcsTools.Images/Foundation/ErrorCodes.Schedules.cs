namespace EcsTools;

/// <content>Schedules.</content>
public static partial class ErrorCodes
{
    private const string SchedulesArea = "Schedules";

    /// <summary>A crontab is longer than any that cron reads.</summary>
    /// <remarks>Give the output of <c>crontab -l</c>.</remarks>
    public static readonly ErrorCode CrontabTooLong = Define(SchedulesArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not a cron expression of AWS.</summary>
    /// <remarks>Write six fields: minutes, hours, day of month, month, day of week, year.</remarks>
    public static readonly ErrorCode InvalidCronExpression = Define(SchedulesArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not a schedule expression.</summary>
    /// <remarks>Use rate(...), cron(...) or at(...), or one of -Every, -Cron and -At.</remarks>
    public static readonly ErrorCode InvalidScheduleExpression = Define(SchedulesArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not an interval of whole minutes.</summary>
    /// <remarks>Give a number with its unit, such as <c>15m</c>, <c>6h</c> or <c>1d</c>.</remarks>
    public static readonly ErrorCode InvalidScheduleInterval = Define(SchedulesArea, ErrorKind.InvalidArgument);

    /// <summary>A new schedule does not say when it runs.</summary>
    /// <remarks>Give -Every, -Cron, -At or -Expression.</remarks>
    public static readonly ErrorCode NoScheduleExpression = Define(SchedulesArea, ErrorKind.InvalidArgument);

    /// <summary>A new schedule does not say what it runs.</summary>
    /// <remarks>Give -TaskDefinition.</remarks>
    public static readonly ErrorCode NoTaskDefinition = Define(SchedulesArea, ErrorKind.InvalidArgument);

    /// <summary>A schedule or rule of that name exists and does not run an ECS task.</summary>
    /// <remarks>Use another name.</remarks>
    public static readonly ErrorCode ScheduleNameTaken = Define(SchedulesArea, ErrorKind.AlreadyExists);

    /// <summary>A task of another scheduler has no schedule in AWS that does the same.</summary>
    /// <remarks>Look at its Findings. They say what has no counterpart, and what to do instead.</remarks>
    public static readonly ErrorCode ScheduleNotConvertible = Define(SchedulesArea, ErrorKind.Unsuitable);

    /// <summary>There is no schedule of that name that runs tasks.</summary>
    /// <remarks>Get-EcsScheduledTask lists the schedules.</remarks>
    public static readonly ErrorCode ScheduleNotFound = Define(SchedulesArea, ErrorKind.NotFound);

    /// <summary>EventBridge refused the target of a rule.</summary>
    /// <remarks>See the reason in the message.</remarks>
    public static readonly ErrorCode ScheduleTargetRefused = Define(SchedulesArea, ErrorKind.Failed);

    /// <summary>More than one of -Cron, -Every and -At was given.</summary>
    /// <remarks>Use one of them.</remarks>
    public static readonly ErrorCode SeveralTimes = Define(SchedulesArea, ErrorKind.InvalidArgument);

    /// <summary>A value is not a time zone.</summary>
    /// <remarks>Give an IANA name such as <c>Europe/Rome</c>, or a Windows name.</remarks>
    public static readonly ErrorCode UnknownTimeZone = Define(SchedulesArea, ErrorKind.InvalidArgument);

    /// <summary>A text is not a task of the Windows Task Scheduler.</summary>
    /// <remarks>Give the output of Export-ScheduledTask.</remarks>
    public static readonly ErrorCode WindowsTaskInvalid = Define(SchedulesArea, ErrorKind.InvalidArgument);
}
