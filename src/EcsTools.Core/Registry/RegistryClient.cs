using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images;
using EcsTools.Timing;

namespace EcsTools.Registry;

/// <summary>
/// The push half of the OCI distribution protocol, in the form ECR takes: one streaming PATCH a blob, then an empty PUT.
/// A second PATCH in one upload is broken at ECR, so a broken upload is begun again, never resumed.
/// </summary>
internal sealed class RegistryClient : IDisposable
{
    private const int Attempts = 4;

    private readonly RegistryAddress _registry;
    private readonly Func<bool, CancellationToken, Task<string>> _token;
    private readonly IClock _clock;
    private readonly HttpClient _http;

    /// <param name="registry">Which registry.</param>
    /// <param name="token">Answers the base64 of <c>user:password</c>; told true when the one before was refused.</param>
    /// <param name="clock">Waits between attempts.</param>
    public RegistryClient(RegistryAddress registry, Func<bool, CancellationToken, Task<string>> token, IClock clock)
    {
        _registry = registry;
        _token = token;
        _clock = clock;
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = registry.BaseUri,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("EcsTools", "1"));
        _http.DefaultRequestHeaders.ExpectContinue = false;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Size of a blob the repository has, or null.</summary>
    public async Task<long?> FindBlobAsync(string repository, string digest, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            repository, $"a look for {digest}", () => new HttpRequestMessage(HttpMethod.Head, $"v2/{repository}/blobs/{digest}"), cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.TemporaryRedirect
            ? response.Content?.Headers.ContentLength ?? 0
            : throw await RegistryErrors.ReadAsync(response, repository, $"a look for {digest}").ConfigureAwait(false);
    }

    /// <summary>Digest of the manifest a tag or digest names, or null.</summary>
    public async Task<string?> FindManifestAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(repository, $"a look for {reference}", () => ManifestHead(repository, reference), cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        if (!response.IsSuccessStatusCode)
        {
            throw await RegistryErrors.ReadAsync(response, repository, $"a look for {reference}").ConfigureAwait(false);
        }

        return response.Headers.TryGetValues("Docker-Content-Digest", out var values) ? First(values) : null;
    }

