using System.Collections.Generic;
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
    /// <summary>The cost of the desired tasks of a service; null if the price is not known here.</summary>
    public static decimal? Tasks(TaskSize size, FargateService service)
        => Tasks(size, service.DesiredCount, service.AssignPublicIp, service.CapacityProviders);

    /// <summary>The cost of tasks, as Measure-FargateCost calculates it; null if the price is not known here.</summary>
    /// <param name="size">The size of a task.</param>
    /// <param name="count">Number of tasks.</param>
    /// <param name="publicIp">Whether each has a public address.</param>
    /// <param name="capacity">Their capacity, such as <c>FARGATE_SPOT weight 3</c>.</param>
    public static decimal? Tasks(TaskSize size, int count, bool publicIp, IReadOnlyList<string> capacity)
        => count == 0 ? 0 : MonthlyCost.Find(new CostRequest
        {
            Region = size.Region,
            Cpu = size.Cpu,
            Memory = size.Memory,
            StorageGb = size.Storage,
            IsArm = size.Architecture == "ARM64",
            IsWindows = size.OperatingSystem != "LINUX",
            Count = count,
            SpotCount = CapacityShares.SpotCount(capacity, count),
            HasPublicIp = publicIp,
        })?.Monthly;

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
