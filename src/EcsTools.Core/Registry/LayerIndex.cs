using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using EcsTools.Images;

namespace EcsTools.Registry;

/// <summary>
/// What this machine remembers of layers it compressed: diff id → the digest and size it became, so that a second push need not compress to
/// find out that the registry has it. Only a memory: each entry is checked against the registry before it is used, and a damaged file is
/// forgotten.
/// </summary>
internal sealed class LayerIndex
{
    /// <summary>How many layers are remembered; the oldest go first.</summary>
    private const int Capacity = 5000;

    private readonly string _path;
    private readonly object _gate = new();
    private readonly Dictionary<string, Descriptor> _added = new(StringComparer.Ordinal);
    private Dictionary<string, Descriptor>? _entries;

    /// <param name="folder">Folder of the index file; made when first written to.</param>
    public LayerIndex(string folder)
    {
        _path = Path.Combine(folder, "layers.json");
    }

    public static LayerIndex ForThisUser() => new(UserCache.Folder);

    public Descriptor? Find(string diffId)
    {
        lock (_gate)
        {
            _entries ??= Read();
            return _entries.TryGetValue(diffId, out var found) ? found : null;
        }
    }

    public void Add(string diffId, Descriptor descriptor)
    {
        lock (_gate)
        {
            _entries ??= Read();
            _entries[diffId] = descriptor;
            _added[diffId] = descriptor;
        }
    }

    /// <summary>Writes what was added, beside what other processes added meanwhile. Losing a memory is no error.</summary>
    public void Save()
    {
        lock (_gate)
        {
            if (_added.Count == 0)
            {
                return;
            }

            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
                var merged = Read().Where(e => !_added.ContainsKey(e.Key)).Concat(_added).ToArray();
                var kept = merged.Skip(Math.Max(0, merged.Length - Capacity)).ToDictionary(e => e.Key, e => e.Value);
                var temporary = _path + "." + Guid.NewGuid().ToString("N") + ".tmp";
                File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(kept));
                UserCache.Replace(temporary, _path);
                _added.Clear();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The next push compresses again; that is all that is lost.
            }
        }
    }

    private Dictionary<string, Descriptor> Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, Descriptor>>(File.ReadAllBytes(_path)) ?? new(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return new Dictionary<string, Descriptor>(StringComparer.Ordinal);
        }
    }
}
