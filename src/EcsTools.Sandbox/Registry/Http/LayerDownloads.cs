using System;
using System.Globalization;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Registry.Http;

/// <summary>
/// The target of GetDownloadUrlForLayer: a URL that contains a permission for one hour, like the S3 URLs of ECR.
/// </summary>
internal sealed class LayerDownloads : IHttpRoute
{
    private const string Root = "/starport-layer-bucket/";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ImageRegistry _registry;

    public LayerDownloads(ImageRegistry registry)
    {
        _registry = registry;
    }

    public string UrlOf(string endpointUrl, string digest)
    {
        var expires = (SandboxClock.MachineNow + Lifetime).ToUnixTimeSeconds();
        var signature = Uri.EscapeDataString(_registry.Tokens.Sign(digest, expires));
        return FormattableString.Invariant($"{endpointUrl}{Root}{digest}?Expires={expires}&Signature={signature}");
    }

    public bool Matches(string path) => path.StartsWith(Root, StringComparison.Ordinal);

    public Task HandleAsync(SandboxHttpContext context)
    {
        var digest = context.Path.Substring(Root.Length);
        context.Query.TryGetValue("Expires", out var expiry);
        context.Query.TryGetValue("Signature", out var signature);
        if (context.Method is not ("GET" or "HEAD") || !ContentDigest.IsValid(digest)
            || !long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
            || expires <= SandboxClock.MachineNow.ToUnixTimeSeconds() || signature != _registry.Tokens.Sign(digest, expires))
        {
            return context.RespondAsync(403);
        }

        return _registry.Store.Exists(digest) ? BlobEndpoint.SendAsync(context, _registry.Store, digest) : context.RespondAsync(404);
    }
}
