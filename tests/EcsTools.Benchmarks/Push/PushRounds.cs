using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Images.Push;

namespace EcsTools.Benchmarks.Push;

/// <summary>
/// The rounds of one row: each contender in turn, against a registry in the state that the row says. A round before the first is not counted: it brings
/// the files into memory, and the runtime to compile what this row runs.
/// </summary>
internal sealed class PushRounds
{
    private readonly PushRow _row;
    private readonly PushOptions _options;
    private readonly BenchImages _images;
    private readonly string _scratch;

    public PushRounds(PushRow row, PushOptions options, BenchImages images, string scratch)
    {
        _row = row;
        _options = options;
        _images = images;
        _scratch = scratch;
    }

    /// <returns>Medians in seconds.</returns>
    public async Task<IReadOnlyDictionary<Contender, double>> MeasureAsync()
    {
        await _images.MakeAsync(_row.Image);
        if (_row.Before is { } before)
        {
            await _images.MakeAsync(before);
        }

        var contenders = _row.Contenders
            .Where(contender => contender.Tool is null || Tool.IsInstalled(contender.Tool))
            .Where(contender => contender.IsOurs || _options.WantsPeer(contender.Name.Split(' ')[0]))
            .ToList();
        var times = contenders.ToDictionary(contender => contender, _ => new List<double>());
        await (_row.Before is null ? ColdAsync(contenders, times) : SeededAsync(contenders, times));
        return times.ToDictionary(pair => pair.Key, pair => Median(pair.Value));
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private async Task ColdAsync(List<Contender> contenders, Dictionary<Contender, List<double>> times)
    {
        for (var round = 0; round <= _options.Rounds; round++)
        {
            foreach (var contender in contenders)
            {
                using var registry = await BenchRegistry.StartAsync(_scratch);
                await TimeAsync(contender, new PushTarget(_images, _row.Image, registry.Host, "1", NewMemory()), round > 0 ? times[contender] : null);
            }
        }
    }

    private async Task SeededAsync(List<Contender> contenders, Dictionary<Contender, List<double>> times)
    {
        var seeded = new List<(Contender Contender, BenchRegistry Registry, string Memory)>();
        try
        {
            foreach (var contender in contenders)
            {
                var registry = await BenchRegistry.StartAsync(_scratch);
                var memory = NewMemory();
                seeded.Add((contender, registry, memory));
                var first = _row.OnFreshMachine ? Ours.Archive.PushAsync : contender.PushBeforeAsync ?? contender.PushAsync;
                await first(new PushTarget(_images, _row.Before!, registry.Host, _row.Before == _row.Image ? "1" : "0", memory));
                await registry.SaveAsync();
                await CopyAsync(memory, memory + "-saved");
            }

            for (var round = 0; round <= _options.Rounds; round++)
            {
                foreach (var (contender, registry, memory) in seeded)
                {
                    await registry.RestoreAsync();
                    await Tool.RunAsync("rm", ["-rf", memory]);
                    await CopyAsync(_row.OnFreshMachine ? NewMemory() : memory + "-saved", memory);
                    await TimeAsync(contender, new PushTarget(_images, _row.Image, registry.Host, "1", memory), round > 0 ? times[contender] : null);
                }
            }
        }
        finally
        {
            foreach (var (_, registry, _) in seeded)
            {
                registry.Dispose();
            }
        }
    }

    private async Task TimeAsync(Contender contender, PushTarget target, List<double>? times)
    {
        var before = _options.Processor ? ProcessorTime.Now() : 0;
        var time = (await contender.PushAsync(target)).TotalSeconds;
        if (times is null)
        {
            return;
        }

        times.Add(time);
        if (_options.Processor)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {_row.Name,-12}{contender.Name,-34}{time,8:F2} s {ProcessorTime.Now() - before,8:F2} s of processors"));
        }
    }

    /// <summary>A folder for what a client remembers, of whichever user it is.</summary>
    public static string NewMemory(string scratch)
    {
        var folder = Directory.CreateDirectory(Path.Combine(scratch, "memory-" + Guid.NewGuid().ToString("N")[..8])).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        }

        return folder;
    }

    private string NewMemory() => NewMemory(_scratch);

    private static Task CopyAsync(string from, string to) => Tool.RunAsync("cp", ["-a", from, to]);
}
