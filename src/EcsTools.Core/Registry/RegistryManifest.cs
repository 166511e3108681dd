using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Images;

namespace EcsTools.Registry;

/// <summary>A manifest as a registry has it: its bytes, and what they name.</summary>
internal sealed record RegistryManifest(byte[] Bytes, string MediaType, string Digest)
{
    /// <summary>Config of an image; null of an index.</summary>
    public Descriptor? Config { get; private init; }

    public IReadOnlyList<Descriptor> Layers { get; private init; } = Array.Empty<Descriptor>();

    /// <summary>Manifests an index names, each with its platform where it says one.</summary>
    public IReadOnlyList<IndexEntry> Entries { get; private init; } = Array.Empty<IndexEntry>();

    /// <summary>What kind of artifact it says it is, or null.</summary>
    public string? ArtifactType { get; private init; }

    /// <summary>Digest of the manifest it refers to, or null.</summary>
    public string? Subject { get; private init; }

    /// <summary>Its annotations, or null.</summary>
    public JsonObject? Annotations { get; private init; }

    public bool IsIndex => MediaTypes.IsIndex(MediaType);

    /// <exception cref="InvalidDataException">It is no manifest.</exception>
    public static RegistryManifest Read(byte[] bytes, string? contentType, string digest, string name)
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
internal sealed record IndexEntry(Descriptor Manifest, ImagePlatform? Platform, bool IsAttestation)
{
    public static IndexEntry Read(JsonObject entry, string name)
    {
        var platform = entry["platform"] as JsonObject;
        return new IndexEntry(
            Descriptor.Read(entry, name),
            platform is null ? null : new ImagePlatform(Text(platform, "os") ?? "unknown", Text(platform, "architecture") ?? "unknown", Text(platform, "variant")),
            Text(entry["annotations"] as JsonObject, "vnd.docker.reference.type") == "attestation-manifest");
    }

    private static string? Text(JsonObject? json, string member) => (json?[member] as JsonValue)?.GetValue<string>();
}
