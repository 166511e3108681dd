using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;
using EcsTools.DockerTransport;
using EcsTools.Images.Credentials;
using EcsTools.Images.Oci;
using EcsTools.Models;

namespace EcsTools.Images.Engine;

/// <summary>The images of a Docker engine.</summary>
internal sealed class EngineImages
{
    private readonly DockerEngine _engine;

    /// <summary>The images of this engine.</summary>
    public EngineImages(DockerEngine engine) => _engine = engine ?? throw new ArgumentNullException(nameof(engine));

    /// <summary>Returns the details of an image, by name or id.</summary>
    /// <exception cref="EcsToolsException">EngineImageNotFound, with similar names.</exception>
    public async Task<EngineImage> InspectAsync(string image, CancellationToken cancellationToken)
    {
        var found = await CallAsync(
            image, () => _engine.Client.Images.InspectImageAsync(image, cancellationToken), cancellationToken).ConfigureAwait(false);
        return new EngineImage
        {
            ImageId = found.ID,
            References = Names(found.RepoTags),
            Digests = Names(found.RepoDigests),
            Size = found.Size,
            Architecture = PlatformNames.Architecture(found.Architecture),
            OperatingSystem = PlatformNames.OperatingSystem(found.Os),
            DiffIds = found.RootFS?.Layers?.ToList() ?? new List<string>(),
            ExposedPorts = found.Config?.ExposedPorts?.Keys.OrderBy(port => port, StringComparer.Ordinal).ToList() ?? new List<string>(),
            CreatedAt = At(found.Created),
        };
    }

    /// <summary>The id of an image; null if the engine has no image of that name.</summary>
    public async Task<string?> FindIdAsync(string image, CancellationToken cancellationToken)
        => (await FindAsync(image, cancellationToken).ConfigureAwait(false))?.ID;

    /// <summary>An image as the engine describes it; null if the engine has no image of that name.</summary>
    public Task<ImageInspectResponse?> FindAsync(string image, CancellationToken cancellationToken) => CallAsync<ImageInspectResponse?>(
        image,
        async () =>
        {
            try
            {
                return await _engine.Client.Images.InspectImageAsync(image, cancellationToken).ConfigureAwait(false);
            }
            catch (DockerImageNotFoundException)
            {
                return null;
            }
        },
        cancellationToken);

    /// <summary>Lists every image that has a name.</summary>
    public async Task<IReadOnlyList<EngineImage>> ListAsync(CancellationToken cancellationToken)
    {
        var all = await CallAsync(
            null, () => _engine.Client.Images.ListImagesAsync(new ImagesListParameters(), cancellationToken), cancellationToken).ConfigureAwait(false);
        return all.Select(image => new EngineImage
        {
            ImageId = image.ID,
            References = Names(image.RepoTags),
            Digests = Names(image.RepoDigests),
            Size = image.Size,
            CreatedAt = At(image.Created),
        }).Where(image => image.References.Count > 0).ToList();
    }

    /// <summary>
    /// Exports an image. The result is a docker-archive; an engine with the containerd store adds an OCI layout. The caller disposes it.
    /// </summary>
    /// <exception cref="EcsToolsException">EngineImageNotFound, with similar names.</exception>
    public async Task<Stream> ExportAsync(string image, CancellationToken cancellationToken)
    {
        // An engine begins an export before it looks for the image. So this looks for the image first.
        await InspectAsync(image, cancellationToken).ConfigureAwait(false);
        return await CallAsync(
            image, () => _engine.Client.Images.SaveImageAsync(image, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives an image another name.</summary>
    public Task TagAsync(string image, string reference, CancellationToken cancellationToken)
    {
        var name = Reference.ParseTag(reference);
        var parameters = new ImageTagParameters { RepositoryName = name.Name, Tag = name.Tag ?? "latest", Force = true };
        return CallAsync(image, () => _engine.Client.Images.TagImageAsync(image, parameters, cancellationToken), cancellationToken);
    }

    /// <summary>Removes a name. If it was the last name, the image is removed too.</summary>
    public Task RemoveAsync(string reference, CancellationToken cancellationToken) => CallAsync(
        reference,
        () => _engine.Client.Images.DeleteImageAsync(reference, new ImageDeleteParameters(), cancellationToken),
        cancellationToken);

    /// <summary>Lets the engine push an image to the registry in its name. The credential is sent with the request and not stored anywhere.</summary>
    /// <param name="reference">Name with registry and tag. The image must have this name.</param>
    /// <param name="credential">The credential for the registry, or null.</param>
    /// <param name="progress">Receives each layer as an item.</param>
    /// <param name="cancellationToken">Cancels the push.</param>
    /// <returns>Digest of the manifest.</returns>
    /// <exception cref="EcsToolsException">EngineImageNotFound, EnginePushFailed.</exception>
    public async Task<string> PushAsync(
        string reference, RegistryCredential? credential, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var name = Reference.ParseTag(reference);
        var auth = credential is null ? null : new AuthConfig
        {
            ServerAddress = DockerConfigFile.KeyOf(credential.Registry),
            Username = credential.IsIdentityToken ? null : credential.UserName,
            Password = credential.IsIdentityToken ? null : credential.Password,
            IdentityToken = credential.IsIdentityToken ? credential.Password : null,
        };
        var report = new EnginePushReport("Pushing " + reference, progress);
        try
        {
            var parameters = new ImagePushParameters { Tag = name.Tag ?? "latest" };
            await CallAsync(
                reference,
                () => _engine.Client.Images.PushImageAsync(name.Name, parameters, auth, report, cancellationToken).OrCanceledAsync(cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            report.Complete();
        }

        return report.Digest ?? throw report.Failure(reference);
    }

    internal async Task<T> CallAsync<T>(string? image, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (DockerImageNotFoundException e)
        {
            throw await NotFoundAsync(image!, e, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException e)
        {
            throw DockerErrors.ImageCallFailed(image, e);
        }
        catch (Exception e) when (DockerErrors.IsConnectionFailure(e, cancellationToken))
        {
            throw DockerErrors.Lost(_engine, e);
        }
    }

    private Task<bool> CallAsync(string image, Func<Task> call, CancellationToken cancellationToken) => CallAsync(
        image,
        async () =>
        {
            await call().ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private async Task<EcsToolsException> NotFoundAsync(string image, Exception cause, CancellationToken cancellationToken)
    {
        var names = (await ListAsync(cancellationToken).ConfigureAwait(false)).SelectMany(known => known.References);
        return new EcsToolsException(
            ErrorCodes.EngineImageNotFound,
            $"The Docker engine at {_engine.Endpoint} has no image '{image}'.",
            NearestNames.Suggest(image, names, "List its images with 'docker images', then build the image with New-EcrImage or pull it."),
            "Image",
            image,
            cause);
    }

    private static List<string> Names(IList<string>? names) =>
        names?.Where(name => name.IndexOf("<none>", StringComparison.Ordinal) < 0).ToList() ?? new List<string>();

    private static DateTimeOffset At(DateTime created) =>
        created.Year < 2 ? default : new DateTimeOffset(DateTime.SpecifyKind(created.ToUniversalTime(), DateTimeKind.Utc));
}
