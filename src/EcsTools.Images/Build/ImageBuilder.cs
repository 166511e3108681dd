using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using EcsTools.Images.Credentials;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;
using EcsTools.Models;

namespace EcsTools.Images.Build;

/// <summary>Builds images on a Docker engine.</summary>
public sealed class ImageBuilder
{
    private readonly DockerEngine _engine;
    private readonly HostEnvironment _environment;
    private readonly IClock _clock;

    /// <summary>Builds on this engine. The caller keeps ownership of it.</summary>
    internal ImageBuilder(DockerEngine engine)
        : this(engine, HostEnvironment.Current, SystemClock.Instance)
    {
    }

    internal ImageBuilder(DockerEngine engine, HostEnvironment environment, IClock clock)
    {
        _engine = engine ?? throw new ArgumentNullException(nameof(engine));
        _environment = environment;
        _clock = clock;
    }

    /// <summary>Checks the request without an engine: folder, Dockerfile and its syntax, stage, names, platform and .dockerignore.</summary>
    /// <exception cref="EcsToolsException">The first problem that was found.</exception>
    public static void Check(ImageBuildRequest request) => Open(request);

    /// <summary>Builds on the engine that Docker's own tools use.</summary>
    /// <param name="request">What to build.</param>
    /// <param name="progress">Receives steps, base image layers and, at level Verbose, each line of output; or null.</param>
    /// <param name="cancellationToken">Cancels the build.</param>
    /// <exception cref="EcsToolsException">No engine answers, or the build failed.</exception>
    public static async Task<BuiltImage> RunAsync(
        ImageBuildRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        using var engine = await DockerEngine.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await new ImageBuilder(engine).BuildAsync(request, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Builds the image. It checks everything that it can before it sends anything.</summary>
    /// <param name="request">What to build.</param>
    /// <param name="progress">Receives steps, base image layers and, at level Verbose, each line of output.</param>
    /// <param name="cancellationToken">Cancels the build.</param>
    /// <exception cref="EcsToolsException">
    /// BuildContextNotFound, DockerfileNotFound, DockerfileInvalid, DockerfileTargetNotFound, DockerfileNeedsBuildKit, DockerIgnoreInvalid,
    /// ImageNameInvalid, PlatformInvalid, ImageBuildFailed and others. Each names the parameter, the value and the remedy.
    /// </exception>
    internal async Task<BuiltImage> BuildAsync(
        ImageBuildRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var started = _clock.UtcNow;
        var context = Open(request);
        var what = request.Tags.Count > 0 ? request.Tags[0] : $"'{context.Folder}'";
        var transcript = new BuildTranscript("Building " + what, progress);
        try
        {
            var builder = await ChooseAsync(request, context.Dockerfile, cancellationToken).ConfigureAwait(false);
            var credentials = await CredentialsAsync(request, context.Dockerfile, builder, transcript, cancellationToken).ConfigureAwait(false);
            await RunAsync(builder, request, context, credentials, transcript, what, cancellationToken).ConfigureAwait(false);
            return await DescribeAsync(request, context, transcript, builder, started, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            transcript.Complete();
        }
    }

    private static BuildContext Open(ImageBuildRequest request)
    {
        foreach (var tag in request.Tags)
        {
            Reference.ParseTag(tag);
        }

        if (request.Platform is { } platform)
        {
            ImagePlatform.Parse(platform);
        }

        foreach (var secret in request.Secrets)
        {
            secret.Check();
        }

        var context = BuildContext.Open(request.ContextPath, request.DockerfilePath);
        if (request.Target is { } target)
        {
            context.Dockerfile.CheckTarget(target);
        }

        return context;
    }

    private async Task<ImageBuilderKind> ChooseAsync(ImageBuildRequest request, Dockerfile dockerfile, CancellationToken cancellationToken)
    {
        // Podman has its own builder, which supports BuildKit's instructions.
        if (_engine.IsPodman && request.Secrets.Count == 0)
        {
            return ImageBuilderKind.Classic;
        }

        var refused = request.Builder == ImageBuilderKind.Classic
            || (request.Builder == ImageBuilderKind.Auto && (_environment.Get("DOCKER_BUILDKIT") == "0" || _engine.OperatingSystem == "windows"));
        if (!refused && !_engine.IsPodman && await BuildKitBuild.IsInstalledAsync(_environment, cancellationToken).ConfigureAwait(false))
        {
            return ImageBuilderKind.BuildKit;
        }

        if (request.Secrets.Count > 0)
        {
            throw new EcsToolsException(
                ErrorCodes.SecretNeedsBuildKit,
                $"The secret '{request.Secrets[0].Id}' needs BuildKit"
                    + (refused ? ", and the classic builder was chosen." : ", and no Docker CLI with its buildx plugin was found."),
                refused
                    ? "Unset the environment variable DOCKER_BUILDKIT, so that EcsTools chooses the builder."
                    : "Install the Docker CLI with its buildx plugin.",
                "Secret",
                request.Secrets[0].Id);
        }

        if (request.Builder == ImageBuilderKind.BuildKit || dockerfile.BuildKitOnly is not null)
        {
            throw NeedsBuildKit(dockerfile, refused);
        }

        return ImageBuilderKind.Classic;
    }

    private static EcsToolsException NeedsBuildKit(Dockerfile dockerfile, bool refused)
    {
        var why = dockerfile.BuildKitOnly is { } instruction
            ? $"'{dockerfile.Path}', line {instruction.Line}: {instruction.Name} here needs BuildKit"
            : "the build is to use BuildKit";
        return new EcsToolsException(
            ErrorCodes.DockerfileNeedsBuildKit,
            refused ? $"{why}, and the classic builder was chosen." : $"{why}, and no Docker CLI with its buildx plugin was found on PATH.",
            refused
                ? "Unset the environment variable DOCKER_BUILDKIT, so that EcsTools chooses the builder."
                : "Install the Docker CLI with its buildx plugin, or write the instruction without BuildKit's flags.",
            "Dockerfile",
            dockerfile.Path);
    }

    // BuildKit's CLI reads Docker's configuration itself, so it only needs the credentials that are not in there.
    private async Task<IReadOnlyList<RegistryCredential>> CredentialsAsync(
        ImageBuildRequest request, Dockerfile dockerfile, ImageBuilderKind builder, BuildTranscript transcript, CancellationToken cancellationToken)
    {
        var credentials = request.RegistryCredentials.ToList();
        if (builder == ImageBuilderKind.BuildKit && credentials.Count == 0)
        {
            return credentials;
        }

        var config = new DockerConfigFile(_environment, _clock);
        var given = new HashSet<string>(credentials.Select(known => DockerConfigFile.KeyOf(known.Registry)));
        var wanted = BaseImages.From(dockerfile, request.BuildArguments).Select(image => image.CredentialKey).Distinct();
        foreach (var registry in wanted.Where(registry => !given.Contains(DockerConfigFile.KeyOf(registry))))
        {
            try
            {
                if (await config.FindAsync(registry, cancellationToken).ConfigureAwait(false) is { } found)
                {
                    credentials.Add(found);
                }
            }
            catch (EcsToolsException e)
            {
                // Most base images are public, or the engine already has them.
                transcript.Warn($"No credentials for {registry}: {e.Message}");
            }
        }

        return credentials;
    }

    private async Task RunAsync(
        ImageBuilderKind builder,
        ImageBuildRequest request,
        BuildContext context,
        IReadOnlyList<RegistryCredential> credentials,
        BuildTranscript transcript,
        string what,
        CancellationToken cancellationToken)
    {
        try
        {
            await (builder == ImageBuilderKind.BuildKit
                ? new BuildKitBuild(_engine, _environment, transcript).RunAsync(request, context, credentials, cancellationToken)
                : new ClassicBuild(_engine, transcript).RunAsync(request, context, credentials, cancellationToken)).ConfigureAwait(false);
        }
        catch (DockerApiException e)
        {
            transcript.Fail(DockerErrors.MessageOf(e));
            throw BuildFailure.From(transcript, what, context.Folder, e);
        }
        catch (Exception e) when (DockerErrors.OwnCause(e) is { } own)
        {
            // An error of the build context, inside the exception of the client that read it.
            ExceptionDispatchInfo.Capture(own).Throw();
        }
        catch (Exception e) when (DockerErrors.IsConnectionFailure(e, cancellationToken))
        {
            throw BuildFailure.From(transcript, what, context.Folder, e);
        }

        if (transcript.Failure is not null || transcript.ImageId is null)
        {
            throw BuildFailure.From(transcript, what, context.Folder);
        }
    }

    private async Task<BuiltImage> DescribeAsync(
        ImageBuildRequest request,
        BuildContext context,
        BuildTranscript transcript,
        ImageBuilderKind builder,
        DateTimeOffset started,
        CancellationToken cancellationToken)
    {
        var image = await new EngineImages(_engine).InspectAsync(transcript.ImageId!, cancellationToken).ConfigureAwait(false);
        RequirePlatform(request, builder, image, context.Dockerfile);
        return new BuiltImage
        {
            ImageId = image.ImageId,
            Image = request.Tags.Count > 0 ? request.Tags[0] : image.ImageId,
            References = request.Tags.ToList(),
            Size = image.Size,
            Architecture = image.Architecture,
            OperatingSystem = image.OperatingSystem,
            ContextPath = context.Folder,
            DockerfilePath = context.Dockerfile.Path,
            Builder = builder.ToString(),
            CachedSteps = transcript.CachedSteps,
            Duration = _clock.UtcNow - started,
        };
    }

    /// <summary>The classic builder ignores the platform if the Dockerfile is FROM scratch. The resulting image would not start.</summary>
    private static void RequirePlatform(ImageBuildRequest request, ImageBuilderKind builder, EngineImage image, Dockerfile dockerfile)
    {
        if (builder != ImageBuilderKind.Classic || request.Platform is not { } asked)
        {
            return;
        }

        var wanted = ImagePlatform.Parse(asked);
        var (system, processor) = (PlatformNames.OperatingSystem(wanted.Os), PlatformNames.Architecture(wanted.Architecture));
        if (image.OperatingSystem != system || image.Architecture != processor)
        {
            throw new EcsToolsException(
                ErrorCodes.PlatformNotBuilt,
                $"The engine built '{dockerfile.Path}' for {image.OperatingSystem} on {image.Architecture}, not for {asked}.",
                "Install the Docker CLI with its buildx plugin, which builds for other platforms, or leave out -Platform.",
                "Platform",
                asked);
        }
    }
}
