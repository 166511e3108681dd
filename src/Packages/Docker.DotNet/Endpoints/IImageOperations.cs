using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet.Models;

namespace Docker.DotNet;

/// <summary>Images of an engine. Calls that name an image throw <see cref="DockerImageNotFoundException"/> where it is not there.</summary>
public interface IImageOperations
{
    /// <summary>The engine's images.</summary>
    Task<IList<ImagesListResponse>> ListImagesAsync(ImagesListParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Builds from a tar of the context. A failing step is a message with an error, not an exception.</summary>
    Task BuildImageFromDockerfileAsync(
        ImageBuildParameters parameters, Stream contents, IEnumerable<AuthConfig>? authConfigs, IDictionary<string, string>? headers, IProgress<JSONMessage> progress, CancellationToken cancellationToken = default);

    /// <summary>Pulls an image. A failure after the start is a message with an error, not an exception.</summary>
    Task CreateImageAsync(
        ImagesCreateParameters parameters, AuthConfig? authConfig, IProgress<JSONMessage> progress, CancellationToken cancellationToken = default);

    /// <summary>Makes an image of one layer from a tar of its files.</summary>
    Task CreateImageAsync(
        ImagesCreateParameters parameters, Stream? imageStream, AuthConfig? authConfig, IProgress<JSONMessage> progress, CancellationToken cancellationToken = default);

    /// <summary>All about an image.</summary>
    Task<ImageInspectResponse> InspectImageAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>An image's layers and what made them.</summary>
    Task<IList<ImageHistoryResponse>> GetImageHistoryAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Pushes an image. A failure after the start is a message with an error, not an exception.</summary>
    Task PushImageAsync(
        string name, ImagePushParameters parameters, AuthConfig? authConfig, IProgress<JSONMessage> progress, CancellationToken cancellationToken = default);

    /// <summary>Gives an image a further name.</summary>
    Task TagImageAsync(string name, ImageTagParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Removes a name and, with the last one, the image.</summary>
    Task<IList<IDictionary<string, string>>> DeleteImageAsync(
        string name, ImageDeleteParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>An image as a docker-archive tar.</summary>
    Task<Stream> SaveImageAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Several images as one docker-archive tar.</summary>
    Task<Stream> SaveImagesAsync(string[] names, CancellationToken cancellationToken = default);

    /// <summary>Loads a docker-archive tar.</summary>
    Task LoadImageAsync(
        ImageLoadParameters parameters, Stream imageStream, IProgress<JSONMessage> progress, CancellationToken cancellationToken = default);
}
