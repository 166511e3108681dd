using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcsTools.TaskDefinitions;

/// <summary>One row of Fargate's table: a CPU value and the memory values that are allowed with it.</summary>
/// <param name="Cpu">CPU units; 1024 units are one vCPU.</param>
/// <param name="Memory">Memory values in MiB, ascending.</param>
/// <param name="Windows">Whether Windows containers may have this size.</param>
public sealed record FargateSize(int Cpu, IReadOnlyList<int> Memory, bool Windows);

/// <summary>
/// The pairs of CPU and memory that Fargate accepts. Source: "Task CPU and memory" in the Amazon ECS Developer Guide, task definition
/// parameters for Fargate.
/// </summary>
public static class FargateSizes
{
    /// <summary>The default size of a task: a quarter vCPU and half a gigabyte, the smallest size.</summary>
    public static (int Cpu, int Memory) Smallest(bool windows) => windows ? (1024, 2048) : (256, 512);

    /// <summary>Every size, in ascending order of CPU.</summary>
    public static IReadOnlyList<FargateSize> All { get; } =
    [
        new(256, [512, 1024, 2048], Windows: false),
        new(512, Range(1024, 4096, 1024), Windows: false),
        new(1024, Range(2048, 8192, 1024), Windows: true),
        new(2048, Range(4096, 16384, 1024), Windows: true),
        new(4096, Range(8192, 30720, 1024), Windows: true),
        new(8192, Range(16384, 61440, 4096), Windows: false),
        new(16384, Range(32768, 122880, 8192), Windows: false),
    ];

    /// <summary>Whether Fargate accepts the pair.</summary>
    /// <param name="cpu">CPU units.</param>
    /// <param name="memory">MiB.</param>
    /// <param name="windows">Whether the task runs Windows containers.</param>
    public static bool IsValid(int cpu, int memory, bool windows = false)
        => For(windows).Any(size => size.Cpu == cpu && size.Memory.Contains(memory));

    /// <summary>Completes the size of a task. A missing value becomes the smallest one allowed with the other.</summary>
    /// <param name="cpu">CPU units; null if not given.</param>
    /// <param name="memory">MiB; null if not given.</param>
    /// <param name="windows">Whether the task runs Windows containers.</param>
    /// <exception cref="EcsToolsException">Fargate does not accept the pair. The remedy names the nearest allowed values.</exception>
    public static (int Cpu, int Memory) Settle(int? cpu, int? memory, bool windows = false)
    {
        var sizes = For(windows);
        if (cpu is null && memory is null)
        {
            return Smallest(windows);
        }

        if (cpu is int units && sizes.All(size => size.Cpu != units))
        {
            throw UnknownCpu(units, memory, windows);
        }

        if (memory is null)
        {
            return (cpu!.Value, sizes.First(size => size.Cpu == cpu).Memory[0]);
        }

        if (cpu is null)
        {
            var fitting = sizes.FirstOrDefault(size => size.Memory.Contains(memory.Value)) ?? throw UnknownMemory(memory.Value, windows);
            return (fitting.Cpu, memory.Value);
        }

        return IsValid(cpu.Value, memory.Value, windows) ? (cpu.Value, memory.Value) : throw WrongPair(cpu.Value, memory.Value, windows);
    }

    private static FargateSize[] For(bool windows) => All.Where(size => !windows || size.Windows).ToArray();

    private static EcsToolsException UnknownCpu(int cpu, int? memory, bool windows)
    {
        var sizes = For(windows);
        var known = sizes.Select(size => size.Cpu).ToArray();
        var vcpus = cpu is >= 1 and <= 16 && known.Contains(cpu * 1024) ? $" For {cpu} vCPU write -Cpu {cpu * 1024} or -Cpu '{cpu} vCPU'." : "";
        var pair = memory is int mib && sizes.FirstOrDefault(size => size.Memory.Contains(mib)) is { } fitting
            ? $" With -Memory {mib} the smallest size is -Cpu {fitting.Cpu}."
            : "";
        var system = windows ? " for Windows containers" : "";
        return Invalid(
            $"Fargate has no size of {Cpu(cpu)}{system}.",
            $"Use -Cpu {string.Join(" or ", Nearest(known, cpu))}; Fargate has {string.Join(", ", known)}{system}.{vcpus}{pair}",
            "Cpu",
            cpu);
    }

    private static EcsToolsException UnknownMemory(int memory, bool windows)
    {
        var known = For(windows).SelectMany(size => size.Memory).Distinct().OrderBy(value => value).ToArray();
        var suggestions = Nearest(known, memory).Select(value => $"-Memory {value} (with -Cpu {CpusFor(value, windows)[0]})");
        return Invalid(
            $"Fargate has no size with {Memory(memory)}.",
            $"Use {string.Join(" or ", suggestions)}.",
            "Memory",
            memory);
    }

    private static EcsToolsException WrongPair(int cpu, int memory, bool windows)
    {
        var row = For(windows).First(size => size.Cpu == cpu);
        var byCpu = $"keep -Cpu {cpu} and use -Memory {string.Join(" or ", Nearest(row.Memory, memory))} ({Describe(row)})";
        var cpus = CpusFor(memory, windows);
        var byMemory = cpus.Count > 0
            ? $"keep -Memory {memory} and use -Cpu {string.Join(" or ", Nearest(cpus, cpu))}"
            : NearestPairs(memory, windows);
        return Invalid(
            $"Fargate has no size of {Cpu(cpu)} with {Memory(memory)}.",
            $"Either {byCpu}, or {byMemory}.",
            "Memory",
            $"{cpu}/{memory}");
    }

    private static string NearestPairs(int memory, bool windows)
    {
        var known = For(windows).SelectMany(size => size.Memory).Distinct().OrderBy(value => value).ToArray();
        return "use " + string.Join(
            " or ", Nearest(known, memory).Select(value => $"-Memory {value} with -Cpu {CpusFor(value, windows)[0]}"));
    }

    private static List<int> CpusFor(int memory, bool windows)
        => For(windows).Where(size => size.Memory.Contains(memory)).Select(size => size.Cpu).ToList();

    /// <summary>The closest value below and the closest above, if they exist.</summary>
    private static List<int> Nearest(IReadOnlyList<int> ascending, int value)
    {
        var below = ascending.LastOrDefault(candidate => candidate <= value);
        var above = ascending.FirstOrDefault(candidate => candidate >= value);
        return new[] { below, above }.Where(candidate => candidate > 0).Distinct().ToList();
    }

    private static string Describe(FargateSize size)
    {
        var memory = size.Memory;
        var step = memory.Count > 3 ? memory[1] - memory[0] : 0;
        return step == 0
            ? $"{size.Cpu} allows {string.Join(", ", memory)}"
            : $"{size.Cpu} allows {memory[0]} to {memory[memory.Count - 1]} in steps of {step}";
    }

    private static string Cpu(int units) => $"{units} CPU units ({(units / 1024d).ToString("0.####", CultureInfo.InvariantCulture)} vCPU)";

    private static string Memory(int mib) => $"{mib} MiB ({(mib / 1024d).ToString("0.####", CultureInfo.InvariantCulture)} GB)";

    private static EcsToolsException Invalid(string message, string remedy, string parameter, object target)
        => new(ErrorCodes.InvalidCpuMemoryPair, message, remedy, parameter, target);

    private static int[] Range(int from, int to, int step)
        => Enumerable.Range(0, ((to - from) / step) + 1).Select(index => from + (index * step)).ToArray();
}
