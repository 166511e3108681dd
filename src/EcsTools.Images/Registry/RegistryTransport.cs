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
/// Requests to one registry, with who asks on them, tried again where what failed passes by itself: a broken or silent connection, a server's
/// error, a limit of rate, a token that ended.
/// </summary>
internal sealed class RegistryTransport : IDisposable
{
    /// <summary>Tries of each request, and of each upload.</summary>
    public const int Attempts = 5;

    private const int Redirects = 5;

    private readonly IRegistryAuthorization _authorization;
    private readonly IClock _clock;
    private readonly RegistryTimeouts _timeouts;
    private readonly HttpClient _http;

    public RegistryTransport(RegistryAddress registry, IRegistryAuthorization authorization, IClock clock, RegistryTimeouts? timeouts = null)
    {
        Registry = registry;
        _authorization = authorization;
        _clock = clock;
        _timeouts = timeouts ?? new RegistryTimeouts();

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

    public StallTimeout Watch(CancellationToken cancellationToken) => new(_timeouts, cancellationToken);

    /// <summary>Sends a request until it is answered with success, 404 or a redirect.</summary>
    /// <param name="scope">What it is about.</param>
    /// <param name="what">What was wanted, for messages, such as <c>a look for v1</c>.</param>
    /// <param name="make">Makes the request, for each try.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="EcsToolsException">The registry refuses, or cannot be reached.</exception>
    public Task<RegistryResponse> SendAsync(RegistryScope scope, string what, Func<HttpRequestMessage> make, CancellationToken cancellationToken)
        => RetryAsync(
            scope.Repository,
            async () =>
            {
                using var watch = Watch(cancellationToken);
                using var request = make();
                var answer = await SendOnceAsync(scope, request, what, watch).ConfigureAwait(false);
                return answer.IsSuccess || answer.IsRedirect || answer.Status == HttpStatusCode.NotFound ? answer : throw Refusal(answer, scope, what);
            },
            cancellationToken);

    /// <summary>Sends a request once and reads its answer.</summary>
    /// <exception cref="RetryableRegistryException">401, or a token that ended: the next try goes with another, where there is one.</exception>
    public async Task<RegistryResponse> SendOnceAsync(RegistryScope scope, HttpRequestMessage request, string what, StallTimeout watch)
        => await WatchedAsync(watch, async () =>
        {
            var response = await OpenAsync(scope, request, what, watch).ConfigureAwait(false);
            return await ReadAsync(response, scope, what, watch).ConfigureAwait(false);
        }).ConfigureAwait(false);

    /// <summary>Sends a GET once, follows where it leads, and leaves the body to be read by the caller.</summary>
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
                if (!answer.IsRedirect || answer.Location is null || hop == Redirects)
                {
                    throw Refusal(answer, scope, what);
                }

                target = Safe(new Uri(target, answer.Location), scope.Repository);
            }
        });

    /// <summary>Tries again while what fails passes by itself.</summary>
    /// <exception cref="EcsToolsException">It did not pass.</exception>
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

    /// <summary>Whether it is the connection that failed, and not what was asked or what was sent.</summary>
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
        // The token is for this registry: it goes nowhere else, wherever an answer leads.
        var isHere = request.RequestUri is not { IsAbsoluteUri: true } target || target.Authority == Registry.BaseUri.Authority;
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

    /// <summary>Reads an answer. ECR says with 403, not 401, that a token has ended, which one can in the middle of a long push.</summary>
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

    /// <summary>A registry of the network must not send a client to an address in the clear.</summary>
    private Uri Safe(Uri target, string repository)
        => target.Scheme == Uri.UriSchemeHttps || Registry.BaseUri.Scheme == Uri.UriSchemeHttp
            ? target
            : throw new EcsToolsException(
                ErrorCodes.RegistryRefused,
                $"The registry {Registry.Host} sends downloads of '{repository}' to {target.Scheme}://{target.Authority}, which is not encrypted.",
                "Configure the registry to serve its downloads over https.",
                target: Registry.Host);

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
