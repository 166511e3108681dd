using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Schedules;

/// <summary>A schedule in one form for both services.</summary>
internal sealed record ScheduleSpec
{
    public const string DefaultGroup = "default";

    // What both services do without a retry policy: RetryPolicy in their API references.
    private const int DefaultRetryAttempts = 185;
    private const int DefaultEventAge = 86400;

    public required string Name { get; init; }

    public required ScheduleBackend Backend { get; init; }

    public string Arn { get; init; } = "";

    public string Group { get; init; } = DefaultGroup;

    public string Expression { get; init; } = "";

    public string TimeZone { get; init; } = "UTC";

    public bool Enabled { get; init; } = true;

    public string? Description { get; init; }

    public DateTimeOffset? StartDate { get; init; }

    public DateTimeOffset? EndDate { get; init; }

    public int FlexibleMinutes { get; init; }

    public int? RetryAttempts { get; init; }

    public int? MaximumEventAgeSeconds { get; init; }

    public string? DeadLetterArn { get; init; }

    public string ClusterArn { get; init; } = "";

    public string TaskDefinitionArn { get; init; } = "";

    public int Count { get; init; } = 1;

    public IReadOnlyList<string> Subnets { get; init; } = [];

    public IReadOnlyList<string> SecurityGroups { get; init; } = [];

    public bool AssignPublicIp { get; init; }

    public string? RoleArn { get; init; }

    /// <summary>Overrides as JSON, or null.</summary>
    public string? Input { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The fields that a write sets and that differ from the existing schedule.</summary>
    public IReadOnlyList<FieldChange> DifferencesFrom(ScheduleSpec? current)
        => Fields()
            .Zip(
                current?.Fields() ?? Fields().Select(field => (field.Name, Value: (string?)null)),
                (to, from) => (to.Name, From: from.Value, To: to.Value))
            .Where(field => field.From != field.To)
            .Select(field => new FieldChange(field.Name, field.From, field.To))
            .ToList();

    public ScheduledTask ToModel(DateTimeOffset now)
    {
        var arn = AwsArn.Is(Arn) ? AwsArn.Parse(Arn) : AwsArn.Parse(ClusterArn);
        return new ScheduledTask
        {
            ScheduleName = Name,
            ScheduleArn = Arn,
            Group = Backend == ScheduleBackend.Scheduler ? Group : null,
            Expression = Expression,
            TimeZone = TimeZone,
            State = Enabled ? "ENABLED" : "DISABLED",
            NextRuns = Enabled ? RunsAfter(now) ?? [] : [],
            HasEnded = RunsAfter(now) is { Count: 0 },
            TaskDefinition = AwsArn.NameOf(TaskDefinitionArn),
            TaskDefinitionArn = TaskDefinitionArn,
            Cluster = AwsArn.NameOf(ClusterArn),
            ClusterArn = ClusterArn,
            TaskCount = Count,
            RoleArn = RoleArn,
            Backend = Backend.ToString(),
            FlexibleWindow = TimeSpan.FromMinutes(FlexibleMinutes),
            RetryAttempts = RetryAttempts,
            MaximumEventAge = MaximumEventAgeSeconds is int seconds ? TimeSpan.FromSeconds(seconds) : null,
            DeadLetterArn = DeadLetterArn,
            StartDate = StartDate,
            EndDate = EndDate,
            Description = Description,
            Subnets = Subnets.ToArray(),
            SecurityGroups = SecurityGroups.ToArray(),
            AssignPublicIp = AssignPublicIp,
            Overrides = Input,
            CreatedAt = CreatedAt,
            Region = arn.Region,
            AccountId = arn.AccountId,
        };
    }

    /// <summary>The next runs if it is enabled; null if this machine does not know its time zone or expression.</summary>
    private IReadOnlyList<DateTimeOffset>? RunsAfter(DateTimeOffset now)
    {
        var zone = ScheduleTimeZone.TryParse(TimeZone)?.Info;
        if (zone is null || ScheduleExpression.TryParse(Expression) is not { } expression)
        {
            return null;
        }

        // Without a start date, a rate counts from its creation. Before it is created, it counts from now, which is then the first run.
        // Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
        var beginsNow = expression.Interval is not null && Backend == ScheduleBackend.Scheduler && StartDate is null && CreatedAt is null;
        var after = StartDate > now ? StartDate.Value.AddTicks(-1) : beginsNow ? now.AddTicks(-1) : now;
        return ScheduleTimes.Next(expression, zone, StartDate ?? CreatedAt ?? now, after, EndDate, 3);
    }

    private IEnumerable<(string Name, string? Value)> Fields()
    {
        yield return ("expression", Expression);
        yield return ("timeZone", TimeZone);
        yield return ("state", Enabled ? "ENABLED" : "DISABLED");
        yield return ("taskDefinition", TaskDefinitionArn);
        yield return ("cluster", ClusterArn);
        yield return ("count", Text(Count));
        yield return ("role", RoleArn);
        yield return ("subnets", string.Join(",", Subnets.OrderBy(id => id, StringComparer.Ordinal)));
        yield return ("securityGroups", string.Join(",", SecurityGroups.OrderBy(id => id, StringComparer.Ordinal)));
        yield return ("assignPublicIp", AssignPublicIp ? "ENABLED" : "DISABLED");
        yield return ("overrides", JsonNormalizer.Normalize(Input));
        yield return ("flexibleWindow", FlexibleMinutes == 0 ? "OFF" : Text(FlexibleMinutes) + " minutes");
        yield return ("retryAttempts", Text(RetryAttempts ?? DefaultRetryAttempts));
        yield return ("maximumEventAge", Text(MaximumEventAgeSeconds ?? DefaultEventAge) + " seconds");
        yield return ("deadLetter", DeadLetterArn);
        yield return ("startDate", StartDate?.UtcDateTime.ToString("s", CultureInfo.InvariantCulture));
        yield return ("endDate", EndDate?.UtcDateTime.ToString("s", CultureInfo.InvariantCulture));
        yield return ("description", string.IsNullOrEmpty(Description) ? null : Description);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
