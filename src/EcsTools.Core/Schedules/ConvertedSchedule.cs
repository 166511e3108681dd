using System.Linq;
using EcsTools.Models;
using EcsTools.Schedules.Expressions;
using EcsTools.Tasks;

namespace EcsTools.Schedules;

/// <summary>Completes the request for a schedule with what was converted from another scheduler.</summary>
public static class ConvertedSchedule
{
    /// <summary>Takes from a conversion what a request does not say.</summary>
    /// <param name="request">The request.</param>
    /// <param name="conversion">The conversion.</param>
    /// <param name="keepName">Whether the request has the name to use.</param>
    /// <exception cref="EcsToolsException">The conversion has no schedule that does the same.</exception>
    public static ScheduledTaskRequest Complete(ScheduledTaskRequest request, ScheduleConversion conversion, bool keepName)
    {
        if (!conversion.IsConvertible)
        {
            var findings = conversion.Findings.Where(finding => finding.Severity == ScheduleFindingSeverity.Error).ToList();
            throw new EcsToolsException(
                ErrorCodes.ScheduleNotConvertible,
                $"'{conversion.Source}' cannot become a schedule: {string.Join(" ", findings.Select(finding => finding.Message))}",
                findings.FirstOrDefault()?.Remedy ?? "Look at its Findings.",
                "InputObject",
                conversion.ScheduleName);
        }

        return request with
        {
            Name = keepName ? request.Name : conversion.ScheduleName,
            Expression = ScheduleExpression.Parse(conversion.Expression!),
            TimeZone = request.TimeZone ?? ScheduleTimeZone.Parse(conversion.TimeZone),
            StartDate = request.StartDate ?? conversion.StartDate,
            EndDate = request.EndDate ?? conversion.EndDate,
            FlexibleWindow = request.FlexibleWindow ?? conversion.FlexibleWindow,
            Description = request.Description ?? conversion.Description,
            Overrides = request.Overrides with
            {
                Command = request.Overrides.Command ?? (conversion.Command.Count > 0 ? conversion.Command : null),
                Environment = request.Overrides.Environment ?? (conversion.Environment.Count > 0 ? conversion.Environment : null),
            },
        };
    }
}
