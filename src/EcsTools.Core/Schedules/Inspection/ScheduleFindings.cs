using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Schedules.Inspection;

/// <summary>Collects the findings about one schedule.</summary>
internal sealed class ScheduleFindings(ScheduledTask schedule)
{
    private static readonly string[] Order = [ScheduleFindingSeverity.Error, ScheduleFindingSeverity.Warning, ScheduleFindingSeverity.Information];

    private readonly List<ScheduleFinding> _findings = [];

    /// <summary>The schedule in a command line: its name, and its group or service if it is not the default.</summary>
    public string Selector => schedule.ScheduleName
        + (schedule.Group is null or ScheduleSpec.DefaultGroup ? "" : " -Group " + schedule.Group)
        + (schedule.Backend == nameof(ScheduleBackend.Rule) ? " -Backend Rule" : "");

    public void Error(string code, string message, string remedy, string? fix = null) => Add(ScheduleFindingSeverity.Error, code, message, remedy, fix);

    public void Warning(string code, string message, string remedy, string? fix = null) => Add(ScheduleFindingSeverity.Warning, code, message, remedy, fix);

    public void Information(string code, string message, string remedy, string? fix = null)
        => Add(ScheduleFindingSeverity.Information, code, message, remedy, fix);

    public IReadOnlyList<ScheduleFinding> BySeverity() => _findings.OrderBy(finding => System.Array.IndexOf(Order, finding.Severity)).ToList();

    private void Add(string severity, string code, string message, string remedy, string? fix) => _findings.Add(new ScheduleFinding
    {
        ScheduleName = schedule.ScheduleName,
        Severity = severity,
        Code = code,
        Message = message,
        Remedy = remedy,
        FixCommand = fix,
        Region = schedule.Region,
    });
}
