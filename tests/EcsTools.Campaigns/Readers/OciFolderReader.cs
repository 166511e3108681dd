using System;
using System.Collections.Generic;
using System.IO;
using EcsTools.Campaigns.Mutations;
using EcsTools.Campaigns.Seeds;
using EcsTools.Images.Sources;

namespace EcsTools.Campaigns.Readers;

/// <summary>An OCI layout as a folder, with a malformed document.</summary>
internal sealed class OciFolderReader : IForeignReader
{
    private static readonly Document[] Documents = [Document.Config, Document.Manifest, Document.Index, Document.First, Document.Layout];
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-campaign-").FullName;
    private readonly Dictionary<string, byte[]> _written = new(StringComparer.Ordinal);

    public string Name => "oci-folder";

    public bool IsInner => false;

    public static Dictionary<string, byte[]> Make(Random random)
        => ImageSeed.Layout(Documents[random.Next(Documents.Length)], json => JsonMutations.Mutate(json, ImageSeed.Config("arm64"), random));

    public Action Prepare(Random random)
    {
        Write(Make(random));
        var reference = random.Next(3) == 0 ? "web:dev" : null;
        var platform = random.Next(3) == 0 ? "linux/arm64" : null;
        return () =>
        {
            using var source = OciLayoutSource.OpenFolder(_folder, reference, platform);
            ImageContent.ReadAll(source);
        };
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Most files are the same from one input to the next.</summary>
    private void Write(Dictionary<string, byte[]> files)
    {
        foreach (var name in new List<string>(_written.Keys))
        {
            if (!files.ContainsKey(name))
            {
                File.Delete(Path.Combine(_folder, name));
                _written.Remove(name);
            }
        }

        foreach (var (name, content) in files)
        {
            if (!_written.TryGetValue(name, out var before) || !before.AsSpan().SequenceEqual(content))
            {
                var path = Path.Combine(_folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, content);
                _written[name] = content;
            }
        }
    }
}
