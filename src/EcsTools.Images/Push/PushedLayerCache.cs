using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Push;

/// <summary>
/// What this machine remembers about layers: for each diff id, the digest and size of the compressed layer, and the repositories that have it. With this,
/// a second push need not compress a layer to find out that the registry has it. It is only a cache. A damaged entry is dropped, an entry that the
/// registry contradicts is dropped or replaced, and losing the whole file costs one upload. Several processes share the file: changes are merged under a
/// lock.
/// </summary>
internal sealed class PushedLayerCache
{
    /// <summary>The most layers to remember. The oldest are dropped first.</summary>
    private const int Capacity = 5000;

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BetweenSaves = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _saved = Stopwatch.StartNew();
    private readonly AtomicFile _file;
    private readonly object _gate = new();
    private readonly Dictionary<string, LayerIndexEntry?> _changes = new(StringComparer.Ordinal);
    private Dictionary<string, LayerIndexEntry>? _entries;

    /// <param name="folder">The folder of the index file. It is created on the first write.</param>
    public PushedLayerCache(string folder)
    {
        _file = new AtomicFile(Path.Combine(folder, "layers.json"), SystemClock.Instance, ownerOnly: true) { IsDurable = false };
    }

    public static PushedLayerCache ForThisUser() => new(UserCache.Folder);

    /// <summary>The blob that a layer became, or null.</summary>
    /// <param name="name">Diff id, or the digest of a blob that is pushed unchanged.</param>
    /// <param name="encoder">The encoder that must have compressed it; null for any.</param>
    public Descriptor? Find(string name, string? encoder = null)
        => Entry(name) is { } found && (encoder is null || found.Encoder == encoder) ? found.Blob : null;

    /// <summary>Another repository of the same registry that has a blob, or null.</summary>
    public string? FindPlace(string name, string digest, string host, string exceptRepository)
        => Entry(name) is { } found && found.Digest == digest
            ? found.Places
                .Where(place => place.StartsWith(host + "/", StringComparison.Ordinal))
                .Select(place => place.Substring(host.Length + 1))
                .FirstOrDefault(repository => repository != exceptRepository)
            : null;

    /// <summary>Remembers the blob of a layer in a registry. A different digest replaces the previous one.</summary>
    /// <param name="name">Diff id, or the digest of a blob that is pushed unchanged.</param>
    /// <param name="blob">The blob in the registry.</param>
    /// <param name="encoder">The encoder that compressed it; null if it is not known.</param>
    /// <param name="place">Host of the registry, and the repository that has the blob.</param>
    public void Add(string name, Descriptor blob, string? encoder, string place)
    {
        lock (_gate)
        {
            var before = Entry(name);
            if (before is not null && before.Blob == blob && before.Places.FirstOrDefault() == place && (encoder is null || encoder == before.Encoder))
            {
                return;
            }

            var added = LayerIndexEntry.Create(name, blob, encoder ?? (before?.Digest == blob.Digest ? before.Encoder : null), before, place);
            _changes[name] = added;
            _entries![name] = added;
        }
    }

    /// <summary>Drops an entry that turned out to be wrong.</summary>
    public void Forget(string name, string digest)
    {
        lock (_gate)
        {
            if (Entry(name)?.Digest == digest)
            {
                _changes[name] = null;
                _entries!.Remove(name);
            }
        }
    }

    /// <summary>Writes the changes, at most once a second. If the process is then killed, the layers that it sent are not sent again.</summary>
    public async Task SaveNowAndThenAsync()
    {
        lock (_gate)
        {
            if (_saved.Elapsed < BetweenSaves)
            {
                return;
            }

            _saved.Restart();
        }

        await SaveAsync().ConfigureAwait(false);
    }

    /// <summary>Writes the changes and keeps what other processes wrote in the meantime. A failure to write is not an error.</summary>
    public async Task SaveAsync()
    {
        Dictionary<string, LayerIndexEntry?> changes;
        lock (_gate)
        {
            changes = new Dictionary<string, LayerIndexEntry?>(_changes, StringComparer.Ordinal);
            _changes.Clear();
        }

        if (changes.Count == 0)
        {
            return;
        }

        using var patience = new CancellationTokenSource(LockPatience);
        try
        {
            await _file.EditAsync(before => Merge(before, changes), patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EcsToolsException or OperationCanceledException)
        {
            // The next push compresses these layers again. Nothing else is lost.
        }
    }

    private static byte[] Merge(byte[]? before, Dictionary<string, LayerIndexEntry?> changes)
    {
        // Changed entries go to the end. If there are too many entries, the first ones are removed.
        var merged = Parse(before).Where(entry => !changes.ContainsKey(entry.Name)).Concat(changes.Values.OfType<LayerIndexEntry>()).ToList();
        using var memory = new MemoryStream();
        JsonSerializer.Serialize(memory, merged.Skip(Math.Max(0, merged.Count - Capacity)));

        // If the last line has its line end, the file was written completely.
        memory.WriteByte((byte)'\n');
        return memory.ToArray();
    }

    private static IEnumerable<LayerIndexEntry> Parse(byte[]? bytes)
    {
        try
        {
            var entries = bytes is null ? null : JsonSerializer.Deserialize<List<LayerIndexEntry?>>(bytes);
            return entries?.OfType<LayerIndexEntry>().Where(entry => entry.IsWhole) ?? Enumerable.Empty<LayerIndexEntry>();
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return Enumerable.Empty<LayerIndexEntry>();
        }
    }

    private LayerIndexEntry? Entry(string name)
    {
        lock (_gate)
        {
            _entries ??= Read();
            return _entries.TryGetValue(name, out var found) ? found : null;
        }
    }

    private Dictionary<string, LayerIndexEntry> Read()
    {
        var entries = new Dictionary<string, LayerIndexEntry>(StringComparer.Ordinal);
        try
        {
            foreach (var entry in Parse(_file.Read()))
            {
                entries[entry.Name] = entry;
            }
        }
        catch (EcsToolsException)
        {
            // An entry that cannot be read is dropped.
        }

        return entries;
    }
}
