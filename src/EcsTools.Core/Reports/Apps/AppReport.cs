using System;
using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Reports.Apps;

/// <summary>What the picture of an app shows.</summary>
internal sealed record AppReport
{
    public required FargateApp App { get; init; }

    /// <summary>When it was read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The zone in which times are shown.</summary>
    public required TimeZoneInfo Zone { get; init; }

    public required IReadOnlyList<ServiceReport> Services { get; init; }

    /// <summary>The load balancers with the routes of the app, in the order in which they are tried.</summary>
    public IReadOnlyList<EntryReport> Entries { get; init; } = [];

    /// <summary>The newest log lines, the oldest first.</summary>
    public IReadOnlyList<LogLineReport> Log { get; init; } = [];

    /// <summary>What it costs; null if a price is not known.</summary>
    public FargateCost? Cost { get; init; }

    /// <summary>Why the cost is not known, or what is left out of it; null if nothing is.</summary>
    public string? CostNote { get; init; }

    public IReadOnlyList<ScheduledTask> Schedules { get; init; } = [];

    /// <summary>A time as the report shows it.</summary>
    public string Text(DateTimeOffset? time, string format = "yyyy-MM-dd HH:mm")
        => time is null ? "" : TimeZoneInfo.ConvertTime(time.Value, Zone).ToString(format, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A service that keeps tasks running.</summary>
/// <param name="Name">Name within the app.</param>
/// <param name="Service">The service as part of the app.</param>
/// <param name="TargetGroupArns">The target groups of its tasks.</param>
/// <param name="Tasks">Its running tasks.</param>
/// <param name="Deployments">Its deployments, the newest first.</param>
internal sealed record ServiceReport(
    string Name,
    FargateAppService Service,
    IReadOnlyList<string> TargetGroupArns,
    IReadOnlyList<FargateTask> Tasks,
    IReadOnlyList<FargateDeployment> Deployments);

/// <summary>A listener of a load balancer with routes of the app.</summary>
/// <param name="LoadBalancer">Name of the load balancer.</param>
/// <param name="Url">Its address.</param>
/// <param name="Port">Port of the listener.</param>
/// <param name="Routes">The rules, in the order in which they are tried.</param>
internal sealed record EntryReport(string LoadBalancer, string? Url, int Port, IReadOnlyList<FargateRoute> Routes);

/// <summary>A log line of a service.</summary>
internal sealed record LogLineReport(string Service, TaskLogEvent Line);
