using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Images.Oci;

/// <summary>A manifest as a registry has it: of an image, an artifact, or an index of several images.</summary>
/// <param name="Bytes">The manifest, byte for byte.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Digest">Digest of the bytes.</param>
public sealed record RegistryManifest(byte[] Bytes, string MediaType, string Digest)
{
    /// <summary>The media types of manifests that can be read, for the Accept header of a request.</summary>
    public static IReadOnlyList<string> SupportedMediaTypes => MediaTypes.Manifests;

    /// <summary>The config of an image; null for an index.</summary>
    public Descriptor? Config { get; private init; }

    /// <summary>The layers of an image, the lowest first.</summary>
    public IReadOnlyList<Descriptor> Layers { get; private init; } = Array.Empty<Descriptor>();

    /// <summary>The manifests that an index names.</summary>
    public IReadOnlyList<IndexEntry> Entries { get; private init; } = Array.Empty<IndexEntry>();

    /// <summary>The type of artifact it declares, or null.</summary>
    public string? ArtifactType { get; private init; }

    /// <summary>Digest of the manifest it refers to, or null.</summary>
    public string? Subject { get; private init; }

    /// <summary>Its annotations, or null.</summary>
    internal JsonObject? Annotations { get; private init; }

    /// <summary>Whether it is an index.</summary>
    public bool IsIndex => MediaTypes.IsIndex(MediaType);

    /// <summary>Parses a manifest.</summary>
    /// <param name="bytes">The manifest.</param>
    /// <param name="contentType">The type it came with, for a manifest that does not declare its own; or null.</param>
    /// <param name="digest">Digest of the bytes.</param>
    /// <param name="name">Name of the image, for messages.</param>
    /// <exception cref="InvalidDataException">It is not a manifest.</exception>
    public static RegistryManifest Parse(byte[] bytes, string? contentType, string digest, string name)
    {
        var json = JsonText.ParseObject(bytes, $"the manifest of {name}");
        var mediaType = (json["mediaType"] as JsonValue)?.GetValue<string>() ?? contentType
            ?? (json["manifests"] is null ? MediaTypes.OciManifest : MediaTypes.OciIndex);
        if (!MediaTypes.Manifests.Contains(mediaType))
        {
            throw new InvalidDataException($"The manifest of {name} is of the type {mediaType}, which is not supported.");
        }

        return new RegistryManifest(bytes, mediaType, digest)
        {
            Config = json["config"] is JsonObject config ? Descriptor.Read(config, name) : null,
            Layers = Objects(json, "layers").Select(layer => Descriptor.Read(layer, name)).ToArray(),
            ArtifactType = (json["artifactType"] as JsonValue)?.GetValue<string>(),
            Subject = (json["subject"]?["digest"] as JsonValue)?.GetValue<string>(),
            Annotations = json["annotations"] as JsonObject,
            Entries = Objects(json, "manifests").Select(entry => IndexEntry.Read(entry, name)).ToArray(),
        };
    }

    private static IEnumerable<JsonObject> Objects(JsonObject json, string member) => (json[member] as JsonArray)?.OfType<JsonObject>() ?? Enumerable.Empty<JsonObject>();
}

/// <summary>One manifest that an index names.</summary>
/// <param name="Manifest">Its descriptor.</param>
/// <param name="Platform">The platform the index gives for it, or null.</param>
/// <param name="IsAttestation">Whether BuildKit made it as an attestation of another manifest.</param>
public sealed record IndexEntry(Descriptor Manifest, ImagePlatform? Platform, bool IsAttestation)
{
    internal static IndexEntry Read(JsonObject entry, string name)
    {
        var platform = entry["platform"] as JsonObject;
        return new IndexEntry(
            Descriptor.Read(entry, name),
            platform is null ? null : new ImagePlatform(Text(platform, "os") ?? "unknown", Text(platform, "architecture") ?? "unknown", Text(platform, "variant")),
            Text(entry["annotations"] as JsonObject, "vnd.docker.reference.type") == "attestation-manifest");
    }

    private static string? Text(JsonObject? json, string member) => (json?[member] as JsonValue)?.GetValue<string>();
}
