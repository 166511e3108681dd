using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Registry;

namespace EcsTools.Ecr;

/// <summary>
/// ECR's token for HTTP Basic authentication. A long push can outlast it. It is then renewed, once for all uploads that are refused.
/// </summary>
internal sealed class EcrRegistryAuthorization : IRegistryAuthorization
{
    /// <summary>A token that is refused so soon after it was fetched is wrong, not expired.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly Func<bool, CancellationToken, Task<string>> _token;
    private readonly IClock _clock;
    private readonly SemaphoreSlim _gate = new(1);
    private DateTimeOffset _renewedAt = DateTimeOffset.MinValue;

    /// <param name="token">Returns the base64 of <c>user:password</c>. Its argument is true if the previous token was refused.</param>
    /// <param name="clock">Tells the age of a token.</param>
    public EcrRegistryAuthorization(Func<bool, CancellationToken, Task<string>> token, IClock clock)
    {
        _token = token;
        _clock = clock;
    }

    public async Task<AuthenticationHeaderValue?> GetAsync(RegistryScope scope, CancellationToken cancellationToken)
        => new("Basic", await _token(false, cancellationToken).ConfigureAwait(false));

    public async Task<bool> RenewAsync(
        RegistryScope scope, AuthenticationHeaderValue? refused, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await _token(false, cancellationToken).ConfigureAwait(false) != refused?.Parameter)
            {
                return true;
            }

            if (_clock.UtcNow - _renewedAt < Fresh)
            {
                return false;
            }

            _renewedAt = _clock.UtcNow;
            return await _token(true, cancellationToken).ConfigureAwait(false) != refused?.Parameter;
        }
        finally
        {
            _gate.Release();
        }
    }
}
