using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Images.Oci;

namespace EcsTools.Benchmarks.Push;

/// <summary>The most memory that a push takes, over what its process had before: measured in processes of their own.</summary>
internal static class PushMemory
{
    public const string ChildVerb = "memory-child";
    private const long Gigabyte = 1L << 30;

    public static async Task MeasureAsync(BenchImages images, string scratch, PushTable table)
    {
        foreach (var image in new[] { "a", "b", "c" })
        {
            await images.MakeAsync(image);
        }

        var large = Path.Combine(scratch, "large.tar");
        WriteLargeArchive(large, 10 * Gigabyte);
        var lines = new List<string>();
        foreach (var (name, source, isMember) in new[]
        {
            ("b from the engine", BenchImages.Reference("b"), false),
            ("b from the engine as a member of the docker group", BenchImages.Reference("b"), true),
            ("c from an archive", images.Archive("c"), false),
            ("b from an OCI layout", images.Layout("b"), false),
            ("one layer of 10 GiB from an archive", large, false),
        })
        {
            using var registry = await BenchRegistry.StartAsync(scratch);
            lines.Add($"{name} {await RunAsync(images, registry.Host, source, isMember)} MB");
        }

        table.Note("The most memory a push takes over the idle process (mark: 200 MB): " + string.Join(", ", lines) + ".");
    }

    /// <summary>Pushes in this process and prints how many megabytes more it had at its highest than before.</summary>
    public static async Task RunChildAsync(IReadOnlyList<string> arguments)
    {
        var (host, warm, source) = (arguments[1], arguments[2], arguments[3]);
        await PushAsync(host, warm, "warm");
        var before = StatusOf("VmRSS");
        await File.WriteAllTextAsync("/proc/self/clear_refs", "5");
        await PushAsync(host, source, "1");
        Console.WriteLine(((StatusOf("VmHWM") - before) / 1000).ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<string> RunAsync(BenchImages images, string host, string source, bool isMember)
    {
        string[] arguments = [ChildVerb, host, images.Archive("a"), source];
        var start = isMember && Environment.UserName == "root"
            ? await DockerMember.StartInfoAsync(arguments)
            : new ProcessStartInfo(Tool.Self, ["push", .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text.Trim();
    }

    private static async Task PushAsync(string host, string source, string tag)
    {
        var memory = Path.Combine(Path.GetTempPath(), "ecstools-bench-memory-" + Guid.NewGuid().ToString("N"));
        var isPath = Path.IsPathRooted(source);
        try
        {
            await Ours.PushAsync(new PushWork(host, tag, memory) { Path = isPath ? source : null, Image = isPath ? null : source });
        }
        finally
        {
            Directory.Delete(memory, recursive: true);
        }
    }

    /// <returns>Kilobytes.</returns>
    private static long StatusOf(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line[(name.Length + 1)..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>An archive of one layer with one file of zeros, which takes no room on disk.</summary>
    private static void WriteLargeArchive(string path, long size)
    {
        var header = Header("zeros", size);
        var diffId = DiffId(header, size);
        var config = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["config"] = new JsonObject(),
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(diffId) },
        }.ToJsonString());
        var manifest = Encoding.UTF8.GetBytes(new JsonArray(
            new JsonObject { ["Config"] = "config.json", ["RepoTags"] = new JsonArray("large:1"), ["Layers"] = new JsonArray("layer.tar") }).ToJsonString());
        using var file = File.Create(path);
        foreach (var (name, bytes) in new[] { ("config.json", config), ("manifest.json", manifest) })
        {
            file.Write(Header(name, bytes.Length));
            file.Write(bytes);
            file.Position = (file.Position + 511) / 512 * 512;
        }

        file.Write(Header("layer.tar", 512 + size + 1024));
        file.Write(header);
        file.SetLength(file.Position + size + 1024 + 1024);
    }

    private static string DiffId(byte[] header, long size)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        var zeros = new byte[1 << 20];
        for (var left = size; left > 0; left -= zeros.Length)
        {
            hash.AppendData(zeros);
        }

        hash.AppendData(zeros, 0, 1024);
        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A ustar header; a size over eight gigabytes in base 256, as GNU tar writes it.</summary>
    private static byte[] Header(string name, long size)
    {
        var header = new byte[512];
        void Put(int at, string text) => Encoding.ASCII.GetBytes(text).CopyTo(header, at);
        Put(0, name);
        Put(100, "0000644\0");
        Put(108, "0000000\0");
        Put(116, "0000000\0");
        if (size < 8 * Gigabyte)
        {
            Put(124, Convert.ToString(size, 8).PadLeft(11, '0') + "\0");
        }
        else
        {
            header[124] = 0x80;
            for (var i = 0; i < 8; i++)
            {
                header[135 - i] = (byte)(size >> (8 * i));
            }
        }

        Put(136, "00000000000\0");
        Put(148, "        ");
        header[156] = (byte)'0';
        Put(257, "ustar\0" + "00");
        Put(148, Convert.ToString(header.Sum(value => value), 8).PadLeft(6, '0') + "\0 ");
        return header;
    }
}
