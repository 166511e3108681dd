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
/// What this machine remembers of layers: diff id → the digest and size it became, and which repositories have that, so that a second push need
/// not compress to find out that the registry has it. Only a memory: an entry that is damaged is forgotten, one that the registry contradicts is
/// forgotten or replaced, and losing all of it costs an upload. Processes share it: what is written is merged under a lock.
/// </summary>
internal sealed class LayerIndex
{
    /// <summary>How many layers are remembered; those learned longest ago go first.</summary>
    private const int Capacity = 5000;

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BetweenSaves = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _saved = Stopwatch.StartNew();
    private readonly AtomicFile _file;
    private readonly object _gate = new();
    private readonly Dictionary<string, LayerIndexEntry?> _changes = new(StringComparer.Ordinal);
    private Dictionary<string, LayerIndexEntry>? _entries;

    /// <param name="folder">Folder of the index file; made when first written to.</param>
    public LayerIndex(string folder)
    {
        _file = new AtomicFile(Path.Combine(folder, "layers.json"), SystemClock.Instance, ownerOnly: true) { IsDurable = false };
    }

    public static LayerIndex ForThisUser() => new(UserCache.Folder);

    /// <summary>What a layer became, or null.</summary>
    /// <param name="name">Diff id, or digest of a blob that is pushed as it is.</param>
    /// <param name="encoder">What it must have been compressed by; null for any.</param>
    public Descriptor? Find(string name, string? encoder = null)
        => Entry(name) is { } found && (encoder is null || found.Encoder == encoder) ? found.Blob : null;

    /// <summary>Another repository of a registry that has a blob, or null.</summary>
    public string? FindPlace(string name, string digest, string host, string exceptRepository)
        => Entry(name) is { } found && found.Digest == digest
            ? found.Places
                .Where(place => place.StartsWith(host + "/", StringComparison.Ordinal))
                .Select(place => place.Substring(host.Length + 1))
                .FirstOrDefault(repository => repository != exceptRepository)
            : null;

    /// <summary>Remembers what a layer is in a registry. Another digest than before replaces it.</summary>
    /// <param name="name">Diff id, or digest of a blob that is pushed as it is.</param>
    /// <param name="blob">The blob in the registry.</param>
    /// <param name="encoder">What compressed it; null where that is not known.</param>
    /// <param name="place">Registry host and repository that have it.</param>
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

    /// <summary>Forgets what turned out to be wrong.</summary>
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

    /// <summary>Writes what changed, at most once a second: what a process that is killed has sent is not sent again.</summary>
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

    /// <summary>Writes what changed, beside what other processes wrote meanwhile. Losing a memory is no error.</summary>
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
            // The next push compresses again; that is all that is lost.
        }
    }

    private static byte[] Merge(byte[]? before, Dictionary<string, LayerIndexEntry?> changes)
    {
        // What changed goes to the end; what is too much goes from the front.
        var merged = Parse(before).Where(entry => !changes.ContainsKey(entry.Name)).Concat(changes.Values.OfType<LayerIndexEntry>()).ToList();
        using var memory = new MemoryStream();
        JsonSerializer.Serialize(memory, merged.Skip(Math.Max(0, merged.Count - Capacity)));

        // By its last line's end a file is known to be written to its end.
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
            // What cannot be read is not remembered.
        }

        return entries;
    }
}
