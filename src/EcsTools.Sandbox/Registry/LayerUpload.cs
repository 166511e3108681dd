using System;
using System.Buffers;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Registry;

/// <summary>
/// One upload of a blob to one repository, through the registry or the layer API. It is written to disk and hashed while it arrives,
/// so it needs only one buffer of memory.
/// </summary>
internal sealed class LayerUpload : IDisposable
{
    /// <summary>Every part except the last has at least this many bytes (ECR quota "minimum layer part size").</summary>
    public const long MinimumPartSize = 5 * 1024 * 1024;

    private const int BufferSize = 128 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _busy;
    private volatile bool _dropped;

    public LayerUpload(string repository, string path)
    {
        Repository = repository;
        Path = path;
    }

    public string Id { get; } = Guid.NewGuid().ToString("D");

    public string Repository { get; }

    public string Path { get; }

    /// <summary>Bytes received.</summary>
    public long Length { get; private set; }

    /// <summary>Parts received.</summary>
    public int Parts { get; private set; }

    /// <summary>Bytes of the first part. ECR reports this as the end of the upload after later parts too.</summary>
    public long FirstPartLength { get; private set; }

    /// <summary>Whether a part before the last was smaller than <see cref="MinimumPartSize"/>.</summary>
    public bool HasShortPart { get; private set; }

    private long LastPartLength { get; set; }

    /// <summary>Reserves the upload for one request. False if another request is writing to it, or if it has ended.</summary>
    public bool TryBegin() => !_dropped && TryTakeTurn();

    /// <summary>Releases the upload for the next request.</summary>
    public void End()
    {
        if (_dropped)
        {
            Dispose();
        }

        Volatile.Write(ref _busy, 0);
    }

    /// <summary>
    /// Appends a part. If the stream breaks off, the part cannot be removed from the hash again, so the upload cannot continue.
    /// </summary>
    public async Task AppendAsync(Stream content, CancellationToken cancellationToken)
    {
        var before = Length;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var file = PrivateFiles.Open(Path, FileMode.Append, FileShare.None, bufferSize: 1);
            int read;
            while ((read = await content.ReadAsync(buffer, 0, BufferSize, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (_dropped)
                {
                    throw RegistryErrors.UploadNotFound(Repository, Id);
                }

                // This only copies to the page cache, which is as fast as a switch to another task.
                file.Write(buffer, 0, read);
                _hash.AppendData(buffer, 0, read);
                Length += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        NotePart(Length - before);
    }

    /// <summary>The digest of everything received. Nothing can be appended after this.</summary>
    public string Finish() => ContentDigest.FromHash(_hash.GetHashAndReset());

    /// <summary>Deletes what was received. The upload accepts no more parts.</summary>
    public void Drop()
    {
        _dropped = true;
        try
        {
            File.Delete(Path);
        }
        catch (IOException)
        {
            // Windows refuses while a part is being written. The file is deleted when the store closes or opens.
        }

        if (TryTakeTurn())
        {
            Dispose();
        }
    }

    public void Dispose() => _hash.Dispose();

    private bool TryTakeTurn() => Interlocked.Exchange(ref _busy, 1) == 0;

    private void NotePart(long length)
    {
        if (length == 0)
        {
            return;
        }

        HasShortPart |= Parts > 0 && LastPartLength < MinimumPartSize;
        FirstPartLength = Parts == 0 ? length : FirstPartLength;
        LastPartLength = length;
        Parts++;
    }
}
