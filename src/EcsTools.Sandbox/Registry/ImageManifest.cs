using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Registry;

/// <summary>The content that a manifest lists: its blobs, or the manifests of an index.</summary>
internal sealed record ImageManifest(
    string MediaType,
    string? ArtifactMediaType,
    string? Subject,
    IReadOnlyList<BlobReference> Blobs,
    IReadOnlyList<string> Children)
{
    /// <summary>Largest manifest that ECR accepts, in bytes (service model: ImageManifest, max 4194304).</summary>
    public const int MaximumLength = 4194304;

    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerList = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";

    public static bool IsIndex(string mediaType) => mediaType is DockerList or OciIndex;

    /// <summary>Reads a manifest as ECR does: the media type is its own, and where it names none the declared one.</summary>
    /// <exception cref="AwsError">InvalidParameterException: it is no manifest that ECR takes.</exception>
    public static ImageManifest Parse(byte[] content, string? declaredMediaType)
    {
        if (content.Length > MaximumLength)
        {
            throw RegistryErrors.ManifestTooLong();
        }

        var manifest = ParseJson(content);
        var mediaType = Text(manifest, "mediaType") ?? declaredMediaType;
        if (mediaType is not (DockerManifest or DockerList or OciManifest or OciIndex) || !HasSchemaVersion2(manifest))
        {
            throw RegistryErrors.InvalidManifest();
        }

        if (declaredMediaType is not null && declaredMediaType != mediaType)
        {
            throw RegistryErrors.Invalid("ImageManifest", $"Media type '{mediaType}' differs from the declared '{declaredMediaType}'");
        }

        var subject = manifest["subject"] is JsonObject descriptor ? Reference(descriptor).Digest : null;
        return IsIndex(mediaType)
            ? new ImageManifest(mediaType, Text(manifest, "artifactType"), subject, Array.Empty<BlobReference>(), ChildrenOf(manifest))
            : Image(manifest, mediaType, subject);
    }

    /// <summary>Platforms that an index offers, as os/architecture[/variant]; attestations, of an unknown platform, are none.</summary>
    public static IReadOnlyList<string> PlatformsOfIndex(byte[] content)
        => Objects(ParseJson(content), "manifests")
            .Select(entry => entry["platform"] as JsonObject)
            .Where(platform => platform is not null && Text(platform, "os") is not (null or "unknown"))
            .Select(platform => PlatformName(platform!))
            .Distinct(StringComparer.Ordinal)
            .ToList();

    /// <summary>The platform that an image configuration names, or none for an artifact's.</summary>
    public static IReadOnlyList<string> PlatformsOfConfiguration(byte[] content)
    {
        try
        {
            return JsonText.Parse(content) is JsonObject configuration && Text(configuration, "os") is not null
                ? new[] { PlatformName(configuration) }
                : Array.Empty<string>();
        }
        catch (JsonException)
        {
            return Array.Empty<string>();
        }
    }

    /// <summary>Whether an image for os/architecture[/variant] runs on os/architecture.</summary>
    public static bool Runs(string platform, string wanted)
        => platform == wanted || platform.StartsWith(wanted + "/", StringComparison.Ordinal);

    /// <summary>Digest of the first manifest of an index that is for a platform, else of the first that names no platform; null if there is none.</summary>
    public static string? ChildFor(byte[] index, string platform)
    {
        var entries = Objects(ParseJson(index), "manifests")
            .Select(entry => (Reference(entry).Digest, Platform: entry["platform"] as JsonObject)).ToList();
        return entries.Find(entry => entry.Platform is not null && Runs(PlatformName(entry.Platform), platform)).Digest
            ?? entries.Find(entry => entry.Platform is null).Digest;
    }

    private static ImageManifest Image(JsonObject manifest, string mediaType, string? subject)
    {
        if (manifest["config"] is not JsonObject config || manifest["layers"] is not JsonArray)
        {
            throw RegistryErrors.InvalidManifest();
        }

        var configuration = Reference(config);
        var blobs = new List<BlobReference> { configuration };
        blobs.AddRange(Objects(manifest, "layers").Where(layer => !IsForeign(layer)).Select(Reference));
        var artifact = Text(manifest, "artifactType") ?? configuration.MediaType;
        return new ImageManifest(mediaType, artifact, subject, blobs, Array.Empty<string>());
    }

    private static List<string> ChildrenOf(JsonObject manifest)
    {
        if (manifest["manifests"] is not JsonArray)
        {
            throw RegistryErrors.InvalidManifest();
        }

        return Objects(manifest, "manifests").Select(entry => Reference(entry).Digest).Distinct(StringComparer.Ordinal).ToList();
    }

    // Layers that must not be distributed stay at their urls.
    private static bool IsForeign(JsonObject layer)
        => Text(layer, "mediaType") is { } type
            && (type.IndexOf("rootfs.foreign", StringComparison.Ordinal) >= 0
                || type.IndexOf("nondistributable", StringComparison.Ordinal) >= 0);

    private static BlobReference Reference(JsonObject descriptor)
    {
        var digest = Text(descriptor, "digest");
        if (!ContentDigest.IsValid(digest)
            || descriptor["size"] is not JsonValue number || !number.TryGetValue<long>(out var size) || size < 0)
        {
            throw RegistryErrors.InvalidManifest();
        }

        return new BlobReference { Digest = digest!, Size = size, MediaType = Text(descriptor, "mediaType") };
    }

    private static JsonObject ParseJson(byte[] content)
    {
        try
        {
            return JsonText.Parse(content) as JsonObject ?? throw RegistryErrors.InvalidManifest();
        }
        catch (JsonException)
        {
            throw RegistryErrors.InvalidManifest();
        }
    }

    private static bool HasSchemaVersion2(JsonObject manifest)
        => manifest["schemaVersion"] is JsonValue value && value.TryGetValue<int>(out var version) && version == 2;

    private static IEnumerable<JsonObject> Objects(JsonObject parent, string name)
        => (parent[name] as JsonArray ?? new JsonArray()).Select(node => node as JsonObject ?? throw RegistryErrors.InvalidManifest());

    private static string? Text(JsonObject node, string name)
        => node[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string PlatformName(JsonObject platform)
        => string.Join(
            "/",
            new[] { "os", "architecture", "variant" }.Select(part => Text(platform, part)).Where(part => !string.IsNullOrEmpty(part)));
}
