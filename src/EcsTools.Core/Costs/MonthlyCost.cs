using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Costs;

/// <summary>Calculates the cost of an average month. No price is guessed: one that is not known is an error.</summary>
public sealed class MonthlyCost
{
    /// <summary>Days of an average month.</summary>
    public const double DaysOfMonth = TaskCosts.HoursOfMonth / 24d;

    // A run of a small task costs less than a cent.
    private const decimal SmallAmount = 0.10m;
    private const int Decimals = 8;

    private readonly CostLines _lines;
    private readonly CostSubject _subject;
    private readonly IReadOnlyList<CostRequest> _services;

    private MonthlyCost(CostSubject subject, IReadOnlyList<CostRequest> services, PriceBook book)
        => (_subject, _services, _lines) = (subject, services, new CostLines(book, subject.Region));

    /// <summary>The cost of tasks.</summary>
    /// <param name="request">What to calculate the cost of.</param>
    /// <exception cref="EcsToolsException">A price is not known.</exception>
    public static FargateCost Calculate(CostRequest request) => Calculate(request, PriceBook.Current);

    /// <summary>The cost of tasks; null if a price is not known.</summary>
    internal static FargateCost? Find(CostRequest request)
    {
        try
        {
            return Calculate(request);
        }
        catch (EcsToolsException unknown) when (unknown.Is(ErrorCodes.PriceUnknown))
        {
            return null;
        }
    }

    /// <summary>The cost of an app.</summary>
    /// <param name="request">The app.</param>
    /// <exception cref="EcsToolsException">A price is not known.</exception>
    public static FargateCost Calculate(AppCostRequest request) => Calculate(request, PriceBook.Current);

    /// <summary>The cost with other prices.</summary>
    internal static FargateCost Calculate(CostRequest request, PriceBook book) => new MonthlyCost(request, [request], book).Calculate();

    /// <summary>The cost of an app with other prices.</summary>
    internal static FargateCost Calculate(AppCostRequest request, PriceBook book) => new MonthlyCost(request, request.Services, book).Calculate();

    /// <summary>The EC2 instance types whose price is known.</summary>
    /// <param name="region">Region; null for all.</param>
    public static IReadOnlyList<string> KnownInstances(string? region) => PriceBook.Current.Instances(region);

    private FargateCost Calculate()
    {
        var tasks = _services.SelectMany(TaskLines).ToList();
        var lines = tasks.Concat(_lines.Besides(_subject)).ToList();
        var isRun = _services is [{ RunsPerMonth: not null }];
        var comparisons = _subject.CompareTo.Select(type => Compare(type, tasks)).ToArray();
        return new FargateCost
        {
            Name = _subject.Name ?? FormattableString.Invariant($"{_services[0].Cpu} CPU, {_services[0].Memory} MiB"),
            Usage = CostUsage.Of(_subject, _services),
            Monthly = Rounded(lines.Sum(line => line.Amount)),
            RunCost = isRun ? Math.Round(_lines.Tasks(_services[0], RunHours(_services[0])).Sum(line => line.Amount), Decimals) : null,
            Lines = lines,
            Comparisons = comparisons,
            PricedOn = _lines.Used.Min(price => price.Date),
            PriceSources = _lines.Used.Select(price => price.Source).Distinct(StringComparer.Ordinal).ToArray(),
            Region = _subject.Region,
        };
    }

    private IEnumerable<FargateCostLine> TaskLines(CostRequest service)
        => _lines.Tasks(service, TaskHours(service)).Select(line => _subject is AppCostRequest ? line with { Service = service.Name } : line);

    /// <summary>The billed hours of one task in a month.</summary>
    private static double TaskHours(CostRequest service)
        => service.RunsPerMonth is { } runs ? runs * RunHours(service) : service.HoursPerDay * DaysOfMonth;

    private static double RunHours(CostRequest service) => TaskCosts.Billed(service.RunDuration ?? TimeSpan.Zero, service.IsWindows).TotalHours;

    /// <summary>
    /// Compares the tasks, their load balancer and their NAT gateways with an instance. The logs and the images cost the same on both. Of an app, the hours
    /// are those of the services that are always on; its scheduled services run as they do.
    /// </summary>
    private FargateCostComparison Compare(string type, List<FargateCostLine> tasks)
    {
        var instance = _lines.Instance(type, _subject.InstanceDiskGb);
        var monthly = instance.Sum(line => line.Amount);
        var balancing = _lines.Balancing(_subject).Sum(line => line.Amount);
        var runs = _services is [{ RunDuration: not null } only] ? only : null;
        var steady = runs is null ? _services.Where(service => service.RunsPerMonth is null).ToList() : [runs];
        var besides = balancing + _services.Except(steady).SelectMany(TaskLines).Sum(line => line.Amount);
        var hour = steady.SelectMany(service => _lines.Tasks(service, 1)).Sum(line => line.Quantity * line.UnitPrice);
        var hours = hour > 0 ? (double)((monthly - besides) / hour) / DaysOfMonth : besides <= monthly ? double.PositiveInfinity : 0;
        double? limit = runs is null ? null : hours / RunHours(runs);
        return new FargateCostComparison
        {
            InstanceType = type,
            Monthly = Cents(monthly),
            Lines = instance,
            TaskHour = hour,
            BesidesTasks = besides,
            BreakEvenHoursPerDay = Math.Round(Math.Min(24, Math.Max(0, hours)), 2),
            BreakEvenRunsPerDay = limit is null ? null : Math.Round(Math.Max(0, limit.Value), 1),
            Verdict = Verdict(hours, limit, Cents(tasks.Sum(line => line.Amount) + balancing), Cents(monthly)),
        };
    }

    private static string Verdict(double hours, double? runs, decimal now, decimal instance)
    {
        var difference = Math.Abs(now - instance);
        var less = FormattableString.Invariant($"costs {difference:0.00} {(now <= instance ? "less" : "more")}");
        var limit = hours <= 0 ? "never less"
            : double.IsInfinity(hours) ? "always less"
            : runs is not null ? FormattableString.Invariant($"less up to {runs:0.#} runs a day")
            : hours >= 24 ? "always less"
            : FormattableString.Invariant($"less up to {hours:0.0} hours a day");
        return $"Fargate {less} ({limit})";
    }

    private static decimal Rounded(decimal amount) => amount < SmallAmount ? Math.Round(amount, Decimals) : Cents(amount);

    private static decimal Cents(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
}
