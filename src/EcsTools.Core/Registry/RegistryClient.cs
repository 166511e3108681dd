using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images;
using EcsTools.Timing;

namespace EcsTools.Registry;

/// <summary>The OCI distribution protocol: manifests, tags and blobs of one registry. Everything that passes by itself is tried again.</summary>
internal sealed class RegistryClient : IDisposable
{
    private readonly RegistryTransport _transport;

    public RegistryClient(RegistryAddress registry, IRegistryAuthorization authorization, IClock clock, RegistryTimeouts? timeouts = null)
    {
        _transport = new RegistryTransport(registry, authorization, clock, timeouts);
    }

    public RegistryAddress Registry => _transport.Registry;

    public void Dispose() => _transport.Dispose();

    /// <summary>Size of a blob the repository has, or null. It is -1 where the registry keeps it elsewhere and does not say.</summary>
    public async Task<long?> FindBlobAsync(string repository, string digest, CancellationToken cancellationToken)
    {
        var answer = await _transport.SendAsync(
            new RegistryScope(repository, Push: false),
            $"a look for {digest}",
            () => new HttpRequestMessage(HttpMethod.Head, $"v2/{repository}/blobs/{digest}"),
            cancellationToken).ConfigureAwait(false);
        return answer.IsSuccess ? answer.Length ?? -1 : answer.IsRedirect ? -1 : null;
    }

