using System;
using System.IO;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Archives;
using EcsTools.Images.Build;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Sources;

/// <summary>Opens a file that contains an image: an archive from <c>docker save</c> or a tar of an OCI layout. Both may be gzipped.</summary>
internal static class ImageArchiveOpener
{
    private static readonly byte[] GzipMember = { 0x1f, 0x8b };
    private static readonly byte[] ZstdFrame = { 0x28, 0xb5, 0x2f, 0xfd };

    public static async Task<IImageSource> OpenAsync(string path, string? reference, string? platform, CancellationToken cancellationToken)
    {
        Check(path);
        if (StartsWith(path, ZstdFrame))
        {
            throw NotAnImage(path, "it is compressed with zstd, which is not supported: unpack it with 'zstd -d' first");
        }

        if (!StartsWith(path, GzipMember))
        {
            return Open(() => TarIndex.Read(path, cancellationToken), path, reference, platform, null);
        }

        // Blobs are opened in any order and more than once, but a gzip stream can be read only from its start. So it is unpacked first.
        return Open(await UnpackAsync(path, cancellationToken).ConfigureAwait(false), path, reference, platform);
    }

    /// <summary>Refuses what is not a file, before it is opened.</summary>
    /// <exception cref="EcsToolsException">NotAnImageArchive.</exception>
    public static void Check(string path)
    {
        if (!FilePlatform.IsRegular(path))
        {
            throw NotAnImage(path, "it is a named pipe, a socket or a device, and not a file: write its content to a file first");
        }
    }

    /// <summary>Opens the export of an engine. The spool file is deleted together with the source.</summary>
    public static IImageSource Open(SpoolFile spool, string name, string? reference, string? platform = null)
    {
        try
        {
            return Open(() => TarIndex.Read(spool.Open), name, reference, platform, spool.Dispose);
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    private static async Task<SpoolFile> UnpackAsync(string path, CancellationToken cancellationToken)
    {
        using var file = File.OpenRead(path);
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        try
        {
            return await SpoolFile.WriteAsync(gzip, null, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw NotAnImage(path, "its compressed data is damaged or ends early", e);
        }
    }

    /// <summary>Opens an archive.</summary>
    /// <param name="read">Reads the entries of the archive.</param>
    /// <param name="name">The name of the source in messages.</param>
    /// <param name="reference">Which of several images to open; null for the only one.</param>
    /// <param name="platform">One platform of an index; null for the whole index.</param>
    /// <param name="close">Called when the source is disposed.</param>
    /// <exception cref="EcsToolsException">
    /// NotAnImageArchive: the archive is malformed, with the place. Other errors if it does not contain the image.
    /// </exception>
    internal static IImageSource Open(Func<TarIndex> read, string name, string? reference, string? platform, Action? close)
    {
        try
        {
            var archive = read();
            if (OciLayoutSource.IsOne(archive))
            {
                // Docker saves both formats in one archive. With the containerd image store, the layout is byte for byte what a push would send, with all
                // platforms. Without it, the layers are not compressed.
                var layout = OciLayoutSource.OpenArchive(archive, name, reference, platform, close);
                if (layout.IsCompressed || !DockerArchiveSource.IsOne(archive))
                {
                    return layout;
                }
            }

            if (DockerArchiveSource.IsOne(archive))
            {
                var image = DockerArchiveSource.Open(archive, name, reference, close);
                if (platform is not null)
                {
                    PlatformChoice.Require(image.Root.Platform, platform, name);
                }

                return image;
            }
        }
        catch (MalformedContentException e)
        {
            throw NotAnImage(name, e.Problem, e);
        }

        throw NotAnImage(name, "it contains neither manifest.json nor an OCI layout");
    }

    private static bool StartsWith(string path, byte[] magic)
    {
        using var file = File.OpenRead(path);
        return Array.TrueForAll(magic, expected => file.ReadByte() == expected);
    }

    private static EcsToolsException NotAnImage(string name, string why, Exception? cause = null)
        => new(
            ErrorCodes.NotAnImageArchive,
            $"'{name}' holds no image: {why}.",
            "Give a folder with a Dockerfile, an OCI layout (folder or tar), or an archive that `docker save` wrote (.tar or .tar.gz).",
            "Path",
            name,
            cause);
}
