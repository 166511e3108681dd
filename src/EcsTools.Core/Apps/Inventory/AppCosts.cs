using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Costs;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Inventory;

/// <summary>What the tasks of services cost in a month of 730 hours.</summary>
internal static class AppCosts
{
    private static readonly TimeSpan Month = TimeSpan.FromHours(730);

    /// <summary>The cost of tasks; null if the price is not known here.</summary>
    public static decimal? Tasks(TaskSize size, int count, bool publicIp, bool spot)
    {
        if (count == 0)
        {
            return 0;
        }

        var from = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var cost = TaskCosts.From(new BillableUsage
        {
            Region = size.Region,
            Cpu = size.Cpu,
            Memory = size.Memory,
            StorageGb = size.Storage,
            IsArm = size.Architecture == "ARM64",
            IsWindows = size.OperatingSystem != "LINUX",
            IsSpot = spot,
            HasPublicIp = publicIp,
            From = from,
            To = from + Month,
        });
        return cost is null ? null : Math.Round(cost.Amount * count, 2);
    }

    /// <summary>Whether all tasks of a service run on Spot. Of a mix, the price on demand is an upper limit.</summary>
    public static bool IsSpot(FargateService service)
        => service.CapacityProviders.Count > 0 && service.CapacityProviders.All(item => item.StartsWith("FARGATE_SPOT", StringComparison.Ordinal));

    /// <summary>A sum in which nothing may be unknown.</summary>
    public static decimal? Sum(params decimal?[] amounts) => amounts.All(amount => amount is not null) ? amounts.Sum() : null;
}

/// <summary>What the price of a task depends on.</summary>
internal sealed record TaskSize(string Region, int Cpu, int Memory, int Storage, string Architecture, string OperatingSystem)
{
    private const int IncludedStorage = 20;

    public static TaskSize From(FargateTaskDefinition definition) => new(
        definition.Region, definition.Cpu, definition.Memory, definition.EphemeralStorage, definition.Architecture, definition.OperatingSystem);

    /// <summary>The size in a definition that is not registered yet.</summary>
    public static TaskSize From(JsonObject document, string region) => new(
        region,
        TaskSizeText.ParseCpu(TaskDefinitionDocument.Text(document["cpu"])) ?? 0,
        TaskSizeText.ParseMemory(TaskDefinitionDocument.Text(document["memory"])) ?? 0,
        int.TryParse(TaskDefinitionDocument.Text(document["ephemeralStorage"]?["sizeInGiB"]), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? size : IncludedStorage,
        TaskDefinitionDocument.Text(document["runtimePlatform"]?["cpuArchitecture"]) ?? "X86_64",
        TaskDefinitionDocument.Text(document["runtimePlatform"]?["operatingSystemFamily"]) ?? "LINUX");
}
