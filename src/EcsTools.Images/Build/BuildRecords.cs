using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Build;

/// <summary>
/// What this user has built: for the digest of what went into a build, the id of the image that came out. It is only a cache. An id is the digest of an
/// image, so a damaged record names no image, and losing the file costs one build. It is not a label of the image, because a label needs one more build
/// step, gives equal images different digests, and is inherited by the images that are built from it.
/// </summary>
internal sealed class BuildRecords
{
    /// <summary>The most builds to remember. The oldest are dropped first.</summary>
    private const int Capacity = 1000;

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);

    private readonly AtomicFile _file;

    /// <param name="folder">The folder of the file. It is created on the first write.</param>
    public BuildRecords(string folder)
    {
        _file = new AtomicFile(Path.Combine(folder, "builds.json"), SystemClock.Instance, ownerOnly: true) { IsDurable = false };
    }

    public static BuildRecords ForThisUser() => new(UserCache.Folder);

    /// <summary>The images of all builds, by the digest of what went into them.</summary>
    public IReadOnlyDictionary<string, string> Read()
    {
        try
        {
            return Parse(_file.Read()).ToDictionary(entry => entry.Inputs, entry => entry.Image, StringComparer.Ordinal);
        }
        catch (EcsToolsException)
        {
            return new Dictionary<string, string>();
        }
    }

    /// <summary>Remembers a build. A failure to write is not an error.</summary>
    public async Task AddAsync(string inputs, string image, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LockPatience);
        try
        {
            await _file.EditAsync(before => Merge(before, new Entry(inputs, image)), patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EcsToolsException or OperationCanceledException)
        {
            // The next run builds again.
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static byte[] Merge(byte[]? before, Entry added)
    {
        var merged = Parse(before).Where(entry => entry.Inputs != added.Inputs).Append(added).ToList();
        using var memory = new MemoryStream();
        JsonSerializer.Serialize(memory, merged.Skip(Math.Max(0, merged.Count - Capacity)));

        // If the last line has its line end, the file was written completely.
        memory.WriteByte((byte)'\n');
        return memory.ToArray();
    }

    private static IEnumerable<Entry> Parse(byte[]? bytes)
    {
        try
        {
            var entries = bytes is null ? null : JsonSerializer.Deserialize<List<Entry?>>(bytes);
            return (entries ?? []).OfType<Entry>().Where(entry => Sha256Digest.Is(entry.Inputs) && !string.IsNullOrEmpty(entry.Image))
                .GroupBy(entry => entry.Inputs, StringComparer.Ordinal).Select(same => same.Last()).ToList();
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return [];
        }
    }

    private sealed record Entry(string Inputs, string Image);
}
