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
using EcsTools.Images.Credentials;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Registry;

/// <summary>
/// A client of the OCI distribution protocol for one repository of a registry: its manifests, tags and blobs. It tries again after a failure that is
/// likely to be temporary, such as a broken connection.
/// </summary>
public sealed class RepositoryClient : IDisposable
{
    private const int MostPages = 1_000;

    private readonly RegistryTransport _transport;
    private readonly RepositoryPaths _paths;

    private readonly RegistryScope _pull;
    private readonly RegistryScope _push;

    /// <summary>Creates a client for a repository. This sends no request.</summary>
    /// <param name="host">Host of the registry, with its port if it has one, such as <c>localhost:5000</c>. Loopback hosts use HTTP.</param>
    /// <param name="repository">Name of the repository, without the host.</param>
    /// <param name="authorization">Authorizes the requests. The client disposes it if it can be disposed.</param>
    /// <param name="clock">The clock for the pauses between attempts.</param>
    public RepositoryClient(string host, string repository, IRegistryAuthorization authorization, IClock clock)
        : this(new RegistryAddress(host), repository, authorization, clock)
    {
    }

    internal RepositoryClient(
        RegistryAddress registry, string repository, IRegistryAuthorization authorization, IClock clock, RegistryTimeouts? timeouts = null)
    {
        _transport = new RegistryTransport(registry, authorization, clock, timeouts);
        Repository = repository;
        _paths = new RepositoryPaths(repository);
        _pull = new RegistryScope(repository, Push: false);
        _push = new RegistryScope(repository, Push: true);
    }

    /// <summary>Creates a client for the repository of an image in any registry. This sends no request to the registry.</summary>
    /// <param name="image">The image.</param>
    /// <param name="credential">User and password. Null uses the credentials in Docker's configuration, or none if it has none.</param>
    /// <param name="clock">The clock for the pauses between attempts.</param>
    /// <param name="cancellationToken">Cancels the call of a credential helper.</param>
    /// <exception cref="EcsToolsException">Docker's configuration, or the credential helper that it names, cannot be used.</exception>
    public static async Task<RepositoryClient> OpenAsync(
        Reference image, RegistryCredential? credential, IClock clock, CancellationToken cancellationToken)
    {
        credential ??= await new DockerConfigFile().FindAsync(image.CredentialKey, cancellationToken).ConfigureAwait(false);
        var address = new RegistryAddress(image.Host);
        return new RepositoryClient(address, image.RepositoryOnHost, new ChallengeAuthorization(address, credential, clock), clock);
    }

    /// <summary>Name of the repository, without the registry's host.</summary>
    public string Repository { get; }

    internal RegistryAddress Registry => _transport.Registry;

    /// <summary>The repository as in image names: <c>host/repository</c>.</summary>
    internal string Place => $"{Registry.Host}/{Repository}";

    /// <summary>The repository as a Docker engine names it. It differs for Docker Hub, whose host is not in the names of its images.</summary>
    internal string NameForEngine => $"{Reference.NameOfHost(Registry.Host)}/{Repository}";

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _transport.Dispose();

    /// <summary>The platforms of an image or index. Empty if it is not an image, or if the caller may not read its config.</summary>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<ImagePlatform>> FindPlatformsAsync(RegistryManifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.IsIndex)
        {
            return manifest.Entries.Where(entry => !entry.IsAttestation && entry.Platform is { Os: not "unknown" })
                .Select(entry => entry.Platform!).ToList();
        }

        if (manifest.Config is not { MediaType: MediaTypes.OciConfig or MediaTypes.DockerConfig } config)
        {
            return [];
        }

