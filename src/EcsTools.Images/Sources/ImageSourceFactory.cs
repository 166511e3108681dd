using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Build;
using EcsTools.Images.Compression;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;
using EcsTools.Models;

namespace EcsTools.Images.Sources;

/// <summary>Finds out what kind of source a push has, and opens it.</summary>
internal static class ImageSourceFactory
{
    /// <summary>Throws if the request has no valid source, before anything is built or created.</summary>
    public static void Check(PushImageRequest request)
    {
        CheckTransport(request);
        if (request.Platform is { } platform)
        {
            ImagePlatform.Parse(platform);
        }

        if (request.Path is null)
        {
            if (string.IsNullOrWhiteSpace(request.Image))
            {
                throw new EcsToolsException(
                    ErrorCodes.NoImageSource, "The command does not say what to push.",
                        "Give -Path (a folder or archive) or -Image (of the Docker engine).", "Path");
            }
        }
        else if (Directory.Exists(request.Path) && !OciLayoutSource.IsOne(request.Path))
        {
            RefuseParts(request);
            ImageBuilder.Check(request.BuildRequest);
        }
        else if (!Directory.Exists(request.Path) && !File.Exists(request.Path))
        {
            throw new EcsToolsException(
                ErrorCodes.PathNotFound, $"'{request.Path}' does not exist.", "Check the path.", "Path", request.Path);
        }
        else if (File.Exists(request.Path))
        {
            ImageArchiveOpener.Check(request.Path);
        }
    }

    /// <summary>A folder without a Dockerfile that has some files of an image, but not all.</summary>
    private static void RefuseParts(PushImageRequest request)
    {
        var folder = request.Path!;
        bool Has(string name) => File.Exists(Path.Combine(folder, name));
        if (request.Build?.DockerfilePath is not null || Has("Dockerfile"))
        {
            return;
        }

        if (Has("manifest.json"))
        {
            throw Partial(
                folder,
                "it is an archive of docker save that was unpacked",
                $"Pack it again, and give the archive: tar -C '{folder}' -cf image.tar .");
        }

        if (Has("oci-layout") || Has("index.json") || Directory.Exists(Path.Combine(folder, "blobs", "sha256")))
        {
            throw Partial(
                folder,
                $"it is an OCI layout without {(Has("oci-layout") ? "the file index.json" : "the file oci-layout")}",
                OciLayoutSource.WriteAgain);
        }
    }

    private static EcsToolsException Partial(string folder, string why, string remedy)
        => new(ErrorCodes.NotAnImageArchive, $"'{folder}' holds no image: {why}.", remedy, "Path", folder);

    private static void CheckTransport(PushImageRequest request)
    {
        if (request.Transport != ImageTransport.Engine)
        {
            return;
        }

        if (request.Path is { } path && (File.Exists(path) || OciLayoutSource.IsOne(path)))
        {
            throw new EcsToolsException(
                ErrorCodes.TransportNeedsEngine,
                $"-Transport Engine pushes only an image of a Docker engine, but '{path}' is a file or layout on disk.",
                "Leave out -Transport, or load the image into the engine and use -Image.",
                "Transport",
                path);
        }

        if (request.CompressionLevel != ImageCompressionLevel.Auto)
        {
            throw new EcsToolsException(
                ErrorCodes.TransportHasItsOwnCompression,
                $"With -Transport Engine the engine compresses the layers, so -CompressionLevel {request.CompressionLevel} has no effect.",
                "Leave out one of the two parameters.",
                "CompressionLevel",
                request.CompressionLevel.ToString());
        }
    }

    /// <summary>Whether the source is a folder with a Dockerfile. Its content is not known until it is built.</summary>
    public static bool IsBuilt(PushImageRequest request) => request.Path is { } path && !File.Exists(path) && !OciLayoutSource.IsOne(path);

    /// <summary>What the push does with the source, in words for the user.</summary>
    public static string Describe(PushImageRequest request)
        => request.Path is null ? $"push the image {request.Image} of the Docker engine"
            : IsBuilt(request) ? $"build {request.Path} and push it"
            : File.Exists(request.Path) ? $"push the archive {request.Path}"
            : $"push the OCI layout {request.Path}";

    /// <summary>The image of an earlier build of the folder that a build now would make again; null if it must be built, or if no engine answers.</summary>
    public static async Task<IImageSource?> OpenEarlierBuildAsync(
        PushImageRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        DockerEngine engine;
        try
        {
            engine = await DockerEngine.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EcsToolsException problem) when (problem.Kind == ErrorKind.Unavailable)
        {
            return null;
        }

        try
        {
            if (await new ImageBuilder(engine).FindEarlierAsync(request.BuildRequest, cancellationToken).ConfigureAwait(false) is { } image)
            {
                return await EngineImageSource.OpenAsync(engine, image, request.Path!, progress, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            engine.Dispose();
            throw;
        }

        engine.Dispose();
        return null;
    }

    public static async Task<IImageSource> OpenAsync(PushImageRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
        => (await BuildAndOpenAsync(request, progress, cancellationToken).ConfigureAwait(false)).Source;

    /// <summary>Opens the source, and builds it first if it is a folder with a Dockerfile.</summary>
    /// <returns>The source, and the build, if there was one.</returns>
    public static async Task<(IImageSource Source, BuiltImage? Built)> BuildAndOpenAsync(
        PushImageRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        if (request.Path is { } path)
        {
            if (File.Exists(path))
            {
                return (await ImageArchiveOpener.OpenAsync(path, request.Image, request.Platform, cancellationToken).ConfigureAwait(false), null);
            }

            if (OciLayoutSource.IsOne(path))
            {
                return (OciLayoutSource.OpenFolder(path, request.Image, request.Platform), null);
            }
        }

        var engine = await DockerEngine.ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var built = request.Path is null
                ? null
                : await new ImageBuilder(engine).BuildAsync(request.BuildRequest, progress, cancellationToken).ConfigureAwait(false);
            var image = built?.ImageId ?? request.Image!;
            return (await EngineImageSource.OpenAsync(engine, image, request.Path ?? image, progress, cancellationToken).ConfigureAwait(false), built);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }
}
