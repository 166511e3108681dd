using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Docker;
using EcsTools.Images;

namespace EcsTools.Registry;

/// <summary>Finds out what kind of source a push was given, and opens it.</summary>
internal static class ImageSources
{
    /// <summary>Throws for what is no source, before anything is built or made.</summary>
    public static void Check(PushImageRequest request)
    {
        if (request.Path is null)
        {
            if (string.IsNullOrWhiteSpace(request.Image))
            {
                throw new EcsToolsException(
                    "NoImageSource", ErrorKind.InvalidArgument, "Nothing was named to push.", "Give -Path (a folder or archive) or -Image (of the Docker engine).", "Path");
            }
        }
        else if (Directory.Exists(request.Path) && !OciLayoutSource.IsOne(request.Path))
        {
            ImageBuilder.Check(request.BuildRequest);
        }
        else if (!Directory.Exists(request.Path) && !File.Exists(request.Path))
        {
            throw new EcsToolsException(
                "PathNotFound", ErrorKind.NotFound, $"'{request.Path}' does not exist.", "Check the path.", "Path", request.Path);
        }
    }

    /// <summary>What is done with the source, as a person would say it.</summary>
    public static string Describe(PushImageRequest request)
        => request.Path is null ? $"push the image {request.Image} of the Docker engine"
            : File.Exists(request.Path) ? $"push the archive {request.Path}"
            : OciLayoutSource.IsOne(request.Path) ? $"push the OCI layout {request.Path}"
            : $"build {request.Path} and push it";

    public static async Task<IImageSource> OpenAsync(PushImageRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        if (request.Path is { } path)
        {
            if (File.Exists(path))
            {
                return await ImageArchives.OpenAsync(path, request.Image, cancellationToken).ConfigureAwait(false);
            }

            if (OciLayoutSource.IsOne(path))
            {
                return OciLayoutSource.OpenFolder(path, request.Image);
            }
        }

        using var engine = await DockerEngine.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var image = request.Image;
        if (request.Path is not null)
        {
            var built = await new ImageBuilder(engine).BuildAsync(request.BuildRequest, progress, cancellationToken).ConfigureAwait(false);
            image = built.ImageId;
        }

        return await ExportAsync(engine, image!, request.Path ?? image!, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The engine's export can be read only once, and layers are read in any order: it goes aside first.</summary>
    private static async Task<IImageSource> ExportAsync(
        DockerEngine engine, string image, string name, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var activity = $"Reading {name} from the Docker engine";
        using var export = await new EngineImages(engine).ExportAsync(image, cancellationToken).ConfigureAwait(false);
        var spool = await SpoolFile.WriteAsync(
            export, bytes => progress?.Report(new OperationProgress(activity, ByteSize.Format(bytes))), cancellationToken).ConfigureAwait(false);
        progress?.Report(new OperationProgress(activity, "Done", 100, Completed: true));
        return ImageArchives.Open(spool, name, null);
    }
}
