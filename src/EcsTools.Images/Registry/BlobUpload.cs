using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Compression;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Registry;

/// <summary>
/// Uploads one blob in the forms that ECR accepts. If the digest is known, this is a POST and one PUT; otherwise a POST, one streaming PATCH and an empty
/// PUT. ECR does not handle a second PATCH in one upload correctly, so a broken upload starts again and is never resumed. Both 201 and 202 are accepted as
/// the answer to PATCH: ECR gives the first, the specification the second.
/// </summary>
internal sealed class BlobUpload
{
    private readonly RegistryTransport _transport;
    private readonly RegistryScope _scope;
    private readonly ImageBlob _blob;
    private readonly Options _options;
    private readonly Action<long> _progress;
    private bool _mayMount;

    public BlobUpload(RegistryTransport transport, RegistryScope scope, ImageBlob blob, Options options, Action<long> progress)
    {
        _transport = transport;
        _scope = scope;
        _blob = blob;
        _options = options;
        _progress = progress;
        _mayMount = options.Mount is not null;
    }

    /// <summary>Makes one attempt from the start.</summary>
    public async Task<Result> TryAsync(CancellationToken cancellationToken)
    {
        if (_blob.Ready is { } ready && !_mayMount)
        {
            await ready(cancellationToken).ConfigureAwait(false);
        }

        var opened = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (opened.Status == HttpStatusCode.Created && _options.Mount is { } mounted)
        {
            return new Result(mounted.Blob, Mounted: true);
        }

        if (opened.Status != HttpStatusCode.Accepted)
        {
            throw _transport.Refusal(opened, _scope, "an upload");
        }

        using var content = new BlobContent(_blob, _options.Compression, _progress, cancellationToken);
        if (content.HasLength && _blob.Descriptor is { } known)
        {
            // The digest is known, so one request sends the body and commits it.
            var put = await SendAsync(HttpMethod.Put, Commit(Location(opened), known.Digest), content, cancellationToken).ConfigureAwait(false);
            RefuseAnother(put, known);
            return new Result(Sent(content), Mounted: false);
        }

        var patched = await SendAsync(new HttpMethod("PATCH"), Location(opened), content, cancellationToken).ConfigureAwait(false);
        var sent = Sent(content);

        // From now on the digest of the compressed layer is known. If the upload succeeded but the answer was lost, the next attempt finds the blob.
        _options.Known?.Invoke(sent);
        await CommitAsync(Location(patched), sent, cancellationToken).ConfigureAwait(false);
        return new Result(sent, Mounted: false);
    }

    private static Descriptor Sent(BlobContent content) => content.Sent ?? throw new HttpRequestException("The registry answered before the blob was sent.");

    private static Uri Commit(Uri location, string digest)
        => new(location.AbsoluteUri + (location.Query.Length == 0 ? "?" : "&") + "digest=" + Uri.EscapeDataString(digest));

