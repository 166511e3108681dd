using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Credentials;

namespace EcsTools.Images.Registry;

/// <summary>
/// Meets a registry's challenge with Basic and the user's password, or with Bearer and a token. The registry's token server issues the token for one
/// repository, to a user or to anybody. A token is used for its repository until the registry refuses it.
/// </summary>
internal sealed class ChallengeAuthorization : IRegistryAuthorization, IDisposable
{
    /// <summary>If a token is refused so soon after it was issued, it has not expired: its user has no permission.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly RegistryCredential? _credential;
    private readonly IClock _clock;
    private readonly TokenServer _tokens;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<RegistryScope, (AuthenticationHeaderValue Header, DateTimeOffset FetchedAt)> _bearers = [];
    private AuthenticationHeaderValue? _basic;

    /// <param name="registry">The registry.</param>
    /// <param name="credential">User and password; null for anonymous access.</param>
    /// <param name="clock">The clock that gives the age of a token.</param>
    public ChallengeAuthorization(RegistryAddress registry, RegistryCredential? credential, IClock clock)
    {
        _credential = credential;
        _clock = clock;
        _tokens = new TokenServer(registry, credential);
    }

    public Task<AuthenticationHeaderValue?> GetAsync(RegistryScope scope, CancellationToken cancellationToken)
    {
        lock (_bearers)
        {
            return Task.FromResult(_bearers.TryGetValue(scope, out var bearer) ? bearer.Header : _basic);
        }
    }

    public async Task<bool> RenewAsync(
        RegistryScope scope, AuthenticationHeaderValue? refused, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (AuthenticationChallenge.Parse(answer) is not { } challenge)
        {
            return false;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var current = await GetAsync(scope, cancellationToken).ConfigureAwait(false);
            if (current is not null && !current.Equals(refused))
            {
                // Another request was refused for the same reason and has already got a new token.
                return true;
            }

            return challenge.IsBearer ? await FetchAsync(scope, challenge, cancellationToken).ConfigureAwait(false) : TakeBasic(refused);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _tokens.Dispose();
        _gate.Dispose();
    }

    private async Task<bool> FetchAsync(RegistryScope scope, AuthenticationChallenge challenge, CancellationToken cancellationToken)
    {
        if (_bearers.TryGetValue(scope, out var before) && _clock.UtcNow - before.FetchedAt < Fresh)
        {
            return false;
        }

        if (await _tokens.FetchAsync(scope, challenge, cancellationToken).ConfigureAwait(false) is not { } token)
        {
            return false;
        }

        lock (_bearers)
        {
            _bearers[scope] = (new AuthenticationHeaderValue("Bearer", token), _clock.UtcNow);
        }

        return true;
    }

    private bool TakeBasic(AuthenticationHeaderValue? refused)
    {
        if (_credential is null || _credential.IsIdentityToken || refused is not null)
        {
            return false;
        }

        lock (_bearers)
        {
            _basic = new AuthenticationHeaderValue("Basic", Basic(_credential));
        }

        return true;
    }

    internal static string Basic(RegistryCredential credential)
        => Convert.ToBase64String(Encoding.UTF8.GetBytes(credential.UserName + ":" + credential.Password));
}
