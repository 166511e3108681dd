using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>Task sizes: how they are written, and which pairs of cpu and memory Fargate has.</summary>
internal static class FargateSize
{
    private static readonly Regex Cpu = new(@"^\s*(\d+(?:\.\d+)?)\s*(vcpu)?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Memory = new(@"^\s*(\d+(?:\.\d+)?)\s*(mb|gb)?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // cpu units -> (least memory, most memory, step) in MiB, from the table of task sizes in the ECS developer guide.
    private static readonly Dictionary<long, (long Least, long Most, long Step)> Pairs = new()
    {
        [512] = (1024, 4096, 1024),
        [1024] = (2048, 8192, 1024),
        [2048] = (4096, 16384, 1024),
        [4096] = (8192, 30720, 1024),
        [8192] = (16384, 61440, 4096),
        [16384] = (32768, 122880, 8192),
    };

    /// <summary>CPU units of <c>1024</c> or <c>1 vCPU</c>.</summary>
    public static long CpuUnits(string text) => Read(Cpu, text, "cpu", 1024);

    /// <summary>MiB of <c>2048</c>, <c>2048 MB</c> or <c>2 GB</c>.</summary>
    public static long MemoryMiB(string text) => Read(Memory, text, "memory", 1024);

    public static bool Exists(long cpu, long memory) => cpu == 256
        ? new long[] { 512, 1024, 2048 }.Contains(memory)
        : Pairs.TryGetValue(cpu, out var pair)
            && memory >= pair.Least && memory <= pair.Most && (memory - pair.Least) % pair.Step == 0;

    public static void Require(long cpu, long memory)
    {
        if (!Exists(cpu, memory))
        {
            throw EcsErrors.Client(FormattableString.Invariant(
                $"No Fargate configuration exists for given values: {cpu} CPU, {memory} memory. See the Amazon ECS documentation for the valid values."));
        }
    }

    private static long Read(Regex form, string text, string member, long unit)
    {
        var match = form.Match(text);
        var large = match.Groups[2].Value.ToLowerInvariant() is "vcpu" or "gb";
        var value = match.Success ? decimal.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * (large ? unit : 1) : -1;
        return value > 0 && value < int.MaxValue && value == decimal.Truncate(value)
            ? (long)value
            : throw EcsErrors.InvalidParameter($"Invalid '{member}' setting for task.");
    }
}
