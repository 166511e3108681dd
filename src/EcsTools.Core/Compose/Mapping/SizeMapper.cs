using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EcsTools.Compose.Model;
using EcsTools.TaskDefinitions;

namespace EcsTools.Compose.Mapping;

/// <summary>The size of a task: the smallest of Fargate in which its containers fit.</summary>
internal sealed class SizeMapper
{
    private const double BytesPerMiB = 1 << 20;
    private const int UnitsPerCpu = 1024;

    private readonly MappingContext _context;

    public SizeMapper(MappingContext context) => _context = context;

    /// <summary>The memory of a container in MiB; null if it has no limit.</summary>
    public static int? MiB(ComposeService service)
        => service.Deploy.Memory is { Value: > 0 } memory ? (int)Math.Min(int.MaxValue, Math.Ceiling(memory.Value / BytesPerMiB)) : null;

    /// <summary>The CPU units of a container; null if it has no limit.</summary>
    public static int? Units(ComposeService service)
        => service.Deploy.Cpus is { Value: > 0 } cpus ? (int)Math.Min(int.MaxValue, Math.Ceiling(Math.Round(cpus.Value * UnitsPerCpu, 6))) : null;

    /// <summary>The CPU units and MiB of a task; null if nothing was given.</summary>
    /// <param name="group">The task.</param>
    /// <param name="isWindows">Whether it runs Windows containers.</param>
    public (int? Cpu, int? Memory) Map(ServiceGroup group, bool isWindows)
    {
        var extension = group.Main.Fargate;
        var cpu = extension.Cpu is { } givenCpu
            ? MappingContext.Checked(givenCpu.Position, "x-fargate.cpu", () => TaskSizeText.ParseCpu(givenCpu.Value)) : null;
        var memory = extension.Memory is { } givenMemory
            ? MappingContext.Checked(givenMemory.Position, "x-fargate.memory", () => TaskSizeText.ParseMemory(givenMemory.Value)) : null;
        if (cpu is not null && memory is not null)
        {
            return MappingContext.Checked(extension.Cpu!.Value.Position, "the size", () => FargateSizes.Settle(cpu, memory, isWindows));
        }

        var (units, mib) = (cpu ?? Sum(group, Units), memory ?? Sum(group, MiB));
        if (units is null && mib is null)
        {
            return (null, null);
        }

        var fitting = FargateSizes.All
            .Where(size => (!isWindows || size.Windows) && (cpu is null ? size.Cpu >= (units ?? 0) : size.Cpu == cpu))
            .SelectMany(size => size.Memory.Select(value => (size.Cpu, Memory: value)))
            .Where(size => memory is null ? size.Memory >= (mib ?? 0) : size.Memory == memory)
            .ToList();
        if (fitting.Count == 0)
        {
            var largest = FargateSizes.All[FargateSizes.All.Count - 1];
            _context.Error(
                group.Main.Position,
                $"services.{group.Main.Name} needs {Text(units, mib)}, and Fargate has no such size",
                $"Ask for less: the largest size has {largest.Cpu} CPU units and {largest.Memory[largest.Memory.Count - 1]} MiB. "
                    + "Or give a valid pair with x-fargate.cpu and x-fargate.memory.");
            return (null, null);
        }

        var (chosenCpu, chosenMemory) = fitting[0];
        if ((units ?? chosenCpu) != chosenCpu || (mib ?? chosenMemory) != chosenMemory)
        {
            _context.Notes.Add($"{group.Main.Name}: {Text(units, mib)} become {chosenCpu} CPU units and {chosenMemory} MiB, the nearest size of Fargate.");
        }

        return (chosenCpu, chosenMemory);
    }

    private static int? Sum(ServiceGroup group, Func<ComposeService, int?> value)
    {
        var values = group.All.Select(value).OfType<int>().ToList();
        return values.Count == 0 ? null : (int)Math.Min(int.MaxValue, values.Sum(one => (long)one));
    }

    private static string Text(int? units, int? mib)
        => string.Join(
            " and ",
            new[]
            {
                units is { } cpu ? cpu.ToString(CultureInfo.InvariantCulture) + " CPU units" : null,
                mib is { } memory ? memory.ToString(CultureInfo.InvariantCulture) + " MiB" : null,
            }.Where(part => part is not null));
}
