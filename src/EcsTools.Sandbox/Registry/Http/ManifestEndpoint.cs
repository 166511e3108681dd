using System.Linq;
using System.Threading.Tasks;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Registry.Http;

/// <summary>Manifests by tag or digest. The response for a manifest with a subject names the subject, because the registry lists referrers.</summary>
internal sealed class ManifestEndpoint
{
    private readonly ImageRegistry _registry;

    public ManifestEndpoint(ImageRegistry registry)
    {
        _registry = registry;
    }

    public Task HandleAsync(SandboxHttpContext context, string repository, string reference)
    {
        var digest = ContentDigest.IsValid(reference) ? reference : null;
        if (digest is null && reference.IndexOf(':') >= 0)
        {
            throw OciError.DigestInvalid(reference);
        }

        var tag = digest is null ? reference : null;
        return context.Method switch
        {
            "GET" or "HEAD" => GetAsync(context, repository, digest, tag),
            "PUT" => PutAsync(context, repository, digest, tag),
            "DELETE" => DeleteAsync(context, repository, digest, tag),
            _ => throw OciError.Unsupported(),
        };
    }

    private async Task GetAsync(SandboxHttpContext context, string repository, string? digest, string? tag)
    {
        var (image, manifest) = _registry.Pull(repository, digest, tag) ?? throw OciError.ManifestUnknown();
        if (!Accepts(context.Header("Accept"), image.MediaType))
        {
            throw OciError.ManifestUnknown($"The image is of media type '{image.MediaType}', which is not among the accepted ones");
        }

        context.ResponseHeaders["Docker-Content-Digest"] = image.Digest;
        await context.RespondAsync(200, manifest, image.MediaType).ConfigureAwait(false);
    }

    private async Task PutAsync(SandboxHttpContext context, string repository, string? digest, string? tag)
    {
        byte[] content;
        try
        {
            content = await context.ReadBodyAsync(ImageManifest.MaximumLength).ConfigureAwait(false);
        }
        catch (HttpRefusal e) when (e.Status == 413)
        {
            throw RegistryErrors.ManifestTooLong();
        }

        var mediaType = context.Header("Content-Type")?.Split(';')[0].Trim();
        var (image, _) = _registry.Put(repository, content, mediaType, tag, digest, mayRepeat: false);
        context.ResponseHeaders["Location"] = $"http://{context.Host}/v2/{repository}/manifests/{image.Digest}";
        context.ResponseHeaders["Docker-Content-Digest"] = image.Digest;
        if (image.Subject is { } subject)
        {
            context.ResponseHeaders["OCI-Subject"] = subject;
        }

        await context.RespondAsync(201).ConfigureAwait(false);
    }

    private Task DeleteAsync(SandboxHttpContext context, string repository, string? digest, string? tag)
    {
        return _registry.Delete(repository, digest, tag).Failure switch
        {
            null => context.RespondAsync(202),
            { Code: "ImageNotFound" } => throw OciError.ManifestUnknown(),
            var failure => throw OciError.Unsupported(failure.Reason),
        };
    }

    private static bool Accepts(string? accept, string mediaType)
        => string.IsNullOrWhiteSpace(accept)
            || accept!.Split(',')
                .Select(range => range.Split(';')[0].Trim())
                .Any(range => range is "*/*" or "application/*" || range == mediaType);
}