    /// <summary>Uploads a blob and answers what was sent. A broken connection begins it again; a wrong digest always fails.</summary>
    public async Task<Descriptor> UploadBlobAsync(string repository, ImageBlob blob, Action<long> progress, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryUploadAsync(repository, blob, progress, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (attempt < Attempts && IsTransient(e, cancellationToken))
            {
                await BackOffAsync(attempt, null, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (IsConnectionError(e, cancellationToken))
            {
                throw RegistryErrors.Unreachable(_registry, repository, e);
            }
            catch (HttpRequestException e) when (e.GetBaseException() is EcsToolsException named)
            {
                // What the source found wrong while it was being sent, without the wrapping of the HTTP client.
                throw named;
            }
        }
    }

    /// <summary>Puts a manifest under a tag or its digest and answers the digest.</summary>
    public async Task PutManifestAsync(string repository, string reference, string mediaType, byte[] bytes, CancellationToken cancellationToken)
    {
        var what = $"the manifest {reference}";
        using var response = await SendAsync(repository, what, () => ManifestPut(repository, reference, mediaType, bytes), cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw await RegistryErrors.ReadAsync(response, repository, what).ConfigureAwait(false);
        }

        var expected = Sha256Digest.Of(bytes);
        if (response.Headers.TryGetValues("Docker-Content-Digest", out var values) && First(values) is { } actual && actual != expected)
        {
            throw new EcsToolsException(
                "DigestMismatch", ErrorKind.Failed, $"The registry answered the digest {actual} for a manifest whose digest is {expected}.", target: repository);
        }
    }

    private async Task<Descriptor> TryUploadAsync(string repository, ImageBlob blob, Action<long> progress, CancellationToken cancellationToken)
    {
        const string what = "an upload";
        using var opened = await SendAsync(
            repository, what, () => new HttpRequestMessage(HttpMethod.Post, $"v2/{repository}/blobs/uploads/"), cancellationToken).ConfigureAwait(false);
        if (opened.StatusCode != HttpStatusCode.Accepted)
        {
            throw await RegistryErrors.ReadAsync(opened, repository, what).ConfigureAwait(false);
        }

        var content = new BlobContent(blob, progress, cancellationToken);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var patch = new HttpRequestMessage(new HttpMethod("PATCH"), Location(opened)) { Content = content };
        patch.Headers.TransferEncodingChunked = blob.Compress ? true : null;
        using var patched = await SendOnceAsync(patch, cancellationToken).ConfigureAwait(false);
        if (!patched.IsSuccessStatusCode)
        {
            throw await RegistryErrors.ReadAsync(patched, repository, "a layer").ConfigureAwait(false);
        }

        var sent = content.Sent ?? throw new HttpRequestException("The registry answered before the blob was sent.");
        var target = Location(patched);
        var separator = target.Query.Length == 0 ? "?" : "&";
        using var put = new HttpRequestMessage(HttpMethod.Put, target + separator + "digest=" + Uri.EscapeDataString(sent.Digest))
        {
            Content = new ByteArrayContent(Array.Empty<byte>()),
        };
        using var committed = await SendOnceAsync(put, cancellationToken).ConfigureAwait(false);
        if (!committed.IsSuccessStatusCode)
        {
            throw await RegistryErrors.ReadAsync(committed, repository, $"the layer {sent.Digest}").ConfigureAwait(false);
        }

        return sent;
    }

    private static HttpRequestMessage ManifestHead(string repository, string reference)
    {
        var request = new HttpRequestMessage(HttpMethod.Head, $"v2/{repository}/manifests/{reference}");
        foreach (var mediaType in MediaTypes.Manifests)
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        }

        return request;
    }

    private static HttpRequestMessage ManifestPut(string repository, string reference, string mediaType, byte[] bytes)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"v2/{repository}/manifests/{reference}") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(string repository, string what, Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = make();
                var response = await SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
                if (attempt == Attempts || !IsTransient(response.StatusCode))
                {
                    return response;
                }

                using (response)
                {
                    await BackOffAsync(attempt, response.Headers.RetryAfter?.Delta, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (IsConnectionError(e, cancellationToken))
            {
                if (attempt == Attempts)
                {
                    throw RegistryErrors.Unreachable(_registry, repository, e);
                }

                await BackOffAsync(attempt, null, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", await _token(false, cancellationToken).ConfigureAwait(false));
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            // A long push can outlive its token. The next attempt, the caller's, goes with a new one.
            await _token(true, cancellationToken).ConfigureAwait(false);
        }

        return response;
    }

    private Uri Location(HttpResponseMessage response)
    {
        var location = response.Headers.Location
            ?? throw new EcsToolsException("RegistryRefused", ErrorKind.Failed, $"The registry {_registry.Host} opened an upload without saying where.", target: _registry.Host);
        return location.IsAbsoluteUri ? location : new Uri(_registry.BaseUri, location);
    }

    private Task BackOffAsync(int attempt, TimeSpan? asked, CancellationToken cancellationToken)
    {
        var backOff = TimeSpan.FromMilliseconds(200 * Math.Pow(3, attempt - 1) * (0.5 + _clock.NextRandom()));
        return _clock.DelayAsync(asked > backOff ? asked.Value : backOff, cancellationToken);
    }

    private static bool IsTransient(HttpStatusCode status) => status == HttpStatusCode.Unauthorized || (int)status == 429 || (int)status is 500 or 502 or 503 or 504;

    private static bool IsTransient(Exception exception, CancellationToken cancellationToken)
        => IsConnectionError(exception, cancellationToken)
            || exception is EcsToolsException { Kind: ErrorKind.Unauthenticated or ErrorKind.LimitExceeded or ErrorKind.Unavailable };

    private static bool IsConnectionError(Exception exception, CancellationToken cancellationToken)
        => !cancellationToken.IsCancellationRequested
            && exception is (HttpRequestException or IOException or OperationCanceledException)
            && exception.GetBaseException() is not (EcsToolsException or FileNotFoundException or EndOfStreamException or InvalidDataException);

    private static string? First(IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            return value;
        }

        return null;
    }
}
