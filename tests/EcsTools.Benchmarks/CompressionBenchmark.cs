using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Benchmarks.Push;
using EcsTools.Images.Compression;

namespace EcsTools.Benchmarks;

/// <summary>
/// What compression costs and gains, without a registry: layers in blocks of a megabyte, on one core, our quickest level in turns with levels of the
/// runtime's zlib.
/// </summary>
internal static class CompressionBenchmark
{
    private const int BlockSize = 1 << 20;
    private const int Rounds = 5;

    // What is asked of a new process: its first blocks, by one encoder.
    private const string ColdVerb = "cold";
    private const int ColdBlocks = 20;

    private static readonly string[] TextEndings = [".py", ".js", ".json", ".xml", ".txt", ".h", ".md"];

    private static readonly (string Name, Func<byte[], byte[], int> Compress)[] Encoders =
    [
        ("ours, quickest", (block, target) => FastDeflateEncoder.Compress(block, target)),
        ("zlib, quickest", (block, target) => Deflate(block, target, CompressionLevel.Fastest)),
        ("zlib, as gzip's default", (block, target) => Deflate(block, target, CompressionLevel.Optimal)),
    ];

    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        var images = new BenchImages(Path.Combine(DocumentTable.Repository, "out", "bench"));
        if (arguments is [ColdVerb, var encoder])
        {
            Console.WriteLine(Cold(int.Parse(encoder, CultureInfo.InvariantCulture), images.Archive("b")).ToString(CultureInfo.InvariantCulture));
            return;
        }

        if (arguments.Except(["--write"]).FirstOrDefault() is { } other)
        {
            throw new ArgumentException($"'{other}' is no option. bench compression [--write]");
        }

        Console.WriteLine($"compression: medians of {Rounds} rounds on one core, .NET {Environment.Version}");
        images.MakeArchive("b");
        images.MakeArchive("c");
        var table = new StringBuilder("| layers of | encoder | MB/s | against zlib's quickest | size | against zlib's quickest |\n|---|---|---|---|---|---|\n");
        Measure("b", Blocks(File.OpenRead(images.Archive("b"))), table);
        Measure("c", Blocks(File.OpenRead(images.Archive("c"))), table);
        Measure("text alone", Blocks(Text(60_000_000)), table);
        table.Append(await ColdNoteAsync());
        Console.Write(table);
        if (arguments.Contains("--write"))
        {
            DocumentTable.Write("compression", table.ToString());
        }
    }

    /// <summary>Seconds for the first blocks of a process, which the runtime compiles the encoder in.</summary>
    private static double Cold(int encoder, string archive)
    {
        var blocks = Blocks(File.OpenRead(archive)).Take(ColdBlocks).ToList();
        var target = new byte[2 * BlockSize];
        var watch = Stopwatch.StartNew();
        foreach (var block in blocks)
        {
            Encoders[encoder].Compress(block, target);
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<string> ColdNoteAsync()
    {
        var medians = new List<double>();
        for (var encoder = 0; encoder < 2; encoder++)
        {
            var times = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                var start = new ProcessStartInfo(Tool.Self, ["compression", ColdVerb, $"{encoder}"]) { RedirectStandardOutput = true };
                using var process = Process.Start(start)!;
                times.Add(double.Parse(await process.StandardOutput.ReadToEndAsync(), CultureInfo.InvariantCulture));
                await process.WaitForExitAsync();
            }

            medians.Add(times.Order().ElementAt(Rounds / 2));
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"\nThe first {ColdBlocks} MB of b in a new process, which compiles the encoder meanwhile: ours {medians[0]:F3} s, zlib's quickest {medians[1]:F3} s.\n");
    }

    private static void Measure(string image, IReadOnlyList<byte[]> blocks, StringBuilder table)
    {
        double bytes = blocks.Sum(block => (long)block.Length);
        var target = new byte[2 * BlockSize];
        var times = Encoders.Select(_ => new List<double>()).ToArray();
        var sizes = new long[Encoders.Length];

        // The first round is not counted: the runtime compiles then what is run most.
        for (var round = 0; round <= Rounds; round++)
        {
            for (var i = 0; i < Encoders.Length; i++)
            {
                var watch = Stopwatch.StartNew();
                sizes[i] = blocks.Sum(block => (long)Encoders[i].Compress(block, target));
                times[i].AddRange(round > 0 ? [watch.Elapsed.TotalSeconds] : []);
            }
        }

        var rates = times.Select(measured => bytes / 1e6 / measured.Order().ElementAt(Rounds / 2)).ToArray();
        for (var i = 0; i < Encoders.Length; i++)
        {
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {image} | {Encoders[i].Name} | {rates[i]:F0} | {rates[i] / rates[1]:F2}× | {100 * sizes[i] / bytes:F1} % | {(double)sizes[i] / sizes[1]:F2}× |\n");
        }
    }

    private static int Deflate(byte[] block, byte[] target, CompressionLevel level)
    {
        using var memory = new MemoryStream(target);
        using var deflate = new DeflateStream(memory, level, leaveOpen: true);
        deflate.Write(block);
        deflate.Flush();
        return (int)memory.Position;
    }

    private static List<byte[]> Blocks(Stream source)
    {
        using (source)
        {
            var blocks = new List<byte[]>();
            while (true)
            {
                var block = new byte[BlockSize];
                var read = source.ReadAtLeast(block, BlockSize, throwOnEndOfStream: false);
                if (read == 0)
                {
                    return blocks;
                }

                blocks.Add(block[..read]);
            }
        }
    }

    /// <summary>Sources, settings and words of this machine, file after file.</summary>
    private static MemoryStream Text(int bytes)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        var files = new[] { "/usr/lib", "/usr/share", "/usr/include" }.Where(Directory.Exists)
            .SelectMany(folder => new DirectoryInfo(folder).EnumerateFiles("*", all))
            .Where(file => TextEndings.Contains(file.Extension) && file.Length is > 500 and < 2_000_000).OrderBy(file => file.FullName, StringComparer.Ordinal);
        var text = new MemoryStream();
        foreach (var file in files.TakeWhile(_ => text.Length < bytes))
        {
            text.Write(File.ReadAllBytes(file.FullName));
        }

        text.Position = 0;
        return text;
    }
}
