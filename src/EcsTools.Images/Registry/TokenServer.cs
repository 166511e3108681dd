using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Credentials;

namespace EcsTools.Images.Registry;

/// <summary>
/// The server from which a registry's clients get a token. Source: the distribution project, "Token Authentication Specification" and "OAuth2". A password
/// is sent only to a server on the registry's own site, and never after a redirect.
/// </summary>
internal sealed class TokenServer : IDisposable
{
    /// <summary>The longest answer to read. Tokens have a few kilobytes.</summary>
    internal const int LongestAnswer = 1 << 20;

    private const int Redirects = 5;

    private readonly RegistryAddress _registry;
    private readonly RegistryCredential? _credential;
    private readonly TimeSpan _timeout;
    private readonly HttpClient _http = new(RegistryConnections.Handler()) { Timeout = Timeout.InfiniteTimeSpan };

    /// <param name="registry">The registry.</param>
    /// <param name="credential">User and password. Null requests an anonymous token.</param>
    /// <param name="timeout">How long the server may take for its whole answer; null for 30 seconds.</param>
    public TokenServer(RegistryAddress registry, RegistryCredential? credential, TimeSpan? timeout = null)
    {
        _registry = registry;
        _credential = credential;
        _timeout = timeout ?? TimeSpan.FromSeconds(30);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Gets a token for a request. Returns null if the challenge names no server, or the server issues no token.</summary>
    /// <exception cref="EcsToolsException">The user is refused, or this client must not call the server that the registry names.</exception>
    public async Task<string?> FetchAsync(RegistryScope scope, AuthenticationChallenge challenge, CancellationToken cancellationToken)
    {
        if (challenge["realm"] is not { } named)
        {
            return null;
        }

        if (!Uri.TryCreate(named, UriKind.Absolute, out var realm) || realm.Host.Length == 0)
        {
            throw Refused(scope, $"it requires a token from '{UntrustedText.Sanitize(named)}', which is not an address", null);
        }

        Check(realm, scope);
        var wanted = challenge["scope"] ?? scope.Text;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(_timeout);
        try
        {
            return await FetchAsync(scope, realm, challenge["service"], wanted, ending.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (ending.IsCancellationRequested && !cancellationToken.IsCancellationRequested && e is not EcsToolsException)
        {
            throw new TimeoutException($"Its token server {realm.Authority} did not answer within {_timeout.TotalSeconds:0.#} seconds.", e);
        }
    }

    /// <summary>Returns the token in a server's answer, or null.</summary>
    /// <exception cref="MalformedContentException">The answer is malformed.</exception>
    internal static string? ReadToken(byte[] body)
    {
        var json = JsonText.ParseObject(body, "the answer", LongestAnswer);
        var token = JsonText.OptionalText(json, "token", "the answer") ?? JsonText.OptionalText(json, "access_token", "the answer");
        return token is null || token.All(letter => letter is > ' ' and <= '~')
            ? token
            : throw new MalformedContentException("the token in the answer has characters that no token has");
    }

    /// <summary>Throws if this client must not call the server, before anything is sent to it.</summary>
    private void Check(Uri realm, RegistryScope scope)
    {
        if (!TokenRealm.IsSafe(realm, _registry))
        {
            throw Refused(scope, $"it requires a token from {WebAddress.Origin(realm)}, and the connection to it is "
                + "not encrypted, or leads to this machine", null);
        }

        if (_credential is not null && !TokenRealm.IsTrusted(realm, _registry))
        {
            throw new EcsToolsException(
                ErrorCodes.RegistryRealmUntrusted,
                $"The registry {_registry.Host} requires the password of {User} at {WebAddress.Origin(realm)}, which is not on the "
                    + "registry's own site. The password was not sent.",
                RegistryRemedies.UntrustedRealm(_registry),
                RegistryRemedies.CredentialParameter(_registry),
                realm.Authority);
        }
    }

    private async Task<string?> FetchAsync(RegistryScope scope, Uri realm, string? service, string wanted, CancellationToken cancellationToken)
    {
        var request = Request(realm, service, wanted);
        for (var hop = 0; ; hop++)
        {
            using var sent = request;
            using var answer = await _http.SendAsync(sent, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (Redirect(answer) is not { } target)
            {
                return await ReadAsync(scope, realm, answer, cancellationToken).ConfigureAwait(false);
            }

            if (_credential is not null || hop == Redirects || !TokenRealm.IsSafe(target, _registry))
            {
                throw Refused(scope, $"its token server {WebAddress.Origin(realm)} redirects to {WebAddress.Origin(target)}, and "
                    + "EcsTools does not follow this redirect", null);
            }

            realm = target;
            request = new HttpRequestMessage(HttpMethod.Get, target.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped));
        }
    }

    private static Uri? Redirect(HttpResponseMessage answer)
        => (int)answer.StatusCode is 301 or 302 or 303 or 307 or 308 && answer.Headers.Location is { } location
            ? new Uri(answer.RequestMessage!.RequestUri!, location)
            : null;

    private async Task<string?> ReadAsync(RegistryScope scope, Uri realm, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
        {
            throw Refused(scope, $"its token server {WebAddress.Origin(realm)} answers HTTP {(int)answer.StatusCode}", null);
        }

        if ((int)answer.StatusCode == 429)
        {
            var error = RegistryErrors.TokensThrottled(_registry, scope, WebAddress.Origin(realm));
            throw new RetryableRegistryException(error, passes: true, answer.Headers.RetryAfter?.Delta);
        }

        // Any other failure is temporary, like a broken connection. The request is sent again.
        answer.EnsureSuccessStatusCode();
        try
        {
            return ReadToken(await BodyAsync(answer, cancellationToken).ConfigureAwait(false));
        }
        catch (MalformedContentException problem)
        {
            throw Refused(scope, $"the answer of its token server {WebAddress.Origin(realm)} is not a token ({problem.Problem})", problem);
        }
    }

    private static async Task<byte[]> BodyAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        // On .NET Framework a cancelled read goes on waiting. Closing the connection ends it.
        using var ending = cancellationToken.Register(answer.Dispose);
        using var stream = await answer.Content.ReadAsStreamAsync().ConfigureAwait(false);
        using var body = new MemoryStream();
        var buffer = new byte[1 << 14];
        int read;
        while ((read = await stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > LongestAnswer)
            {
                throw new MalformedContentException($"it has more than {ByteSize.Format(LongestAnswer)}");
            }
        }

        return body.ToArray();
    }

    private HttpRequestMessage Request(Uri realm, string? service, string scope)
    {
        // The address without a user name, password and fragment.
        var address = realm.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        if (_credential is { IsIdentityToken: true })
        {
            return new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["grant_type"] = "refresh_token",
                    ["service"] = service ?? "",
                    ["client_id"] = "ecstools",
                    ["scope"] = scope,
                    ["refresh_token"] = _credential.Password,
                }),
            };
        }

        // A challenge separates scopes by blanks, and a request has one parameter for each.
        var scopes = scope.Split([' '], StringSplitOptions.RemoveEmptyEntries).Select(one => $"scope={Uri.EscapeDataString(one)}");
        var query = string.Join("&", scopes) + (service is null ? "" : $"&service={Uri.EscapeDataString(service)}");
        var request = new HttpRequestMessage(HttpMethod.Get, address + (realm.Query.Length == 0 ? "?" : "&") + query);
        request.Headers.Authorization = _credential is null ? null : new AuthenticationHeaderValue("Basic", ChallengeAuthorization.Basic(_credential));
        return request;
    }

    private string User => _credential!.UserName.Length == 0 ? "its user" : _credential.UserName;

    private EcsToolsException Refused(RegistryScope scope, string why, Exception? cause)
        => new(
            ErrorCodes.RegistryUnauthorized,
            $"The registry {_registry.Host} refuses access to '{scope.Repository}': {why}.",
            RegistryRemedies.NoToken(_registry, _credential is null ? null : User),
            RegistryRemedies.CredentialParameter(_registry),
            scope.Repository,
            cause);
}