    /// <summary>Digest of the manifest a tag or digest names, or null.</summary>
    public async Task<string?> FindManifestAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        var answer = await _transport.SendAsync(
            new RegistryScope(repository, Push: false),
            $"a look for {reference}",
            () => ManifestRequest(HttpMethod.Head, repository, reference),
            cancellationToken).ConfigureAwait(false);
        return answer.IsSuccess ? answer.Digest ?? "" : null;
    }

    /// <summary>The manifest a tag or digest names, or null. Its digest is computed, and must be the one asked for.</summary>
    public async Task<RegistryManifest?> GetManifestAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        var answer = await _transport.SendAsync(
            new RegistryScope(repository, Push: false),
            $"the manifest {reference}",
            () => ManifestRequest(HttpMethod.Get, repository, reference),
            cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            return null;
        }

        var digest = Sha256Digest.Of(answer.Body);
        var expected = Sha256Digest.Is(reference) ? reference : answer.Digest;
        return expected is null || expected == digest || !Sha256Digest.Is(expected)
            ? Read(answer, digest, repository, reference)
            : throw RegistryErrors.WrongDigest(Registry, repository, $"the manifest {reference}", expected, digest);
    }

    private RegistryManifest Read(RegistryAnswer answer, string digest, string repository, string reference)
    {
        var name = $"{Registry.Host}/{repository}{(Sha256Digest.Is(reference) ? "@" : ":")}{reference}";
        try
        {
            return RegistryManifest.Read(answer.Body, answer.MediaType, digest, name);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or FormatException)
        {
            throw new EcsToolsException("ManifestNotSupported", ErrorKind.Failed, $"The manifest of {name} cannot be read: {e.Message}", target: name, inner: e);
        }
    }

    /// <summary>A small blob, such as a config, in memory. Its digest is verified.</summary>
    public async Task<byte[]> GetBlobAsync(string repository, Descriptor blob, CancellationToken cancellationToken)
    {
        if (blob.Size > RegistryAnswer.LongestBody)
        {
            throw new InvalidDataException($"The blob {blob.Digest} has {ByteSize.Format(blob.Size)}: it is no config.");
        }

        using var stream = OpenBlob(repository, blob, cancellationToken);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, 1 << 16, cancellationToken).ConfigureAwait(false);
        var bytes = memory.ToArray();
        return Sha256Digest.Of(bytes) == blob.Digest
            ? bytes
            : throw RegistryErrors.WrongDigest(Registry, repository, "a blob", blob.Digest, Sha256Digest.Of(bytes));
    }

    /// <summary>A blob as a stream that goes on where a broken connection ended. The reader verifies its digest.</summary>
    public Stream OpenBlob(string repository, Descriptor blob, CancellationToken cancellationToken)
        => new BlobDownload(_transport, new RegistryScope(repository, Push: false), blob, cancellationToken);

    /// <summary>Uploads a blob and answers what was sent, or mounts it from another repository. A broken upload is begun again.</summary>
    public Task<BlobUpload.Result> UploadBlobAsync(
        string repository, ImageBlob blob, BlobUpload.Options options, Action<long> progress, CancellationToken cancellationToken)
    {
        var upload = new BlobUpload(_transport, new RegistryScope(repository, Push: true), blob, options, progress);
        return _transport.RetryAsync(repository, () => upload.TryAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Puts a manifest under a tag or its digest.</summary>
    /// <returns>The subject whose referrers the registry lists itself, this one among them; null where it does not.</returns>
    public async Task<string?> PutManifestAsync(string repository, string reference, string mediaType, byte[] bytes, CancellationToken cancellationToken)
    {
        var scope = new RegistryScope(repository, Push: true);
        var what = $"the manifest {reference}";
        var answer = await _transport.SendAsync(scope, what, () => ManifestPut(repository, reference, mediaType, bytes), cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            throw RegistryErrors.Of(answer, Registry, scope, what);
        }

        var expected = Sha256Digest.Of(bytes);
        if (answer.Digest is { } actual && actual != expected)
        {
            throw RegistryErrors.WrongDigest(Registry, repository, what, expected, actual);
        }

        return answer.Subject;
    }

    /// <summary>
    /// What refers to a manifest: of the registry's own list, to its last page, else of the index that clients keep under a tag.
    /// Source: the OCI distribution specification, "Listing Referrers".
    /// </summary>
    public async Task<IReadOnlyList<IndexEntry>> FindReferrersAsync(string repository, string digest, CancellationToken cancellationToken)
    {
        var found = new List<IndexEntry>();
        var answer = await GetReferrersAsync(repository, digest, $"v2/{repository}/referrers/{digest}", cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess || answer.MediaType != MediaTypes.OciIndex)
        {
            var kept = await GetManifestAsync(repository, Referrers.TagOf(digest), cancellationToken).ConfigureAwait(false);
            return kept?.Entries ?? Array.Empty<IndexEntry>();
        }

        while (true)
        {
            found.AddRange(Read(answer, Sha256Digest.Of(answer.Body), repository, digest).Entries);
            if (answer.NextPage is not { } next)
            {
                return found;
            }

            answer = await GetReferrersAsync(repository, digest, next, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccess)
            {
                throw RegistryErrors.Of(answer, Registry, new RegistryScope(repository, Push: false), $"the referrers of {digest}");
            }
        }
    }

    /// <summary>Tags of a repository, one page of them; none where there is no such repository.</summary>
    public async Task<IReadOnlyList<string>> ListTagsAsync(string repository, CancellationToken cancellationToken)
    {
        var answer = await _transport.SendAsync(
            new RegistryScope(repository, Push: false),
            "a list of tags",
            () => new HttpRequestMessage(HttpMethod.Get, $"v2/{repository}/tags/list?n=1000"),
            cancellationToken).ConfigureAwait(false);
        var tags = answer.IsSuccess ? JsonText.ParseObject(answer.Body, $"the list of tags of {repository}")["tags"] as JsonArray : null;
        return tags?.Select(tag => tag?.GetValue<string>()).OfType<string>().ToList() ?? new List<string>();
    }

    private Task<RegistryAnswer> GetReferrersAsync(string repository, string digest, string page, CancellationToken cancellationToken) => _transport.SendAsync(
        new RegistryScope(repository, Push: false),
        $"the referrers of {digest}",
        () => new HttpRequestMessage(HttpMethod.Get, new Uri(page, UriKind.RelativeOrAbsolute)),
        cancellationToken);

    private static HttpRequestMessage ManifestRequest(HttpMethod method, string repository, string reference)
    {
        var request = new HttpRequestMessage(method, $"v2/{repository}/manifests/{reference}");
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
}
