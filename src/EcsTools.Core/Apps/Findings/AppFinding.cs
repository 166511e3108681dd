using EcsTools.Models;

namespace EcsTools.Apps.Findings;

/// <summary>A finding, before it is known where it was found.</summary>
internal sealed record AppFinding(
    FargateAppFindingCode Code, FargateAppFindingSeverity Severity, string? Service, string Subject, string Message, string Remedy, string? FixCommand = null)
{
    /// <summary>The finding as a warning.</summary>
    public override string ToString() => $"{Message} {Remedy}";

    public static AppFinding Error(
        CheckedService service, FargateAppFindingCode code, string subject, string message, string remedy, string? fix = null)
        => new(code, FargateAppFindingSeverity.Error, service.Name, subject, message, remedy, fix);

    public static AppFinding Warning(
        CheckedService service, FargateAppFindingCode code, string subject, string message, string remedy, string? fix = null)
        => new(code, FargateAppFindingSeverity.Warning, service.Name, subject, message, remedy, fix);
}
