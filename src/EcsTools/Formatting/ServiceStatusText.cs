using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EcsTools.Models;
using EcsTools.Services;

namespace EcsTools.Formatting;

/// <summary>The status of a service in words: as lines of a display, and as what has changed since the status before.</summary>
internal static class ServiceStatusText
{
    // Columns of the names before the values of a display.
    private const int LabelWidth = 9;
    private const int BarWidth = 20;

    /// <summary>What differs from the status before, a line each, and what happened in between.</summary>
    /// <param name="before">The status before; null for the first one.</param>
    /// <param name="now">The status now.</param>
    public static IReadOnlyList<string> Changes(FargateServiceStatus? before, FargateServiceStatus now)
    {
        var changes = new List<string>();
        Add(status => [Deployment(status)]);
        Add(status => [status.LifecycleStage is { } stage ? $"stage {stage}" : null]);
        Add(status => status.Revisions.Select(Traffic));
        Add(status => status.Revisions.Select(revision => $"tasks {Tasks(revision)}"));
        Add(status => status.Targets.Select(target => $"targets {Health(target)}"));
        changes.AddRange(now.Failures.Select(failure => $"failed task {failure}"));
        changes.AddRange(now.Events.Select(happened => $"event {happened.Message}"));
        Add(status => [Pause(status)]);
        if (now.IsSteady && before?.IsSteady is not true)
        {
            changes.Add(FormattableString.Invariant($"steady, {now.RunningCount} of {now.DesiredCount} tasks running"));
        }

        return changes;

        void Add(Func<FargateServiceStatus, IEnumerable<string?>> texts)
            => changes.AddRange(texts(now).OfType<string>().Except(before is null ? [] : texts(before).OfType<string>(), StringComparer.Ordinal));
    }

    /// <summary>The status as lines of a display, without its events.</summary>
    public static IEnumerable<string> Lines(FargateServiceStatus status)
    {
        var duration = status.Duration is { } time && !status.IsSteady ? $", {Text(time)}" : "";
        yield return $"{status.ServiceName} in {status.Cluster}: {Deployment(status) ?? "no deployment"}{duration}";
        if (status.LifecycleStage is not null)
        {
            yield return Label("stage") + Stages(status.LifecycleStage);
        }

        foreach (var line in Labelled("traffic", status.Revisions.Select(Bar)).Concat(Labelled("tasks", status.Revisions.Select(Tasks)))
            .Concat(Labelled("targets", status.Targets.Select(Health))))
        {
            yield return line;
        }

        if (Pause(status) is { } pause)
        {
            yield return Label("pause") + pause;
        }
    }

    /// <summary>An event or a failed task as a line of a display.</summary>
    public static IEnumerable<string> Happened(FargateServiceStatus status)
        => status.Events.Select(happened => $"  {Local(happened.CreatedAt, "HH:mm:ss")} {Short(happened.Message, status)}")
            .Concat(status.Failures.Select(failure => $"  failed task {failure}"));

    private static string? Deployment(FargateServiceStatus status)
    {
        if (status.Status is null)
        {
            return null;
        }

        var (from, to) = (status.Revisions.FirstOrDefault(revision => !revision.IsTarget), status.Revisions.FirstOrDefault(revision => revision.IsTarget));
        var versions = from is null ? to?.TaskDefinition : $"{from.TaskDefinition} -> {to?.TaskDefinition}";
        var reason = status.StatusReason is { } text && status.Status != "SUCCESSFUL" ? $": {text}" : "";
        return $"deployment of {versions}, {status.Strategy}, {status.Status}{reason}";
    }

    private static string? Traffic(FargateRevisionStatus revision)
        => revision.TrafficPercent is null && revision.TestTrafficPercent is null ? null : $"traffic {revision.TaskDefinition} {Percents(revision)}";

    private static string? Bar(FargateRevisionStatus revision)
    {
        if (revision.TrafficPercent is null && revision.TestTrafficPercent is null)
        {
            return null;
        }

        var full = (int)Math.Round(Math.Min(100, Math.Max(0, revision.TrafficPercent ?? 0)) / 100 * BarWidth);
        return $"{new string('#', full)}{new string('.', BarWidth - full)} {revision.TaskDefinition} {Percents(revision)}";
    }

    private static string Percents(FargateRevisionStatus revision)
        => FormattableString.Invariant($"{revision.TrafficPercent ?? 0:0.#} %")
            + (revision.TestTrafficPercent is { } test ? FormattableString.Invariant($", test traffic {test:0.#} %") : "");

    private static string Tasks(FargateRevisionStatus revision)
        => FormattableString.Invariant($"{revision.TaskDefinition} {revision.RunningCount} of {revision.RequestedCount} running")
            + (revision.PendingCount > 0 ? FormattableString.Invariant($", {revision.PendingCount} starting") : "");

    private static string Health(FargateTargetStatus target)
    {
        var counts = new[] { (target.Healthy, "healthy"), (target.Unhealthy, "unhealthy"), (target.Starting, "starting"), (target.Draining, "draining") }
            .Where(count => count.Item1 > 0).Select(count => FormattableString.Invariant($"{count.Item1} {count.Item2}")).ToList();
        return $"{target.TargetGroup} {(counts.Count > 0 ? string.Join(", ", counts) : "no targets")}"
            + (target.Reason is { } reason ? $": {reason}" : "");
    }

    private static string? Pause(FargateServiceStatus status)
        => status.IsWaiting
            ? $"waits. To go on: Resume-FargateDeployment {status.ServiceName} -Cluster {status.Cluster}"
                + (status.WaitsUntil is { } until ? $" (ends by itself at {Local(until, "yyyy-MM-dd HH:mm")})" : "")
            : null;

    /// <summary>An event in fewer columns: without the service's name, which the display shows, and with target groups by name.</summary>
    private static string Short(string message, FargateServiceStatus status)
    {
        var name = $"(service {status.ServiceName}) ";
        var text = message.StartsWith(name, StringComparison.Ordinal) ? message.Substring(name.Length) : message;
        foreach (var target in status.Targets)
        {
            text = text.Replace(target.TargetGroupArn, target.TargetGroup);
        }

        return text;
    }

    private static string Stages(string stage)
    {
        var place = LifecycleStages.All.ToList().IndexOf(stage);
        return place < 0 ? stage : FormattableString.Invariant($"{stage} ({place + 1} of {LifecycleStages.All.Count})");
    }

    private static IEnumerable<string> Labelled(string label, IEnumerable<string?> values)
        => values.OfType<string>().Select((value, place) => Label(place == 0 ? label : "") + value);

    private static string Local(DateTimeOffset time, string format) => time.ToLocalTime().ToString(format, CultureInfo.InvariantCulture);

    private static string Label(string label) => $"  {label.PadRight(LabelWidth)}";

    private static string Text(TimeSpan time)
        => time.TotalHours >= 1 ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);
}
