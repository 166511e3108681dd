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
using EcsTools.Compression;

namespace EcsTools.Benchmarks;

/// <summary>
/// What compression costs and gains, without a registry: the layers of the push benchmark's images in blocks of a megabyte, on one core, our quickest level in
/// turns with levels of the runtime's zlib.
/// </summary>
internal static class CompressionBenchmark
{
    private const int BlockSize = 1 << 20;
    private const int Rounds = 5;

    private static readonly (string Name, Func<byte[], byte[], int> Compress)[] Encoders =
    [
        ("ours, quickest", (block, target) => QuickDeflate.Compress(block, target)),
        ("zlib, quickest", (block, target) => Deflate(block, target, CompressionLevel.Fastest)),
        ("zlib, as gzip's default", (block, target) => Deflate(block, target, CompressionLevel.Optimal)),
    ];

    public static Task RunAsync(IReadOnlyList<string> arguments)
    {
        if (arguments.Except(["--write"]).FirstOrDefault() is { } other)
        {
            throw new ArgumentException($"'{other}' is no option. bench compression [--write]");
        }

        Console.WriteLine($"compression: medians of {Rounds} rounds on one core, .NET {Environment.Version}");
        var images = new BenchImages(Path.Combine(DocumentTable.Repository, "out", "bench"));
        var table = new StringBuilder("| layers of | encoder | MB/s | against zlib's quickest | size | against zlib's quickest |\n|---|---|---|---|---|---|\n");
        foreach (var image in new[] { "b", "c" })
        {
            images.MakeArchive(image);
            Measure(image, Blocks(images.Archive(image)), table);
        }

        Console.Write(table);
        if (arguments.Contains("--write"))
        {
            DocumentTable.Write("compression", table.ToString());
        }

        return Task.CompletedTask;
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

    /// <summary>The archive is its layers, and little else.</summary>
    private static List<byte[]> Blocks(string archive)
    {
        using var file = File.OpenRead(archive);
        var blocks = new List<byte[]>();
        for (int read; ;)
        {
            var block = new byte[BlockSize];
            read = file.ReadAtLeast(block, BlockSize, throwOnEndOfStream: false);
            if (read == 0)
            {
                return blocks;
            }

            blocks.Add(block[..read]);
        }
    }
}
