using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Images.Oci;

/// <summary>A manifest in a registry: of an image, an artifact, or an index of several images.</summary>
/// <param name="Bytes">The manifest, byte for byte.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Digest">Digest of the bytes.</param>
public sealed record RegistryManifest(byte[] Bytes, string MediaType, string Digest)
{
    /// <summary>The media types of manifests that EcsTools can read, for the Accept header of a request.</summary>
    public static IReadOnlyList<string> SupportedMediaTypes => MediaTypes.Manifests;

    /// <summary>The config of an image; null for an index.</summary>
    public Descriptor? Config { get; private init; }

    /// <summary>The layers of an image, the lowest first.</summary>
    public IReadOnlyList<Descriptor> Layers { get; private init; } = Array.Empty<Descriptor>();

    /// <summary>The manifests that an index names.</summary>
    public IReadOnlyList<IndexEntry> Entries { get; private init; } = Array.Empty<IndexEntry>();

    /// <summary>The artifact type that it declares, or null.</summary>
    public string? ArtifactType { get; private init; }

    /// <summary>Digest of the manifest it refers to, or null.</summary>
    public string? Subject { get; private init; }

    /// <summary>Its annotations, or null.</summary>
    internal JsonObject? Annotations { get; private init; }

    /// <summary>Whether it is an index.</summary>
    public bool IsIndex => MediaTypes.IsIndex(MediaType);

    /// <summary>Parses a manifest.</summary>
    /// <param name="bytes">The manifest.</param>
    /// <param name="contentType">The Content-Type of the answer, for a manifest that does not declare its own type; or null.</param>
    /// <param name="digest">Digest of the bytes.</param>
    /// <param name="name">Name of the image, for messages.</param>
    /// <exception cref="MalformedContentException">It is not a manifest.</exception>
    public static RegistryManifest Parse(byte[] bytes, string? contentType, string digest, string name)
    {
        var what = $"the manifest of {name}";
        var json = JsonText.ParseObject(bytes, what, JsonText.LongestManifest);
        var mediaType = JsonText.OptionalText(json, "mediaType", what) ?? contentType
            ?? (json["manifests"] is null ? MediaTypes.OciManifest : MediaTypes.OciIndex);
        if (!MediaTypes.Manifests.Contains(mediaType))
        {
            throw new MalformedContentException($"{what} is of the type '{UntrustedText.Sanitize(mediaType)}', which is not supported");
        }

        var subject = JsonText.OptionalObject(json, "subject", what);
        return new RegistryManifest(bytes, mediaType, digest)
        {
            Config = JsonText.OptionalObject(json, "config", what) is { } config ? Descriptor.Read(config, $"the config in {what}") : null,
            Layers = JsonText.Objects(json, "layers", what, Descriptor.MostOfOne)
                .Select((layer, i) => Descriptor.Read(layer, $"the layer {i + 1} in {what}")).ToArray(),
            ArtifactType = JsonText.OptionalText(json, "artifactType", what),
            Subject = JsonText.OptionalText(subject, "digest", $"the subject of {what}"),
            Annotations = JsonText.OptionalObject(json, "annotations", what),
            Entries = JsonText.Objects(json, "manifests", what, Descriptor.MostOfOne)
                .Select((entry, i) => IndexEntry.Read(entry, $"the manifest {i + 1} in {what}")).ToArray(),
        };
    }

    /// <summary>Creates the error for a manifest or config that is malformed or has an unsupported format.</summary>
    /// <param name="name">Name of the image.</param>
    /// <param name="problem">What is wrong.</param>
    internal static EcsToolsException Unreadable(string name, MalformedContentException problem)
        => new(
            ErrorCodes.ManifestNotSupported,
            $"The image {name} cannot be read: {problem.Problem}.",
            "Choose another tag, or push the image again with a current version of Docker or skopeo.",
            target: name,
            inner: problem);
}

/// <summary>One manifest that an index names.</summary>
/// <param name="Manifest">Its descriptor.</param>
/// <param name="Platform">The platform the index gives for it, or null.</param>
/// <param name="IsAttestation">Whether it is an attestation that BuildKit wrote for another manifest.</param>
public sealed record IndexEntry(Descriptor Manifest, ImagePlatform? Platform, bool IsAttestation)
{
    internal static IndexEntry Read(JsonObject entry, string what)
    {
        var platform = JsonText.OptionalObject(entry, "platform", what);
        string? Text(string member) => JsonText.OptionalText(platform, member, $"the platform of {what}");
        var annotations = JsonText.OptionalObject(entry, "annotations", what);
        return new IndexEntry(
            Descriptor.Read(entry, what),
            platform is null ? null : new ImagePlatform(Text("os") ?? "unknown", Text("architecture") ?? "unknown", Text("variant")),
            JsonText.TextOf(annotations?["vnd.docker.reference.type"]) == "attestation-manifest");
    }
}
