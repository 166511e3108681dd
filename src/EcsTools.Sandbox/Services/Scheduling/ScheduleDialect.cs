namespace EcsTools.Sandbox.Services.Scheduling;

/// <summary>What differs between the services that take schedule expressions.</summary>
internal enum ScheduleDialect
{
    /// <summary>
    /// EventBridge Scheduler: <c>rate(1 hours)</c> and <c>rate(5 minute)</c> are valid, upper case is too, a cron expression may lack its year, and a time its
    /// seconds.
    /// </summary>
    Scheduler,

    /// <summary>Rules of EventBridge and Application Auto Scaling: one hour, five minutes, and six fields.</summary>
    Strict,
}
