using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace EcsTools.Benchmarks.Push;

/// <summary>Writes an image as <c>docker save</c> would. The same files give the same bytes.</summary>
internal static class BenchArchive
{
    public static void Write(string path, string reference, IReadOnlyList<IEnumerable<BenchFile>> layers)
    {
        var part = path + ".part";
        using (var tar = new TarWriter(File.Create(part), TarEntryFormat.Ustar))
        {
            var diffIds = new JsonArray();
            var names = new JsonArray();
            for (var i = 0; i < layers.Count; i++)
            {
                var layer = path + ".layer";
                using (var stream = File.Create(layer))
                {
                    WriteLayer(stream, layers[i]);
                    stream.Position = 0;
                    diffIds.Add("sha256:" + Convert.ToHexStringLower(SHA256.HashData(stream)));
                    stream.Position = 0;
                    names.Add($"{i}/layer.tar");
                    tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{i}/layer.tar") { DataStream = stream, ModificationTime = BenchFile.Time });
                }

                File.Delete(layer);
            }

            var history = layers.Select((_, i) => (JsonNode)new JsonObject { ["created"] = "2026-01-01T00:00:00Z", ["created_by"] = $"layer {i}" });
            var config = Encoding.UTF8.GetBytes(new JsonObject
            {
                ["architecture"] = "amd64",
                ["os"] = "linux",
                ["created"] = "2026-01-01T00:00:00Z",
                ["config"] = new JsonObject { ["Cmd"] = new JsonArray("/none") },
                ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = diffIds },
                ["history"] = new JsonArray(history.ToArray()),
            }.ToJsonString());
            var configName = Convert.ToHexStringLower(SHA256.HashData(config)) + ".json";
            WriteBytes(tar, configName, config);
            var entry = new JsonObject { ["Config"] = configName, ["RepoTags"] = new JsonArray(reference), ["Layers"] = names };
            WriteBytes(tar, "manifest.json", Encoding.UTF8.GetBytes(new JsonArray(entry).ToJsonString()));
        }

        File.Move(part, path, overwrite: true);
    }

    private static void WriteLayer(Stream stream, IEnumerable<BenchFile> files)
    {
        using var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var folder in Parents(file.Name).Where(folders.Add))
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, folder) { ModificationTime = BenchFile.Time });
            }

            using var content = file.Open();
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, file.Name) { DataStream = content, ModificationTime = BenchFile.Time });
        }
    }

    private static IEnumerable<string> Parents(string name)
    {
        for (var slash = name.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = name.IndexOf('/', slash + 1))
        {
            yield return name[..(slash + 1)];
        }
    }

    private static void WriteBytes(TarWriter tar, string name, byte[] content)
        => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), ModificationTime = BenchFile.Time });
}

/// <summary>One file of a layer.</summary>
/// <param name="Name">Path within the layer.</param>
/// <param name="Open">Its content.</param>
internal sealed record BenchFile(string Name, Func<Stream> Open)
{
    public static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static BenchFile Of(FileInfo file) => new(file.FullName.TrimStart('/'), file.OpenRead);

    /// <summary>What no compression makes smaller: pictures, archives.</summary>
    public static BenchFile Noise(string name, int size, int seed) => new(name, () =>
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return new MemoryStream(bytes);
    });

    public static BenchFile Text(string name, int size, int seed) => new(name, () =>
    {
        var random = new Random(seed);
        var text = new StringBuilder(size);
        while (text.Length < size)
        {
            text.Append("word-").Append(random.Next(5000)).Append(random.Next(8) == 0 ? '\n' : ' ');
        }

        return new MemoryStream(Encoding.ASCII.GetBytes(text.ToString(0, size)));
    });
}
