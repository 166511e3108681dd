using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Images.Oci;
using EcsTools.Models;

namespace EcsTools.Usage;

/// <summary>
/// The images of a repository and how they are connected: indexes with their images, images with their signatures and other referrers.
/// </summary>
internal sealed class ImageGraph
{
    // The tag of a referrer if the registry has no referrers API (OCI distribution specification, "Referrers tag schema"), and cosign's
    // sha256-….sig, .att and .sbom.
    private static readonly Regex ReferrerTag = new("^sha256-(?<hex>[0-9a-f]{64})(?:\\.[a-z]+)?$", RegexOptions.CultureInvariant);

    private readonly Dictionary<string, EcrStoredImage> _images;
    private readonly Dictionary<string, List<string>> _parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _referrers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _subjects = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, RegistryManifest> _manifests;

    /// <param name="images">All images of the repository.</param>
    /// <param name="manifests">Their manifests, by digest. Those that cannot be read may be missing.</param>
    public ImageGraph(IEnumerable<EcrStoredImage> images, IReadOnlyDictionary<string, RegistryManifest> manifests)
    {
        _images = images.ToDictionary(image => image.ImageDigest, StringComparer.Ordinal);
        _manifests = manifests;
        foreach (var image in _images.Values)
        {
            ChildrenOf(image.ImageDigest).ForEach(child => Add(_parents, child, image.ImageDigest));
            if (SubjectOf(image) is { } subject && _images.ContainsKey(subject) && subject != image.ImageDigest)
            {
                _subjects[image.ImageDigest] = subject;
                Add(_referrers, subject, image.ImageDigest);
            }
        }
    }

    /// <summary>Independent images: those with a tag, and those that belong to no index or subject.</summary>
    public IEnumerable<EcrStoredImage> Roots
        => _images.Values.Where(image => !_subjects.ContainsKey(image.ImageDigest)
            && (!_parents.ContainsKey(image.ImageDigest) || image.ImageTags.Count > 0));

    /// <summary>Whether an image belongs to an index that stays.</summary>
    public bool IsHeld(string digest, ISet<string> going)
        => _parents.TryGetValue(digest, out var parents) && parents.Any(parent => !going.Contains(parent));

    /// <summary>An image and everything that belongs to it. The image itself comes first.</summary>
    public IReadOnlyList<EcrStoredImage> Closure(string digest)
    {
        var found = new List<EcrStoredImage>();
        var open = new Queue<string>([digest]);
        var seen = new HashSet<string>(StringComparer.Ordinal) { digest };
        while (open.Count > 0)
        {
            var next = open.Dequeue();
            found.Add(_images[next]);
            var referrers = _referrers.TryGetValue(next, out var list) ? list : [];
            foreach (var part in ChildrenOf(next).Concat(referrers).Where(seen.Add))
            {
                open.Enqueue(part);
            }
        }

        return found;
    }

    /// <summary>
    /// What is deleted with the given roots: those of their parts that no remaining index or subject needs. By root, parents before
    /// children.
    /// </summary>
    public IReadOnlyList<ImageToDelete> Going(IReadOnlyList<EcrStoredImage> roots)
    {
        var going = new HashSet<string>(roots.Select(root => root.ImageDigest), StringComparer.Ordinal);
        var result = roots.Select(root => (Root: root, Parts: new List<EcrStoredImage>())).ToList();
        bool grew;
        do
        {
            grew = false;
            foreach (var (root, parts) in result)
            {
                foreach (var part in Closure(root.ImageDigest).Where(part => !going.Contains(part.ImageDigest) && MayGo(part, going)).ToList())
                {
                    going.Add(part.ImageDigest);
                    parts.Add(part);
                    grew = true;
                }
            }
        }
        while (grew);
        return result.Select(pair => new ImageToDelete(pair.Root, pair.Parts)).ToList();
    }

    /// <summary>Size in bytes of the manifests and blobs that only these images have.</summary>
    public long BytesOnlyIn(ISet<string> going)
    {
        var staying = _images.Keys.Where(digest => !going.Contains(digest)).SelectMany(Blobs).Select(blob => blob.Digest);
        var stay = new HashSet<string>(staying, StringComparer.Ordinal);
        var unread = going.Where(digest => !_manifests.ContainsKey(digest)).Sum(digest => _images[digest].Size);
        return unread + going.SelectMany(Blobs).Where(blob => !stay.Contains(blob.Digest)).GroupBy(blob => blob.Digest, StringComparer.Ordinal)
            .Sum(blob => blob.First().Size);
    }

    // A tagged part of an index is independent: it is deleted only if it was selected itself.
    private bool MayGo(EcrStoredImage part, ISet<string> going)
        => !IsHeld(part.ImageDigest, going)
            && (_subjects.TryGetValue(part.ImageDigest, out var subject) ? going.Contains(subject) : part.ImageTags.Count == 0);

    private IEnumerable<(string Digest, long Size)> Blobs(string digest)
        => _manifests.TryGetValue(digest, out var manifest)
            ? manifest.Layers.Select(layer => (layer.Digest, layer.Size))
                .Concat(manifest.Config is { } config ? [(config.Digest, config.Size)] : [])
                .Append((digest, manifest.Bytes.Length))
            : [];

    private List<string> ChildrenOf(string digest)
        => _manifests.TryGetValue(digest, out var manifest)
            ? manifest.Entries.Select(entry => entry.Manifest.Digest).Where(_images.ContainsKey).ToList()
            : [];

    private static string? SubjectOf(EcrStoredImage image)
        => image.SubjectDigest ?? image.ImageTags.Select(tag => ReferrerTag.Match(tag)).Where(match => match.Success)
            .Select(match => "sha256:" + match.Groups["hex"].Value).FirstOrDefault();

    private static void Add(Dictionary<string, List<string>> lists, string key, string value)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }

        list.Add(value);
    }
}
