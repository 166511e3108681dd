using System;
using System.Text.RegularExpressions;
using EcsTools.Aws;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Schedules;

/// <summary>
/// Checks a schedule before anything is created. Limits: the API references of EventBridge Scheduler (CreateSchedule) and EventBridge
/// (PutRule, PutTargets).
/// </summary>
internal static class ScheduleChecks
{
    private static readonly Regex NameForm = new(@"^[0-9a-zA-Z\-_.]{1,64}$", RegexOptions.CultureInvariant);

    public static void Request(ScheduledTaskRequest request, DateTimeOffset now)
    {
        Name(request.Name, "Name");
        if (request.Group is { } group)
        {
            Name(group, "Group");
        }

        Within(request.Count, 1, 10, "Count", "tasks a run");
        Within(request.RetryAttempts, 0, 185, "RetryAttempts", "attempts");
        Within(request.MaximumEventAge, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), "MaximumEventAge");
        if (request.FlexibleWindow > TimeSpan.Zero)
        {
            Within(request.FlexibleWindow, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), "FlexibleWindow");
        }

        if (request.Description?.Length > 512)
        {
            throw Wrong(
                "Description",
                request.Description.Length,
                "characters are too many: a description can have 512.",
                "Shorten the description.");
        }

        Arn(request.DeadLetterArn, "DeadLetterArn", "sqs", "an SQS queue");
        Times(request, now);
        if (request.Backend == ScheduleBackend.Rule)
        {
            Rule(request);
        }
    }

    private static void Name(string name, string parameter)
    {
        if (!NameForm.IsMatch(name))
        {
            var clean = Regex.Replace(name, @"[^0-9a-zA-Z\-_.]+", "-").Trim('-');
            clean = clean.Length == 0 ? "nightly" : clean.Substring(0, Math.Min(64, clean.Length));
            throw Wrong(
                parameter,
                name,
                "is not a name for a schedule: it must have 1 to 64 letters, digits, hyphens, underscores and dots.",
                $"Use -{parameter} {clean}.");
        }
    }

    private static void Times(ScheduledTaskRequest request, DateTimeOffset now)
    {
        if (request.StartDate >= request.EndDate)
        {
            throw Wrong(
                "EndDate",
                request.EndDate,
                $"is not after the start, {request.StartDate:u}.",
                "Give an -EndDate after -StartDate.");
        }

        if (request.EndDate <= now)
        {
            throw Wrong(
                "EndDate",
                request.EndDate,
                "is in the past: the schedule would never run.",
                "Give a time in the future, or leave out -EndDate.");
        }

        var zone = (request.TimeZone ?? ScheduleTimeZone.Utc).Info;
        if (request.Expression?.At is { } at && zone is not null && ScheduleTimes.ToInstant(at, zone) is var instant && !(instant > now))
        {
            throw Wrong(
                "At",
                at.ToString("s"),
                instant is null ? $"does not exist in {request.TimeZone}: the change to summer time skips it."
                    : $"is in the past in {request.TimeZone ?? ScheduleTimeZone.Utc}: the schedule would never run.",
                "Give a time in the future, and its time zone with -TimeZone.");
        }

        if (request.Expression is { Cron: not null } cron && zone is not null && NeverComes(cron, zone, request, now))
        {
            throw Wrong(
                "Cron",
                cron.Text,
                $"matches no time in the future in {request.TimeZone ?? ScheduleTimeZone.Utc}: the schedule would never run.",
                "Check its day, month and year, and -StartDate and -EndDate. A time that the change to summer time skips does not exist.");
        }
    }

    private static bool NeverComes(ScheduleExpression cron, TimeZoneInfo zone, ScheduledTaskRequest request, DateTimeOffset now)
    {
        var after = request.StartDate is { } start && start > now ? start.AddTicks(-1) : now;
        return ScheduleTimes.Next(cron, zone, request.StartDate ?? now, after, request.EndDate, 1).Count == 0;
    }

    private static void Rule(ScheduledTaskRequest request)
    {
        var parameter = request.TimeZone is { Name: not "UTC" } ? "TimeZone"
            : request.Expression?.At is not null ? "At"
            : request.FlexibleWindow > TimeSpan.Zero ? "FlexibleWindow"
            : request.StartDate is not null ? "StartDate"
            : request.EndDate is not null ? "EndDate"
            : request.Group is not null and not ScheduleSpec.DefaultGroup ? "Group"
            : null;
        if (parameter is not null)
        {
            var only = parameter == "TimeZone" ? ", which runs in UTC only" : "";
            throw ScheduleProblems.Wrong(
                ErrorCode.InvalidValue("Schedule" + parameter).OfRecord,
                parameter,
                null,
                $"-{parameter} is not possible with an EventBridge rule{only}.",
                "Leave out -Backend Rule to use EventBridge Scheduler, or give the expression in UTC.");
        }
    }

    private static void Arn(string? arn, string parameter, string service, string what)
    {
        if (arn is not null && (!AwsArn.Is(arn) || AwsArn.Parse(arn).Service != service))
        {
            throw Wrong(parameter, arn, $"is not the ARN of {what}.", $"Give the whole ARN: it begins with arn:aws:{service}:.");
        }
    }

    private static void Within(int? value, int minimum, int maximum, string parameter, string unit)
    {
        if (value < minimum || value > maximum)
        {
            throw Wrong(
                parameter,
                value,
                $"is outside the range of {minimum} to {maximum} {unit}.",
                $"Use -{parameter} {(value < minimum ? minimum : maximum)}.");
        }
    }

    private static void Within(TimeSpan? value, TimeSpan minimum, TimeSpan maximum, string parameter)
    {
        if (value < minimum || value > maximum)
        {
            throw Wrong(parameter, value, "is outside the range of one minute to one day.", $"Use -{parameter} {(value < minimum ? "1m" : "1d")}.");
        }
    }

    private static EcsToolsException Wrong(string parameter, object? value, string problem, string remedy)
        => ScheduleProblems.Wrong(
            ErrorCode.InvalidValue("Schedule" + parameter),
            parameter,
            value,
            $"-{parameter}{(value is null ? "" : $" {value}")} {problem}",
            remedy);
}
