using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Credentials;

namespace EcsTools.Images.Registry;

/// <summary>
/// The server that a registry sends its clients to for a token. Source: the distribution project, "Token Authentication Specification" and "OAuth2".
/// </summary>
internal sealed class TokenServer(RegistryAddress registry, RegistryCredential? credential) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public void Dispose() => _http.Dispose();

    /// <summary>A token for what a request is about; null where the server gives none.</summary>
    /// <exception cref="EcsToolsException">The user is refused, or the registry names a server that a password must not be sent to.</exception>
    public async Task<string?> FetchAsync(RegistryScope scope, AuthenticationChallenge challenge, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(challenge["realm"], UriKind.Absolute, out var realm))
        {
            return null;
        }

        if (realm.Scheme != Uri.UriSchemeHttps && registry.BaseUri.Scheme == Uri.UriSchemeHttps)
        {
            throw Refused(scope, $"it asks for a token from {realm.Scheme}://{realm.Authority}, which is not encrypted", null);
        }

        var wanted = challenge["scope"] ?? $"repository:{scope.Repository}:{(scope.Push ? "pull,push" : "pull")}";
        using var request = Request(realm, challenge["service"], wanted);
        using var answer = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
        {
            throw Refused(scope, $"its token server {realm.Authority} answers HTTP {(int)answer.StatusCode}", null);
        }

        // Anything else passes, as a broken connection does: the request is made again.
        answer.EnsureSuccessStatusCode();
        return Token(scope, await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false));
    }

    private HttpRequestMessage Request(Uri realm, string? service, string scope)
    {
        if (credential is { IsIdentityToken: true })
        {
            return new HttpRequestMessage(HttpMethod.Post, realm)
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["grant_type"] = "refresh_token",
                    ["service"] = service ?? "",
                    ["client_id"] = "ecstools",
                    ["scope"] = scope,
                    ["refresh_token"] = credential.Password,
                }),
            };
        }

        var query = $"scope={Uri.EscapeDataString(scope)}" + (service is null ? "" : $"&service={Uri.EscapeDataString(service)}");
        var request = new HttpRequestMessage(HttpMethod.Get, realm.AbsoluteUri + (realm.Query.Length == 0 ? "?" : "&") + query);
        request.Headers.Authorization = credential is null ? null : new AuthenticationHeaderValue("Basic", ChallengeAuthorization.Basic(credential));
        return request;
    }

    private string? Token(RegistryScope scope, byte[] body)
    {
        try
        {
            var json = JsonText.ParseObject(body, "the answer");
            return (json["token"] as JsonValue)?.GetValue<string>() ?? (json["access_token"] as JsonValue)?.GetValue<string>();
        }
        catch (InvalidDataException problem)
        {
            throw Refused(scope, "what its token server answers is no token", problem);
        }
    }

    private EcsToolsException Refused(RegistryScope scope, string why, Exception? cause)
        => new(
            ErrorCodes.RegistryUnauthorized,
            $"The registry {registry.Host} lets nobody at '{scope.Repository}': {why}.",
            credential is null
                ? "Give user and password of the registry with -SourceCredential."
                : $"Check the password of {credential.UserName}, and that this user may.",
            "SourceCredential",
            scope.Repository,
            cause);
}
