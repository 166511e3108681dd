using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Registry;

/// <summary>
/// Sends requests to one registry, with authorization. It tries again after a failure that is temporary: a broken or silent connection, a server error, a
/// rate limit, or an expired token.
/// </summary>
internal sealed class RegistryTransport : IDisposable
{
    /// <summary>The number of attempts for each request and each upload.</summary>
    public const int Attempts = 5;

    private const int Redirects = 5;

    private readonly IRegistryAuthorization _authorization;
    private readonly IClock _clock;
    private readonly RegistryTimeouts _timeouts;
    private readonly HttpClient _http;
    private readonly AnswerAddress _addresses;

    public RegistryTransport(RegistryAddress registry, IRegistryAuthorization authorization, IClock clock, RegistryTimeouts? timeouts = null)
    {
        Registry = registry;
        _authorization = authorization;
        _clock = clock;
        _timeouts = timeouts ?? new RegistryTimeouts();
        _addresses = new AnswerAddress(registry);

        _http = new HttpClient(RegistryConnections.Handler()) { BaseAddress = registry.BaseUri, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("EcsTools", "1"));
        _http.DefaultRequestHeaders.ExpectContinue = false;
    }

    public RegistryAddress Registry { get; }

    public void Dispose()
    {
        _http.Dispose();
        (_authorization as IDisposable)?.Dispose();
    }

    /// <summary>Resolves an address in an answer, to which the next request with the registry's token goes.</summary>
    /// <exception cref="EcsToolsException">AddressRefused: it is not the registry's own.</exception>
    public Uri Own(RegistryResponse answer, string address, string what) => _addresses.Own(answer.From ?? Registry.BaseUri, address, what);

    public StallTimeout Watch(CancellationToken cancellationToken) => new(_timeouts, cancellationToken);

    /// <summary>
    /// Sends a request and tries again until the answer is success or 404. Redirects of GET are followed, without the token; others are returned.
    /// </summary>
    /// <param name="scope">The access that the request needs.</param>
    /// <param name="what">What the request is for, in messages, such as <c>a look for v1</c>.</param>
    /// <param name="make">Creates the request for each attempt.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="EcsToolsException">The registry refuses, or cannot be reached.</exception>
    public Task<RegistryResponse> SendAsync(RegistryScope scope, string what, Func<HttpRequestMessage> make, CancellationToken cancellationToken)
        => RetryAsync(
            scope.Repository,
            async () =>
            {
                using var watch = Watch(cancellationToken);
                using var request = make();
                var answer = await SendOnceAsync(scope, request, what, watch).ConfigureAwait(false);
                if (answer.IsRedirect && request.Method == HttpMethod.Get)
                {
                    answer = await FollowAsync(scope, request, answer, what, watch).ConfigureAwait(false);
                }

                return answer.IsSuccess || answer.IsRedirect || answer.Status == HttpStatusCode.NotFound ? answer : throw Refusal(answer, scope, what);
            },
            cancellationToken);

    /// <summary>Sends a request once and reads its answer.</summary>
    /// <exception cref="RetryableRegistryException">
    /// The answer is 401, or the token has expired. The next attempt uses another token if there is one.
    /// </exception>
    public async Task<RegistryResponse> SendOnceAsync(RegistryScope scope, HttpRequestMessage request, string what, StallTimeout watch)
        => await WatchedAsync(watch, async () =>
        {
            var response = await OpenAsync(scope, request, what, watch).ConfigureAwait(false);
            return await ReadAsync(response, scope, what, watch).ConfigureAwait(false);
        }).ConfigureAwait(false);