    private async Task<RegistryResponse> OpenAsync(CancellationToken cancellationToken)
    {
        var path = $"v2/{_scope.Repository}/blobs/uploads/";
        if (_mayMount && _options.Mount is { } mount)
        {
            // If the client may not mount the blob, the registry opens an upload or refuses. In both cases the blob is sent.
            var query = $"?mount={Uri.EscapeDataString(mount.Blob.Digest)}&from={Uri.EscapeDataString(mount.Repository)}";
            var answer = await MountAsync(path + query, _scope with { MountFrom = mount.Repository }, cancellationToken).ConfigureAwait(false);
            _mayMount = false;
            if (answer is { IsSuccess: true })
            {
                return answer;
            }
        }

        return await PostAsync(path, _scope, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RegistryResponse?> MountAsync(string path, RegistryScope scope, CancellationToken cancellationToken)
    {
        try
        {
            return await PostAsync(path, scope, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RetryableRegistryException { Passes: false } or EcsToolsException)
        {
            // The user may push here, but not pull from the other repository. If the credential is wrong, the request without a mount says so.
            return null;
        }
    }

    private async Task<RegistryResponse> PostAsync(string path, RegistryScope scope, CancellationToken cancellationToken)
    {
        using var watch = _transport.Watch(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Array.Empty<byte>()) };
        return await _transport.SendOnceAsync(scope, request, "an upload", watch).ConfigureAwait(false);
    }

    private async Task<RegistryResponse> SendAsync(HttpMethod method, Uri location, BlobContent content, CancellationToken cancellationToken)
    {
        using var watch = _transport.Watch(cancellationToken);
        content.Watch = watch;
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var request = new HttpRequestMessage(method, location) { Content = content };
        request.Headers.TransferEncodingChunked = content.HasLength ? null : true;
        try
        {
            var answer = await _transport.SendOnceAsync(_scope, request, "a layer", watch).ConfigureAwait(false);
            if (answer.IsSuccess)
            {
                return answer;
            }

            if (_blob.IsFile && answer.Status == HttpStatusCode.BadRequest)
            {
                // The digest is the most likely cause. Registries report it in several ways.
                await content.CheckSourceAsync().ConfigureAwait(false);
            }

            throw _transport.Refusal(answer, _scope, "a layer");
        }
        catch (Exception) when (content.SourceFailure is not null)
        {
            // The source's own error, without the exception that the HTTP client put around it.
            throw content.SourceFailure;
        }
    }

    private async Task CommitAsync(Uri location, Descriptor sent, CancellationToken cancellationToken)
    {
        var what = $"the blob {Sha256Digest.Short(sent.Digest)}";
        RegistryResponse answer;
        try
        {
            using var watch = _transport.Watch(cancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Put, Commit(location, sent.Digest)) { Content = new ByteArrayContent(Array.Empty<byte>()) };
            answer = await _transport.SendOnceAsync(_scope, request, what, watch).ConfigureAwait(false);
        }
        catch (Exception e) when (RegistryTransport.IsConnectionFailure(e) && !cancellationToken.IsCancellationRequested)
        {
            // Only the answer may be lost. If the registry has the blob, it need not be sent again.
            if (await IsThereAsync(sent, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            throw;
        }

        if (!answer.IsSuccess)
        {
            throw _transport.Refusal(answer, _scope, what);
        }

        RefuseAnother(answer, sent);
    }

    /// <summary>The error for a registry that stored something other than what was sent.</summary>
    private void RefuseAnother(RegistryResponse answer, Descriptor sent)
    {
        if (answer.Digest is { } digest && digest != sent.Digest)
        {
            var what = $"the blob {Sha256Digest.Short(sent.Digest)}";
            throw RegistryErrors.WrongDigest(_transport.Registry, _scope.Repository, what, sent.Digest, digest);
        }
    }

    private async Task<bool> IsThereAsync(Descriptor sent, CancellationToken cancellationToken)
    {
        using var watch = _transport.Watch(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Head, new RepositoryPaths(_scope.Repository).Blob(sent.Digest));
        var answer = await _transport.SendOnceAsync(_scope, request, "a look for a blob", watch).ConfigureAwait(false);
        return answer.IsSuccess && answer.Length == sent.Size;
    }

    private Uri Location(RegistryResponse answer)
    {
        var location = answer.Location ?? throw new EcsToolsException(
            ErrorCodes.RegistryRefused,
            $"The registry {_transport.Registry.Host} opened an upload, but did not say where.",
            "Check that the address is the one of an OCI registry, and that no proxy changes its answers.",
            target: _transport.Registry.Host);
        return _transport.Own(answer, location, $"an upload to '{_scope.Repository}'");
    }

    /// <summary>How to upload a blob.</summary>
    /// <param name="Compression">How hard to compress a layer that is not compressed yet.</param>
    /// <param name="Mount">Another repository that already has the blob, or null.</param>
    /// <param name="Known">Receives the descriptor of a compressed layer before it is committed.</param>
    internal sealed record Options(AdaptiveCompression Compression, MountSource? Mount = null, Action<Descriptor>? Known = null);

    /// <summary>Another repository of the same registry that has the blob.</summary>
    internal sealed record MountSource(string Repository, Descriptor Blob);

    /// <summary>The result of an upload.</summary>
    /// <param name="Blob">The blob in the registry.</param>
    /// <param name="Mounted">Whether it was mounted from another repository, so that nothing was sent.</param>
    internal sealed record Result(Descriptor Blob, bool Mounted);
}
