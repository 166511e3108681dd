using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Archives;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Sources;

/// <summary>Opens a file that contains an image: an archive from <c>docker save</c> or a tar of an OCI layout. Both may be gzipped.</summary>
internal static class ImageArchiveOpener
{
    /// <summary>Up to so many bytes any ratio is accepted.</summary>
    private const long AlwaysUnpacked = 256 << 20;

    private const int MostRatio = 200;

    public static async Task<IImageSource> OpenAsync(string path, string? reference, string? platform, CancellationToken cancellationToken)
    {
        Check(path);
        if (new FileInfo(path).Length == 0)
        {
            throw NotAnImage(path, "it is empty");
        }

        var format = CompressionFormat.Detect(File.OpenRead(path));
        if (format is null)
        {
            return Open(() => TarIndex.Read(path, cancellationToken), path, reference, platform, null);
        }

        if (format != CompressionFormat.Gzip)
        {
            throw NotAnImage(
                path,
                format.Name == "zip" ? "it is a zip file" : $"it is compressed with {format.Name}, and only gzip is supported",
                remedy: $"Unpack it, and give the file that this command writes: {format.Unpack} '{path}'");
        }

        // Blobs are opened in any order and more than once, but a gzip stream can be read only from its start. So it is unpacked first.
        return Open(await UnpackAsync(path, cancellationToken).ConfigureAwait(false), path, reference, platform);
    }

    /// <summary>Refuses what is not a file, before it is opened.</summary>
    /// <exception cref="EcsToolsException">NotAnImageArchive.</exception>
    public static void Check(string path)
    {
        if (BrokenLink.Is(path))
        {
            throw NotAnImage(path, "it is a link that leads to no file", remedy: "Give the path of the file itself.");
        }

        if (!PlatformFileSystem.IsRegular(path))
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
            return await SpoolFile.WriteAsync(gzip, unpacked => CheckRatio(path, unpacked, file.Position), cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw NotAnImage(path, "its compressed data is damaged or ends early", e);
        }
    }

    /// <summary>A small file can unpack to terabytes. The archive of an image shrinks to a third, one of logs or zeros to a hundredth.</summary>
    private static void CheckRatio(string path, long unpacked, long packed)
    {
        if (unpacked > AlwaysUnpacked && unpacked / Math.Max(1, packed) > MostRatio)
        {
            throw NotAnImage(
                path,
                $"it unpacks to more than {MostRatio} times its size",
                remedy: $"If you trust it, unpack it, and give the file that this command writes: gunzip '{path}'");
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
        TarIndex archive;
        try
        {
            archive = read();
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
            throw NotAnImage(name, e.Problem, e, e.Remedy);
        }

        throw Neither(archive, name);
    }

    private static EcsToolsException Neither(TarIndex archive, string name)
    {
        if (archive.Names.Count == 0)
        {
            return NotAnImage(name, "it is an archive without files");
        }

        if (archive.Names.Any(file => file is "etc/passwd" or "bin/sh" or "etc/os-release"))
        {
            return NotAnImage(
                name,
                "it is the file system of a container, such as 'docker export' writes, without the config of an image",
                remedy: $"Make an image of it first, and push that with -Image: docker import '{name}' web:latest");
        }

        var folder = archive.Names.FirstOrDefault(
            file => file.EndsWith("/manifest.json", StringComparison.Ordinal) || file.EndsWith("/oci-layout", StringComparison.Ordinal));
        return folder is null
            ? NotAnImage(name, "it contains neither manifest.json nor an OCI layout")
            : NotAnImage(
                name,
                $"its files are in the folder '{UntrustedText.Sanitize(folder.Substring(0, folder.LastIndexOf('/')))}' of the archive",
                remedy: "Pack the content of the folder, not the folder: tar -C <folder> -cf image.tar .");
    }

    private static EcsToolsException NotAnImage(string name, string why, Exception? cause = null, string? remedy = null)
        => new(
            ErrorCodes.NotAnImageArchive,
            $"'{name}' holds no image: {why}.",
            remedy ?? "Give a folder with a Dockerfile, an OCI layout (folder or tar), or an archive that `docker save` wrote (.tar or .tar.gz).",
            "Path",
            name,
            cause);
}
