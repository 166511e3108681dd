using System;
using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Costs;

/// <summary>The parts of a monthly cost with the prices of a region. It remembers the prices that it used.</summary>
internal sealed class CostLines(PriceBook book, string region)
{
    private readonly List<Price> _used = [];

    public IReadOnlyList<Price> Used => _used;

    /// <summary>Tasks, each for this number of billed hours.</summary>
    public IReadOnlyList<FargateCostLine> Tasks(CostRequest tasks, double hours)
    {
        var lines = new List<FargateCostLine>();
        if (tasks.Count - tasks.SpotCount > 0 || tasks.SpotCount == 0)
        {
            Add(lines, tasks, hours * (tasks.Count - tasks.SpotCount), isSpot: false);
        }

        if (tasks.SpotCount > 0)
        {
            Add(lines, tasks, hours * tasks.SpotCount, isSpot: true);
        }

        if (tasks.StorageGb > TaskCosts.IncludedStorage)
        {
            lines.Add(Line("Ephemeral storage", (tasks.StorageGb - TaskCosts.IncludedStorage) * hours * tasks.Count, "GB-hours", PriceNames.Storage));
        }

        if (tasks.HasPublicIp)
        {
            lines.Add(Line("Public IPv4 addresses", hours * tasks.Count, "hours", PriceNames.PublicIp));
        }

        return lines;
    }

    /// <summary>What is billed for the whole month, however long the tasks run.</summary>
    public IEnumerable<FargateCostLine> Besides(CostSubject subject)
    {
        foreach (var line in Balancing(subject))
        {
            yield return line;
        }

        if (subject.LogGb > 0)
        {
            yield return Line("Log lines", subject.LogGb, "GB", PriceNames.Logs);
        }

        if (subject.StoredLogGb > 0)
        {
            yield return Line("Log lines kept", subject.StoredLogGb, "GB-months", PriceNames.LogStorage);
        }

        if (subject.ImageGb > 0)
        {
            yield return Line("Images in ECR", subject.ImageGb, "GB-months", PriceNames.ImageStorage);
        }
    }

    /// <summary>The load balancer and the NAT gateways.</summary>
    public IEnumerable<FargateCostLine> Balancing(CostSubject subject)
    {
        if (subject.LoadBalancerUnits is { } units)
        {
            yield return Line("Load balancer", TaskCosts.HoursOfMonth, "hours", PriceNames.LoadBalancer);
            yield return Line("Load balancer traffic", units * TaskCosts.HoursOfMonth, "LCU-hours", PriceNames.LoadBalancerUnit);
            if (subject.LoadBalancerAddresses > 0)
            {
                yield return Line("Load balancer addresses", subject.LoadBalancerAddresses * TaskCosts.HoursOfMonth, "hours", PriceNames.PublicIp);
            }
        }

        if (subject.NatGateways > 0)
        {
            yield return Line("NAT gateways", subject.NatGateways * TaskCosts.HoursOfMonth, "hours", PriceNames.NatGateway);
            yield return Line("NAT traffic", subject.NatGb, "GB", PriceNames.NatTraffic);
        }
    }

    /// <summary>An EC2 instance that is always on, with its disk and its address.</summary>
    public FargateCostLine[] Instance(string type, int diskGb) =>
    [
        Line(type, TaskCosts.HoursOfMonth, "hours", PriceNames.Instance(type)),
        Line("Disk (gp3)", diskGb, "GB-months", PriceNames.Disk),
        Line("Public IPv4 address", TaskCosts.HoursOfMonth, "hours", PriceNames.PublicIp),
    ];

    private void Add(List<FargateCostLine> lines, CostRequest tasks, double hours, bool isSpot)
    {
        var (architecture, mark) = (tasks.IsWindows ? "windows" : tasks.IsArm ? "arm" : "x86", isSpot ? " (Spot)" : "");
        var (vcpus, gigabytes) = (tasks.Cpu / 1024d * hours, tasks.Memory / 1024d * hours);
        lines.Add(Line("vCPU" + mark, vcpus, "vCPU-hours", isSpot ? PriceNames.SpotVcpu(architecture) : PriceNames.Vcpu(architecture)));
        lines.Add(Line("Memory" + mark, gigabytes, "GB-hours", isSpot ? PriceNames.SpotMemory(architecture) : PriceNames.Memory(architecture)));
        if (tasks.IsWindows)
        {
            lines.Add(Line("Windows licence", vcpus, "vCPU-hours", PriceNames.WindowsLicense));
        }
    }

    private FargateCostLine Line(string item, double quantity, string unit, string price)
    {
        var found = book.Find(region, price) ?? throw Unknown(item, price);
        _used.Add(found);

        // A short run uses parts of a thousandth of an hour.
        return new FargateCostLine { Name = item, Quantity = Math.Round((decimal)quantity, quantity < 1 ? 8 : 4), Unit = unit, UnitPrice = found.Amount };
    }

    private EcsToolsException Unknown(string item, string price)
    {
        var isInstance = price.StartsWith(PriceNames.InstancePrefix, StringComparison.Ordinal);
        var known = isInstance ? book.Instances(region) : [];
        return new EcsToolsException(
            ErrorCodes.PriceUnknown,
            $"The price of '{item}' in {region} is not known.",
            "Run the command with -Refresh to download the prices of AWS"
                + (known.Count > 0 ? $", or use one of {string.Join(", ", known)}." : ", or with -Region us-east-1 for the prices there."),
            isInstance ? "CompareTo" : "Region",
            isInstance ? item : region);
    }
}
