using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Registry;

/// <summary>Uploads, mounts and finds blobs.</summary>
internal sealed partial class ImageRegistry
{
    /// <summary>Whether chunked uploads work as in ECR, and not as in the distribution specification.</summary>
    public bool StrictUploads { get; set; } = true;

    /// <exception cref="Protocol.AwsError">RepositoryNotFoundException.</exception>
    public LayerUpload StartUpload(string repository)
    {
        lock (_gate)
        {
            Get(repository);
            var upload = new LayerUpload(repository, _store.NewUploadPath());
            _uploads[upload.Id] = upload;
            return upload;
        }
    }

    /// <exception cref="Protocol.AwsError">RepositoryNotFoundException, UploadNotFoundException.</exception>
    public LayerUpload FindUpload(string repository, string id)
    {
        lock (_gate)
        {
            Get(repository);
        }

        return _uploads.TryGetValue(id, out var upload) && upload.Repository == repository
            ? upload
            : throw RegistryErrors.UploadNotFound(repository, id);
    }

    /// <summary>
    /// Appends a part to an upload that the caller has reserved. A part that breaks off ends the upload, and the blob must be sent again.
    /// </summary>
    public async Task AppendAsync(LayerUpload upload, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            await upload.AppendAsync(content, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Cancel(upload);
            throw;
        }
    }

    public void Cancel(LayerUpload upload)
    {
        if (_uploads.TryRemove(upload.Id, out _))
        {
            upload.Drop();
        }
    }

    /// <summary>
    /// Ends an upload. Its content must have one of <paramref name="digests"/>. A failed upload is deleted and must be sent again.
    /// <paramref name="strictParts"/> enforces ECR's minimum part size.
    /// </summary>
    /// <returns>The digest, and whether the repository already had the blob.</returns>
    /// <exception cref="Protocol.AwsError">The errors of CompleteLayerUpload, except LayerAlreadyExistsException.</exception>
    public (string Digest, bool Existed) Complete(LayerUpload upload, IReadOnlyCollection<string> digests, bool strictParts = true)
    {
        if (!_uploads.TryRemove(upload.Id, out _))
        {
            throw RegistryErrors.UploadNotFound(upload.Repository, upload.Id);
        }

        try
        {
            var digest = Verify(upload, digests, strictParts);
            bool existed;
            lock (_gate)
            {
                var repository = Get(upload.Repository);
                _store.Adopt(upload.Path, digest);
                existed = !repository.Blobs.Add(digest);
            }

            _changed();
            return (digest, existed);
        }
        finally
        {
            upload.Drop();
        }
    }

    /// <summary>Length of a blob of the repository in bytes, or -1.</summary>
    /// <exception cref="Protocol.AwsError">RepositoryNotFoundException.</exception>
    public long BlobLength(string repository, string digest)
        => Read(repository, found => found.Blobs.Contains(digest)) ? _store.Length(digest) : -1;

    /// <summary>
    /// Mounts a blob of one repository in another. ECR does that only if the account allows it, the encryption is the same,
    /// and an image in the source uses the blob. Otherwise the client uploads it.
    /// </summary>
    public bool TryMount(string target, string source, string digest)
    {
        lock (_gate)
        {
            var repository = Get(target);
            if (!AccountSettings.MountsBlobs || !_repositories.TryGetValue(source, out var from) || !from.Blobs.Contains(digest)
                || from.EncryptionType != repository.EncryptionType || from.KmsKey != repository.KmsKey
                || !from.Images.Values.Any(image => image.Blobs.Exists(blob => blob.Digest == digest)))
            {
                return false;
            }

            repository.Blobs.Add(digest);
        }

        _changed();
        return true;
    }

    private static string Verify(LayerUpload upload, IReadOnlyCollection<string> digests, bool strictParts)
    {
        if (upload.Length == 0)
        {
            throw RegistryErrors.UploadEmpty(upload.Repository, upload.Id);
        }

        if (strictParts && upload.HasShortPart)
        {
            throw RegistryErrors.LayerPartTooSmall();
        }

        var digest = upload.Finish();
        return digests.Contains(digest) ? digest : throw RegistryErrors.LayerInvalid();
    }
}
