using System;
using System.IO;
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
    private const string ContentType = "application/json; charset=utf-8";

    private static readonly Regex Uploads = new("^/v2/(?<name>.+)/blobs/uploads(/(?<item>[^/]*))?$", RegexOptions.CultureInvariant);
    private static readonly Regex Blob = new("^/v2/(?<name>.+)/blobs/(?<item>[^/]+)$", RegexOptions.CultureInvariant);
    private static readonly Regex Manifest = new("^/v2/(?<name>.+)/manifests/(?<item>[^/]+)$", RegexOptions.CultureInvariant);
    private static readonly Regex Referrers = new("^/v2/(?<name>.+)/referrers/(?<item>[^/]+)$", RegexOptions.CultureInvariant);
    private static readonly Regex Tags = new("^/v2/(?<name>.+)/tags/list$", RegexOptions.CultureInvariant);

    private readonly ImageRegistry _registry;
    private readonly IRegistryAccess _access;
    private readonly BlobEndpoint _blobs;
    private readonly UploadEndpoint _uploads;
    private readonly ManifestEndpoint _manifests;
    private readonly ReferrersEndpoint _referrers;
    private readonly ListEndpoint _lists;
    private readonly (Regex Pattern, Func<SandboxHttpContext, SandboxPrincipal, string, string, Task> Serve)[] _resources;

    public RegistryRoute(ImageRegistry registry, IRegistryAccess access)
    {
        _registry = registry;
        _access = access;
        _blobs = new BlobEndpoint(registry);
        _uploads = new UploadEndpoint(registry);
        _manifests = new ManifestEndpoint(registry);
        _referrers = new ReferrersEndpoint(registry);
        _lists = new ListEndpoint(registry);
        _resources =
        [
            (Uploads, ServeUploadAsync), (Blob, ServeBlobAsync), (Manifest, ServeManifestAsync), (Referrers, ServeReferrersAsync), (Tags, ServeTagsAsync),
        ];
    }

    public bool Matches(string path) => path == "/v2" || path.StartsWith("/v2/", StringComparison.Ordinal);

    public async Task HandleAsync(SandboxHttpContext context)
    {
        context.ResponseHeaders["Docker-Distribution-Api-Version"] = "registry/2.0";
        context.AnswerToFailure = failure =>
        {
            var error = StorageFailure.IsDiskFull(failure) ? OciError.DiskFull(failure) : new OciError(500, "UNKNOWN", failure.Message);
            return (error.StatusCode, error.Body, ContentType);
        };
        try
        {
            if (await AdmitAsync(context).ConfigureAwait(false) is { } caller)
            {
                await DispatchAsync(context, caller).ConfigureAwait(false);
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
        catch (IOException problem) when (!context.HasResponded && StorageFailure.IsDiskFull(problem))
        {
            await RefuseAsync(context, OciError.DiskFull(problem)).ConfigureAwait(false);
        }
    }

    private static Task RefuseAsync(SandboxHttpContext context, OciError error)
        => context.RespondAsync(error.StatusCode, error.Body, ContentType);

    private Task DispatchAsync(SandboxHttpContext context, SandboxPrincipal caller)
    {
        var path = context.Path;
        if (path is "/v2" or "/v2/")
        {
            return context.RespondAsync(200, Array.Empty<byte>(), ContentType);
        }

        if (path == "/v2/_catalog")
        {
            Require(caller, null, "ecr:DescribeRepositories");
            return _lists.RepositoriesAsync(context);
        }

        foreach (var (pattern, serve) in _resources)
        {
            if (pattern.Match(path) is { Success: true } match)
            {
                return serve(context, caller, match.Groups["name"].Value, match.Groups["item"].Value);
            }
        }

        return context.RespondAsync(404, Encoding.UTF8.GetBytes("404 page not found\n"), "text/plain; charset=utf-8");
    }

    private Task ServeUploadAsync(SandboxHttpContext context, SandboxPrincipal caller, string repository, string id)
    {
        Require(caller, repository, UploadAction(context.Method, id));
        return _uploads.HandleAsync(context, repository, id, source => _access.Denial(caller, "ecr:GetDownloadUrlForLayer", source) is null);
    }

    private Task ServeBlobAsync(SandboxHttpContext context, SandboxPrincipal caller, string repository, string digest)
    {
        // A pull needs the one, a push the other.
        string[] actions = context.Method == "HEAD" ? ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer"] : ["ecr:GetDownloadUrlForLayer"];
        Require(caller, repository, actions);
        return _blobs.HandleAsync(context, repository, digest);
    }

    private Task ServeManifestAsync(SandboxHttpContext context, SandboxPrincipal caller, string repository, string reference)
    {
        Require(caller, repository, context.Method switch { "PUT" => "ecr:PutImage", "DELETE" => "ecr:BatchDeleteImage", _ => "ecr:BatchGetImage" });
        return _manifests.HandleAsync(context, repository, reference);
    }

    private Task ServeReferrersAsync(SandboxHttpContext context, SandboxPrincipal caller, string repository, string digest)
    {
        Require(caller, repository, "ecr:BatchGetImage");
        return _referrers.HandleAsync(context, repository, digest);
    }

    private Task ServeTagsAsync(SandboxHttpContext context, SandboxPrincipal caller, string repository, string none)
    {
        Require(caller, repository, "ecr:ListImages");
        return _lists.TagsAsync(context, repository);
    }

    private static string UploadAction(string method, string id) => (method, id.Length) switch
    {
        (_, 0) => "ecr:InitiateLayerUpload",
        ("PUT", _) => "ecr:CompleteLayerUpload",
        _ => "ecr:UploadLayerPart",
    };

    /// <summary>Refuses a caller whose policies allow none of the actions.</summary>
    private void Require(SandboxPrincipal caller, string? repository, params string[] actions)
    {
        string? denial = null;
        foreach (var action in actions)
        {
            denial = _access.Denial(caller, action, repository);
            if (denial is null)
            {
                return;
            }
        }

        throw new OciError(403, "DENIED", denial!);
    }

    /// <summary>The caller whose token the request carries. Without a good token it is answered as ECR does, and there is no caller.</summary>
    private async Task<SandboxPrincipal?> AdmitAsync(SandboxHttpContext context)
    {
        if (ReadPassword(context.Header("Authorization")) is not { } password)
        {
            context.ResponseHeaders["Www-Authenticate"] = $"Basic realm=\"http://{context.Host}/\",service=\"ecr.amazonaws.com\"";
            await context.RespondAsync(401, Encoding.UTF8.GetBytes("Not Authorized\n"), "text/plain; charset=utf-8").ConfigureAwait(false);
            return null;
        }

        switch (_registry.Tokens.Check(password, SandboxClock.MachineNow, out var accessKeyId))
        {
            case TokenState.Valid when _access.Find(accessKeyId) is { } caller:
                return caller;
            case TokenState.Malformed:
                await context.RespondAsync(400, Encoding.UTF8.GetBytes("Bad Request\n"), "text/plain; charset=utf-8").ConfigureAwait(false);
                return null;
            default:
                throw new OciError(403, "DENIED", "Your authorization token has expired. Reauthenticate and try again.");
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
