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

    private readonly PriceBook _book;
    private readonly List<Price> _used = [];
    private readonly CostRequest _request;

    private MonthlyCost(CostRequest request, PriceBook book) => (_request, _book) = (request, book);

    /// <summary>The cost.</summary>
    /// <param name="request">What to calculate the cost of.</param>
    /// <exception cref="EcsToolsException">A price is not known.</exception>
    public static FargateCost Calculate(CostRequest request) => Calculate(request, PriceBook.Current);

    /// <summary>The cost with other prices.</summary>
    internal static FargateCost Calculate(CostRequest request, PriceBook book) => new MonthlyCost(request, book).Calculate();

    /// <summary>The EC2 instance types whose price is known.</summary>
    /// <param name="region">Region; null for all.</param>
    public static IReadOnlyList<string> KnownInstances(string? region) => PriceBook.Current.Instances(region);

    private FargateCost Calculate()
    {
        var tasks = TaskLines(TaskHours()).ToList();
        var lines = tasks.Concat(ServiceLines()).ToList();
        return new FargateCost
        {
            Name = _request.Name ?? FormattableString.Invariant($"{_request.Cpu} CPU, {_request.Memory} MiB"),
            Usage = Usage(),
            Monthly = Cents(lines.Sum(line => line.Amount)),
            Lines = lines,
            Comparisons = _request.CompareTo.Select(type => Compare(type, tasks)).ToArray(),
            PricedOn = _used.Min(price => price.Date),
            PriceSources = _used.Select(price => price.Source).Distinct(StringComparer.Ordinal).ToArray(),
            Region = _request.Region,
        };
    }

    /// <summary>The billed hours of one task in a month.</summary>
    private double TaskHours()
        => _request.RunsPerMonth is { } runs ? runs * RunHours() : _request.HoursPerDay * DaysOfMonth;

    private double RunHours() => TaskCosts.Billed(_request.RunDuration ?? TimeSpan.Zero, _request.IsWindows).TotalHours;

    private string Usage()
    {
        var count = _request.Count == 1 ? "1 task" : FormattableString.Invariant($"{_request.Count} tasks");
        var spot = _request.SpotCount > 0 ? FormattableString.Invariant($" ({_request.SpotCount} on Spot)") : "";
        return _request.RunsPerMonth is { } runs
            ? FormattableString.Invariant($"{count}{spot}, {runs:0.#} runs a month of {_request.RunDuration}")
            : FormattableString.Invariant($"{count}{spot}, {_request.HoursPerDay:0.##} hours a day");
    }

    private IEnumerable<FargateCostLine> TaskLines(double hours)
    {
        var onDemand = _request.Count - _request.SpotCount;
        foreach (var (count, isSpot) in new[] { (onDemand, false), (_request.SpotCount, true) }.Where(part => part.Item1 > 0))
        {
            var (architecture, mark) = (_request.IsWindows ? "windows" : _request.IsArm ? "arm" : "x86", isSpot ? " (Spot)" : "");
            var (vcpus, gigabytes) = (_request.Cpu / 1024d * hours * count, _request.Memory / 1024d * hours * count);
            yield return Line("vCPU" + mark, vcpus, "vCPU-hours", isSpot ? PriceNames.SpotVcpu(architecture) : PriceNames.Vcpu(architecture));
            yield return Line("Memory" + mark, gigabytes, "GB-hours", isSpot ? PriceNames.SpotMemory(architecture) : PriceNames.Memory(architecture));
            if (_request.IsWindows)
            {
                yield return Line("Windows licence", vcpus, "vCPU-hours", PriceNames.WindowsLicense);
            }
        }

        if (_request.StorageGb > TaskCosts.IncludedStorage)
        {
            yield return Line(
                "Ephemeral storage", (_request.StorageGb - TaskCosts.IncludedStorage) * hours * _request.Count, "GB-hours", PriceNames.Storage);
        }

        if (_request.HasPublicIp)
        {
            yield return Line("Public IPv4 addresses", hours * _request.Count, "hours", PriceNames.PublicIp);
        }
    }

    /// <summary>What is billed for the whole month, however long the tasks run.</summary>
    private IEnumerable<FargateCostLine> ServiceLines()
    {
        foreach (var line in LoadBalancerLines().Concat(NatLines()))
        {
            yield return line;
        }

        if (_request.LogGb > 0)
        {
            yield return Line("Log lines", _request.LogGb, "GB", PriceNames.Logs);
        }

        if (_request.ImageGb > 0)
        {
            yield return Line("Images in ECR", _request.ImageGb, "GB-months", PriceNames.ImageStorage);
        }
    }

    private IEnumerable<FargateCostLine> LoadBalancerLines()
    {
        if (_request.LoadBalancerUnits is { } units)
        {
            yield return Line("Load balancer", TaskCosts.HoursOfMonth, "hours", PriceNames.LoadBalancer);
            yield return Line("Load balancer traffic", units * TaskCosts.HoursOfMonth, "LCU-hours", PriceNames.LoadBalancerUnit);
            if (_request.LoadBalancerAddresses > 0)
            {
                yield return Line("Load balancer addresses", _request.LoadBalancerAddresses * TaskCosts.HoursOfMonth, "hours", PriceNames.PublicIp);
            }
        }
    }

    private IEnumerable<FargateCostLine> NatLines()
    {
        if (_request.NatGateways > 0)
        {
            yield return Line("NAT gateways", _request.NatGateways * TaskCosts.HoursOfMonth, "hours", PriceNames.NatGateway);
            yield return Line("NAT traffic", _request.NatGb, "GB", PriceNames.NatTraffic);
        }
    }

    /// <summary>
    /// Compares the tasks, their load balancer and their NAT gateways with an instance. The logs and the images cost the same on both.
    /// </summary>
    private FargateCostComparison Compare(string type, List<FargateCostLine> tasks)
    {
        FargateCostLine[] instance =
        [
            Line(type, TaskCosts.HoursOfMonth, "hours", PriceNames.Instance(type)),
            Line("Disk (gp3)", _request.InstanceDiskGb, "GB-months", PriceNames.Disk),
            Line("Public IPv4 address", TaskCosts.HoursOfMonth, "hours", PriceNames.PublicIp),
        ];
        var monthly = instance.Sum(line => line.Amount);
        var besides = LoadBalancerLines().Concat(NatLines()).Sum(line => line.Amount);
        var hour = TaskLines(1).Sum(line => line.Quantity * line.UnitPrice);
        var hours = (double)((monthly - besides) / hour) / DaysOfMonth;
        return new FargateCostComparison
        {
            InstanceType = type,
            Monthly = Cents(monthly),
            Lines = instance,
            BreakEvenHoursPerDay = Math.Round(Math.Min(24, Math.Max(0, hours)), 2),
            BreakEvenRunsPerDay = _request.RunDuration is null ? null : Math.Round(Math.Max(0, hours / RunHours()), 1),
            Verdict = Verdict(hours, Cents(tasks.Sum(line => line.Amount) + besides), Cents(monthly)),
        };
    }

    private string Verdict(double hours, decimal now, decimal instance)
    {
        var difference = Math.Abs(now - instance);
        var less = FormattableString.Invariant($"costs {difference:0.00} {(now <= instance ? "less" : "more")}");
        var limit = hours <= 0 ? "never less"
            : _request.RunDuration is not null ? FormattableString.Invariant($"less up to {hours / RunHours():0.#} runs a day")
            : hours >= 24 ? "always less"
            : FormattableString.Invariant($"less up to {hours:0.0} hours a day");
        return $"Fargate {less} ({limit})";
    }

    private static decimal Cents(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    private FargateCostLine Line(string item, double quantity, string unit, string price)
    {
        var found = _book.Find(_request.Region, price) ?? throw Unknown(item, price);
        _used.Add(found);
        return new FargateCostLine { Name = item, Quantity = Math.Round((decimal)quantity, 4), Unit = unit, UnitPrice = found.Amount };
    }

    private EcsToolsException Unknown(string item, string price)
    {
        var isInstance = price.StartsWith(PriceNames.InstancePrefix, StringComparison.Ordinal);
        var known = isInstance ? _book.Instances(_request.Region) : [];
        return new EcsToolsException(
            ErrorCodes.PriceUnknown,
            $"The price of '{item}' in {_request.Region} is not known.",
            "Run the command with -Refresh to download the prices of AWS"
                + (known.Count > 0 ? $", or use one of {string.Join(", ", known)}." : ", or with -Region us-east-1 for the prices there."),
            isInstance ? "CompareTo" : "Region",
            isInstance ? item : _request.Region);
    }
}