        try
        {
            var bytes = await GetBlobAsync(config, cancellationToken).ConfigureAwait(false);
            return [ImageConfig.PlatformOf(JsonText.ParseObject(bytes, $"the config {config.Digest}"))];
        }
        catch (Exception e) when (e is EcsToolsException or MalformedContentException)
        {
            // A user who may list images need not be allowed to pull them.
            return [];
        }
    }

    /// <summary>
    /// Size of a blob in the repository, or null if it does not exist. The size is -1 if the registry keeps the blob elsewhere and does not give its size.
    /// </summary>
    internal async Task<long?> FindBlobAsync(string digest, CancellationToken cancellationToken)
    {
        var answer = await _transport.SendAsync(
            _pull,
            $"a look for {digest}",
            () => new HttpRequestMessage(HttpMethod.Head, _paths.Blob(digest)),
            cancellationToken).ConfigureAwait(false);
        return answer.IsSuccess ? answer.Length ?? -1 : answer.IsRedirect ? -1 : null;
    }

    /// <summary>Digest of the manifest that a tag or digest names, or null.</summary>
    internal async Task<string?> FindManifestAsync(string reference, CancellationToken cancellationToken)
    {
        var answer = await _transport.SendAsync(
            _pull,
            $"a look for {reference}",
            () => ManifestRequest(HttpMethod.Head, reference),
            cancellationToken).ConfigureAwait(false);
        if (answer.IsRedirect)
        {
            // GET follows the redirect.
            return (await GetManifestAsync(reference, cancellationToken).ConfigureAwait(false))?.Digest;
        }

        return answer.IsSuccess ? answer.Digest ?? "" : null;
    }

    /// <summary>The manifest that a tag or digest names, or null. Its digest is computed and must match.</summary>
    internal async Task<RegistryManifest?> GetManifestAsync(string reference, CancellationToken cancellationToken)
    {
        var answer = await _transport.SendAsync(
            _pull,
            $"the manifest {reference}",
            () => ManifestRequest(HttpMethod.Get, reference),
            cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            return null;
        }

        var digest = Sha256Digest.Compute(answer.Body);
        var expected = Sha256Digest.Is(reference) ? reference : answer.Digest;
        return expected is null || expected == digest || !Sha256Digest.Is(expected)
            ? Read(answer, digest, reference)
            : throw RegistryErrors.WrongDigest(Registry, Repository, $"the manifest {reference}", expected, digest);
    }

    private RegistryManifest Read(RegistryResponse answer, string digest, string reference)
    {
        var name = $"{Registry.Host}/{Repository}{(Sha256Digest.Is(reference) ? "@" : ":")}{reference}";
        try
        {
            return RegistryManifest.Parse(answer.Body, answer.MediaType, digest, name);
        }
        catch (MalformedContentException e)
        {
            throw RegistryManifest.Unreadable(name, e);
        }
    }

    /// <summary>Reads a small blob, such as a config, into memory and verifies its digest.</summary>
    internal async Task<byte[]> GetBlobAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        if (blob.Size > RegistryResponse.LongestBody)
        {
            throw new MalformedContentException($"the blob {blob.Digest} has {ByteSize.Format(blob.Size)}, so it is not a config");
        }

        using var stream = OpenBlob(blob, cancellationToken);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, 1 << 16, cancellationToken).ConfigureAwait(false);
        var bytes = memory.ToArray();
        return Sha256Digest.Compute(bytes) == blob.Digest
            ? bytes
            : throw RegistryErrors.WrongDigest(Registry, Repository, "a blob", blob.Digest, Sha256Digest.Compute(bytes));
    }

    /// <summary>Opens a blob as a stream, which continues after a broken connection. The reader must verify the digest.</summary>
    internal Stream OpenBlob(Descriptor blob, CancellationToken cancellationToken)
        => new BlobDownload(_transport, _pull, blob, cancellationToken);

    /// <summary>Uploads a blob, or mounts it from another repository, and returns its descriptor. A broken upload starts again.</summary>
    internal Task<BlobUpload.Result> UploadBlobAsync(
        ImageBlob blob, BlobUpload.Options options, Action<long> progress, CancellationToken cancellationToken)
    {
        var upload = new BlobUpload(_transport, _push, blob, options, progress);
        return _transport.RetryAsync(Repository, () => upload.TryAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Stores a manifest under a tag or its digest.</summary>
    /// <returns>
    /// The digest of the manifest's subject if the registry lists the referrers of that subject itself, including this manifest; otherwise null.
    /// </returns>
    internal async Task<string?> PutManifestAsync(string reference, string mediaType, byte[] bytes, CancellationToken cancellationToken)
    {
        var what = $"the manifest {reference}";
        var answer = await _transport.SendAsync(_push, what, () => ManifestPut(reference, mediaType, bytes), cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            throw RegistryErrors.From(answer, Registry, _push, what);
        }

        var expected = Sha256Digest.Compute(bytes);
        if (answer.Digest is { } actual && actual != expected)
        {
            throw RegistryErrors.WrongDigest(Registry, Repository, what, expected, actual);
        }

        return answer.Subject;
    }

    /// <summary>
    /// The artifacts that refer to a manifest. It reads all pages of the registry's own list; if there is none, the index that clients keep under a tag.
    /// Source: the OCI distribution specification, "Listing Referrers".
    /// </summary>
    internal async Task<IReadOnlyList<IndexEntry>> FindReferrersAsync(string digest, CancellationToken cancellationToken)
    {
        var found = new List<IndexEntry>();
        var pages = 0;
        var answer = await GetReferrersAsync(digest, _paths.Referrers(digest), cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess || answer.MediaType != MediaTypes.OciIndex)
        {
            var kept = await GetManifestAsync(ReferrersTagOf(digest), cancellationToken).ConfigureAwait(false);
            return kept?.Entries ?? Array.Empty<IndexEntry>();
        }

        while (true)
        {
            found.AddRange(Read(answer, Sha256Digest.Compute(answer.Body), digest).Entries);
            if (answer.NextPage is not { } next)
            {
                return found;
            }

            // A registry may name the same page again and again.
            if (++pages == MostPages || found.Count > Descriptor.MostOfOne)
            {
                throw RegistryManifest.Unreadable(
                    $"{Place}@{digest}", new MalformedContentException($"the list of its referrers has more than "
                        + $"{pages} pages or {Descriptor.MostOfOne} entries"));
            }

            var page = _transport.Own(answer, next, $"the next page of the referrers of '{Repository}'");
            answer = await GetReferrersAsync(digest, page.AbsoluteUri, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccess)
            {
                throw RegistryErrors.From(answer, Registry, _pull, $"the referrers of {digest}");
            }
        }
    }

    /// <summary>Lists one page of the repository's tags. The list is empty if the repository does not exist.</summary>
    internal async Task<IReadOnlyList<string>> ListTagsAsync(CancellationToken cancellationToken)
    {
        var answer = await _transport.SendAsync(
            _pull,
            "a list of tags",
            () => new HttpRequestMessage(HttpMethod.Get, _paths.Tags),
            cancellationToken).ConfigureAwait(false);
        var tags = answer.IsSuccess ? JsonText.ParseObject(answer.Body, $"the list of tags of {Repository}")["tags"] as JsonArray : null;
        return tags?.Select(JsonText.TextOf).OfType<string>().ToList() ?? new List<string>();
    }

    /// <summary>The tag under which clients keep the index of referrers. Source: the OCI distribution specification, "Referrers Tag Schema".</summary>
    internal static string ReferrersTagOf(string digest) => digest.Replace(':', '-');

    private Task<RegistryResponse> GetReferrersAsync(string digest, string page, CancellationToken cancellationToken) => _transport.SendAsync(
        _pull,
        $"the referrers of {digest}",
        () => new HttpRequestMessage(HttpMethod.Get, new Uri(page, UriKind.RelativeOrAbsolute)),
        cancellationToken);

    private HttpRequestMessage ManifestRequest(HttpMethod method, string reference)
    {
        var request = new HttpRequestMessage(method, _paths.Manifest(reference));
        foreach (var mediaType in MediaTypes.Manifests)
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        }

        return request;
    }

    private HttpRequestMessage ManifestPut(string reference, string mediaType, byte[] bytes)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, _paths.Manifest(reference)) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return request;
    }
}
