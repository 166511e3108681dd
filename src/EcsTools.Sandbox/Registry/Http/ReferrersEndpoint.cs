using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Http;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Registry.Http;

/// <summary>
/// Signatures, SBOMs and other artifacts that refer to a manifest, as an index, a page of at most 50 at a time with a Link to the next. Source: the
/// OCI distribution specification 1.1, which ECR supports; 50 is the page of its ListImageReferrers.
/// </summary>
internal sealed class ReferrersEndpoint
{
    private const int PageLimit = 50;

    private readonly ImageRegistry _registry;

    public ReferrersEndpoint(ImageRegistry registry)
    {
        _registry = registry;
    }

    public Task HandleAsync(SandboxHttpContext context, string repository, string digest)
    {
        if (context.Method is not ("GET" or "HEAD"))
        {
            throw OciError.Unsupported();
        }

        if (!ContentDigest.IsValid(digest))
        {
            throw OciError.DigestInvalid(digest);
        }

        context.Query.TryGetValue("artifactType", out var type);
        context.Query.TryGetValue("last", out var last);
        var rest = _registry.ReferrersOf(repository, digest)
            .Where(referrer => type is null || referrer.Image.ArtifactMediaType == type)
            .SkipWhile(referrer => last is not null && string.CompareOrdinal(referrer.Image.Digest, last) <= 0)
            .ToList();
        if (type is not null)
        {
            context.ResponseHeaders["OCI-Filters-Applied"] = "artifactType";
        }

        if (rest.Count > PageLimit)
        {
            var filter = type is null ? "" : "&artifactType=" + Uri.EscapeDataString(type);
            var next = $"{context.Path}?last={Uri.EscapeDataString(rest[PageLimit - 1].Image.Digest)}{filter}";
            context.ResponseHeaders["Link"] = $"<{next}>; rel=\"next\"";
        }

        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ImageManifest.OciIndex,
            ["manifests"] = new JsonArray(rest.Take(PageLimit).Select(Describe).ToArray()),
        };
        return context.RespondAsync(200, Encoding.UTF8.GetBytes(index.ToJsonString()), ImageManifest.OciIndex);
    }

    private static JsonNode Describe((StoredImage Image, byte[] Manifest) referrer)
    {
        var entry = new JsonObject
        {
            ["mediaType"] = referrer.Image.MediaType,
            ["digest"] = referrer.Image.Digest,
            ["size"] = referrer.Manifest.Length,
            ["artifactType"] = referrer.Image.ArtifactMediaType,
        };
        if ((JsonText.Parse(referrer.Manifest) as JsonObject)?["annotations"] is JsonObject annotations)
        {
            entry["annotations"] = annotations.DeepClone();
        }

        return entry;
    }
}
