using System;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Http;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Registry.Http;

/// <summary>The registry API under <c>/v2/</c>: checks the caller and selects the endpoint.</summary>
internal sealed class RegistryRoute : IHttpRoute
{
    private static readonly Regex Uploads = new("^/v2/(?<name>.+)/blobs/uploads(/(?<id>[^/]*))?$", RegexOptions.CultureInvariant);
    private static readonly Regex Blob = new("^/v2/(?<name>.+)/blobs/(?<digest>[^/]+)$", RegexOptions.CultureInvariant);
    private static readonly Regex Manifest = new("^/v2/(?<name>.+)/manifests/(?<reference>[^/]+)$", RegexOptions.CultureInvariant);
    private static readonly Regex Referrers = new("^/v2/(?<name>.+)/referrers/(?<digest>[^/]+)$", RegexOptions.CultureInvariant);
    private static readonly Regex Tags = new("^/v2/(?<name>.+)/tags/list$", RegexOptions.CultureInvariant);

    private readonly ImageRegistry _registry;
    private readonly BlobEndpoint _blobs;
    private readonly UploadEndpoint _uploads;
    private readonly ManifestEndpoint _manifests;
    private readonly ReferrersEndpoint _referrers;
    private readonly ListEndpoint _lists;

    public RegistryRoute(ImageRegistry registry)
    {
        _registry = registry;
        _blobs = new BlobEndpoint(registry);
        _uploads = new UploadEndpoint(registry);
        _manifests = new ManifestEndpoint(registry);
        _referrers = new ReferrersEndpoint(registry);
        _lists = new ListEndpoint(registry);
    }

    public bool Matches(string path) => path == "/v2" || path.StartsWith("/v2/", StringComparison.Ordinal);

    public async Task HandleAsync(SandboxHttpContext context)
    {
        context.ResponseHeaders["Docker-Distribution-Api-Version"] = "registry/2.0";
        try
        {
            if (await IsAdmittedAsync(context).ConfigureAwait(false))
            {
                await DispatchAsync(context).ConfigureAwait(false);
            }
        }
        catch (AwsError error) when (!context.HasResponded)
        {
            await RefuseAsync(context, OciError.From(error)).ConfigureAwait(false);
        }
        catch (OciError error) when (!context.HasResponded)
        {
            await RefuseAsync(context, error).ConfigureAwait(false);
        }
    }

    private static Task RefuseAsync(SandboxHttpContext context, OciError error)
        => context.RespondAsync(error.StatusCode, error.Body, "application/json; charset=utf-8");

    private Task DispatchAsync(SandboxHttpContext context)
    {
        var path = context.Path;
        if (path is "/v2" or "/v2/")
        {
            return context.RespondAsync(200, Array.Empty<byte>(), "application/json; charset=utf-8");
        }

        if (path == "/v2/_catalog")
        {
            return _lists.RepositoriesAsync(context);
        }

        if (Uploads.Match(path) is { Success: true } upload)
        {
            return _uploads.HandleAsync(context, upload.Groups["name"].Value, upload.Groups["id"].Value);
        }

        if (Blob.Match(path) is { Success: true } blob)
        {
            return _blobs.HandleAsync(context, blob.Groups["name"].Value, blob.Groups["digest"].Value);
        }

        if (Manifest.Match(path) is { Success: true } manifest)
        {
            return _manifests.HandleAsync(context, manifest.Groups["name"].Value, manifest.Groups["reference"].Value);
        }

        if (Referrers.Match(path) is { Success: true } referrers)
        {
            return _referrers.HandleAsync(context, referrers.Groups["name"].Value, referrers.Groups["digest"].Value);
        }

        return Tags.Match(path) is { Success: true } tags
            ? _lists.TagsAsync(context, tags.Groups["name"].Value)
            : context.RespondAsync(404, Encoding.UTF8.GetBytes("404 page not found\n"), "text/plain; charset=utf-8");
    }

    /// <summary>Passes a request with a valid token on. Without one, it answers as ECR does.</summary>
    private async Task<bool> IsAdmittedAsync(SandboxHttpContext context)
    {
        if (ReadPassword(context.Header("Authorization")) is not { } password)
        {
            context.ResponseHeaders["Www-Authenticate"] = $"Basic realm=\"http://{context.Host}/\",service=\"ecr.amazonaws.com\"";
            await context.RespondAsync(401, Encoding.UTF8.GetBytes("Not Authorized\n"), "text/plain; charset=utf-8").ConfigureAwait(false);
            return false;
        }

        switch (_registry.Tokens.Check(password, SandboxClock.MachineNow))
        {
            case TokenState.Valid:
                return true;
            case TokenState.Refused:
                throw new OciError(403, "DENIED", "Your authorization token has expired. Reauthenticate and try again.");
            default:
                await context.RespondAsync(400, Encoding.UTF8.GetBytes("Bad Request\n"), "text/plain; charset=utf-8").ConfigureAwait(false);
                return false;
        }
    }

    private static string? ReadPassword(string? authorization)
    {
        const string Scheme = "Basic ";
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(authorization.Substring(Scheme.Length).Trim()));
            var colon = pair.IndexOf(':');
            return colon >= 0 && pair.Substring(0, colon) == RegistryTokens.User ? pair.Substring(colon + 1) : null;
        }
        catch (FormatException)
        {
            return "";
        }
    }
}
