using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Docker.DotNet.Models;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Engine;

/// <summary>
/// The folders of an engine that have what is read of one image, and where a container has them. An archive of an engine begins after some 45 milliseconds,
/// whatever it has. So the config and the small layers are together in one folder, and each large layer is in another, with its record before its files.
/// </summary>
internal sealed class EngineStoreFolders
{
    /// <summary>The folder of the config and the small layers.</summary>
    public const string Together = "together";

    /// <summary>Below this, an archive takes longer to begin than to send.</summary>
    private const long LargestTogether = 4 << 20;

    /// <summary>What is together is kept in a temporary file, and arrives before the first of it is sent.</summary>
    private const long MostTogether = 32 << 20;

    private const string Config = "config";

    private readonly Dictionary<int, string> _layers = new();
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);

    private EngineStoreFolders()
    {
    }

    /// <summary>The path of each folder or file of the engine, by its place in the container.</summary>
    public IReadOnlyDictionary<string, string> Sources => _sources;

    /// <summary>The place of the config.</summary>
    public static string ConfigPlace => Together + "/" + Config;

    /// <summary>Finds the folders.</summary>
    /// <param name="image">The image, as the engine describes it.</param>
    /// <param name="sizes">The bytes of each layer, as far as the engine knows them.</param>
    /// <param name="isRead">Whether a layer will be read, by its diff id.</param>
    /// <returns>Null if the folders of the image are not as expected.</returns>
    public static EngineStoreFolders? Find(ImageInspectResponse image, IReadOnlyList<long> sizes, Func<string, bool> isRead)
    {
        var diffIds = image.RootFS.Layers;
        var layers = LayersOf(image);
        if (layers.Count != diffIds.Count || layers.Count == 0 || RootOf(layers[0]) is not { } root || layers.Any(layer => RootOf(layer) != root))
        {
            return null;
        }

        var folders = new EngineStoreFolders();
        folders._sources[ConfigPlace] = $"{root}/image/overlay2/imagedb/content/sha256/{Sha256Digest.Hex(image.ID)}";
        var chains = LayerChain.Of(diffIds);
        long together = 0;
        for (var position = 0; position < layers.Count; position++)
        {
            if (isRead(diffIds[position]))
            {
                var isSmall = sizes[position] <= LargestTogether && together + sizes[position] <= MostTogether;
                together += isSmall ? sizes[position] : 0;
                folders.Add(position, isSmall, $"{root}/image/overlay2/layerdb/sha256/{Sha256Digest.Hex(chains[position])}", layers[position]);
            }
        }

        return folders;
    }

    /// <summary>The folder of a layer in the container; null if it is not there.</summary>
    public string? PlaceOf(int position) => _layers.TryGetValue(position, out var place) ? place : null;

    /// <summary>The place of a layer's record in its folder. It comes before the files in an archive.</summary>
    public static string RecordIn(string place) => place + "/entries/tar-split.json.gz";

    /// <summary>The beginning of the names of a layer's files.</summary>
    public static string FilesIn(string place) => place + "/files/";

    private void Add(int position, bool isSmall, string record, string files)
    {
        var number = position.ToString(CultureInfo.InvariantCulture);
        var place = isSmall ? Together + "/" + number : number;
        _layers[position] = place;
        _sources[place + "/entries"] = record;
        _sources[place + "/files"] = files;
    }

    /// <summary>The folders of the layers, the lowest first.</summary>
    private static List<string> LayersOf(ImageInspectResponse image)
    {
        if (image.GraphDriver?.Data is not { } data || !data.TryGetValue("UpperDir", out var upper))
        {
            return [];
        }

        var layers = new List<string> { upper };
        layers.AddRange(data.TryGetValue("LowerDir", out var lower) && !string.IsNullOrEmpty(lower) ? lower.Split(':') : []);
        layers.Reverse();
        return layers;
    }

    /// <summary>The engine's folder; null if the folder of a layer is not <c>overlay2/…/diff</c> in it.</summary>
    private static string? RootOf(string layer)
    {
        var parts = layer.Split('/');
        return parts.Length >= 5 && parts[0].Length == 0 && parts[parts.Length - 1] == "diff" && parts[parts.Length - 3] == "overlay2"
            ? string.Join("/", parts.Take(parts.Length - 3))
            : null;
    }
}
