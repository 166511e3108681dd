using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Costs;

/// <summary>Says how long something runs that is measured.</summary>
internal static class CostUsage
{
    public static string Of(CostSubject subject, IReadOnlyList<CostRequest> services)
        => subject is AppCostRequest ? App(services) : Tasks(services[0]);

    private static string Tasks(CostRequest tasks)
    {
        var count = Count(tasks.Count, "task") + Spot(tasks.SpotCount);
        return tasks.IsOneRun ? FormattableString.Invariant($"1 run of {tasks.RunDuration}{(tasks.SpotCount > 0 ? " on Spot" : "")}")
            : tasks.RunsPerMonth is { } runs ? FormattableString.Invariant($"{count}, {runs:0.#} runs a month of {tasks.RunDuration}")
            : FormattableString.Invariant($"{count}, {tasks.HoursPerDay:0.##} hours a day");
    }

    private static string App(IReadOnlyList<CostRequest> services)
    {
        var steady = services.Where(service => service.RunsPerMonth is null).ToList();
        var tasks = Count(steady.Sum(service => service.Count), "task") + Spot(steady.Sum(service => service.SpotCount));
        var parts = services.Where(service => service.RunsPerMonth is not null)
            .Select(service => FormattableString.Invariant($"{service.RunsPerMonth:0.#} runs a month of {service.Name}"));
        return string.Join(", ", parts.Prepend(FormattableString.Invariant(
            $"{Count(steady.Count, "service")} with {tasks}, {(steady.Count == 0 ? 24 : steady[0].HoursPerDay):0.##} hours a day")));
    }

    private static string Count(int count, string what) => FormattableString.Invariant($"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Spot(int count) => count > 0 ? FormattableString.Invariant($" ({count} on Spot)") : "";
}