    /// <summary>Sends a GET once and follows redirects. The caller reads the body.</summary>
    /// <exception cref="RetryableRegistryException">The registry refuses.</exception>
    public Task<HttpResponseMessage> DownloadOnceAsync(RegistryScope scope, string path, string what, long from, StallTimeout watch)
        => WatchedAsync(watch, async () =>
        {
            var target = new Uri(Registry.BaseUri, path);
            for (var hop = 0; ; hop++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, target);
                request.Headers.Range = from > 0 ? new RangeHeaderValue(from, null) : null;
                var response = await OpenAsync(scope, request, what, watch).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                {
                    return response;
                }

                var answer = await ReadAsync(response, scope, what, watch).ConfigureAwait(false);
                target = Next(target, answer, scope, what, hop);
            }
        });

    /// <summary>Tries again as long as the failure is temporary.</summary>
    /// <exception cref="EcsToolsException">The failure is not temporary, or all attempts failed.</exception>
    public async Task<T> RetryAsync<T>(string repository, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? asked = null;
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (RetryableRegistryException refusal)
            {
                if (!refusal.Passes || attempt == Attempts || refusal.RetryAfter > _timeouts.LongestPause)
                {
                    throw refusal.Error;
                }

                asked = refusal.RetryAfter;
            }
            catch (Exception e) when (IsConnectionFailure(e))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (attempt == Attempts)
                {
                    throw RegistryErrors.Unreachable(Registry, repository, e);
                }
            }

            await PauseAsync(attempt, asked, cancellationToken).ConfigureAwait(false);
        }
    }

    public RetryableRegistryException Refusal(RegistryResponse answer, RegistryScope scope, string what)
        => new(RegistryErrors.From(answer, Registry, scope, what), RegistryErrors.Passes(answer), answer.RetryAfter(_clock.UtcNow));

    /// <summary>Whether the connection failed, and not the request or the source of its body.</summary>
    public static bool IsConnectionFailure(Exception exception)
        => exception is HttpRequestException or IOException or SocketException or OperationCanceledException or TimeoutException
            && exception.GetBaseException() is not (EcsToolsException or FileNotFoundException or DirectoryNotFoundException);

    private static async Task<T> WatchedAsync<T>(StallTimeout watch, Func<Task<T>> exchange)
    {
        try
        {
            return await exchange().ConfigureAwait(false);
        }
        catch (Exception e) when (watch.HasStalled && e is not (RetryableRegistryException or EcsToolsException))
        {
            throw watch.Stalled(e);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(RegistryScope scope, HttpRequestMessage request, string what, StallTimeout watch)
    {
        // The token is for this registry. It is not sent to any other origin that an answer redirects to.
        var isHere = request.RequestUri is not { IsAbsoluteUri: true } target || WebAddress.IsSameOrigin(target, Registry.BaseUri);
        var header = isHere ? await _authorization.GetAsync(scope, watch.Token).ConfigureAwait(false) : null;
        request.Headers.Authorization = header;
        if (request.Content is BlobContent)
        {
            watch.ExpectBytes();
        }
        else
        {
            watch.ExpectAnswer();
        }

        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, watch.Token).ConfigureAwait(false);
        watch.Rest();
        if (response.StatusCode != HttpStatusCode.Unauthorized || !isHere)
        {
            return response;
        }

        var renewed = await _authorization.RenewAsync(scope, header, response, watch.Token).ConfigureAwait(false);
        var answer = await RegistryResponse.ReadAsync(response, watch).ConfigureAwait(false);
        throw new RetryableRegistryException(RegistryErrors.From(answer, Registry, scope, what), renewed, TimeSpan.Zero);
    }

    /// <summary>Reads an answer. For an expired token, ECR answers 403 instead of 401. A token can expire during a long push.</summary>
    private async Task<RegistryResponse> ReadAsync(HttpResponseMessage response, RegistryScope scope, string what, StallTimeout watch)
    {
        var answer = await RegistryResponse.ReadAsync(response, watch).ConfigureAwait(false);
        if (response.RequestMessage?.Headers.Authorization is not { } header || !RegistryErrors.MayBeEndedToken(answer))
        {
            return answer;
        }

        return await _authorization.RenewAsync(scope, header, response, watch.Token).ConfigureAwait(false)
            ? throw new RetryableRegistryException(RegistryErrors.From(answer, Registry, scope, what), passes: true, TimeSpan.Zero)
            : answer;
    }

    /// <summary>Follows the redirects of a request for a manifest or a list, as some registries redirect everything to a mirror.</summary>
    private async Task<RegistryResponse> FollowAsync(
        RegistryScope scope, HttpRequestMessage asked, RegistryResponse answer, string what, StallTimeout watch)
    {
        var target = answer.From ?? Registry.BaseUri;
        for (var hop = 0; answer.IsRedirect; hop++)
        {
            target = Next(target, answer, scope, what, hop);
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            foreach (var accepted in asked.Headers.Accept)
            {
                request.Headers.Accept.Add(accepted);
            }

            answer = await SendOnceAsync(scope, request, what, watch).ConfigureAwait(false);
        }

        return answer;
    }

    private Uri Next(Uri from, RegistryResponse answer, RegistryScope scope, string what, int hop)
        => answer.IsRedirect && answer.Location is { } location && hop < Redirects
            ? _addresses.Download(from, location, $"{what} of '{scope.Repository}'")
            : throw Refusal(answer, scope, what);

    private Task PauseAsync(int attempt, TimeSpan? asked, CancellationToken cancellationToken)
    {
        if (asked == TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        var usual = TimeSpan.FromMilliseconds(200 * Math.Pow(3, attempt - 1) * (0.5 + _clock.NextRandom()));
        return _clock.DelayAsync(asked > usual ? asked.Value : usual, cancellationToken);
    }
}
