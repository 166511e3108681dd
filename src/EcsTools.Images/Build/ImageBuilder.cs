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
    private readonly BuildRecords _records;

    /// <summary>Builds on this engine. The caller keeps ownership of it.</summary>
    internal ImageBuilder(DockerEngine engine)
        : this(engine, HostEnvironment.Current, SystemClock.Instance, BuildRecords.ForThisUser())
    {
    }

    internal ImageBuilder(DockerEngine engine, HostEnvironment environment, IClock clock, BuildRecords records)
    {
        _records = records;
        _engine = engine ?? throw new ArgumentNullException(nameof(engine));
        _environment = environment;
        _clock = clock;
    }

    /// <summary>Checks the request without an engine: folder, Dockerfile and its syntax, stage, names, platform and .dockerignore.</summary>
    /// <exception cref="EcsToolsException">The first problem that was found.</exception>
    public static void Check(ImageBuildRequest request) => Open(request);

    /// <summary>
    /// Builds on the engine that Docker's own tools use. If nothing has changed since an earlier build whose image the engine still has, nothing is built.
    /// </summary>
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

    /// <summary>Builds the image if an input has changed. It checks everything that it can before it sends anything.</summary>
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
            var choice = new BuilderChoice(_engine, _environment);
            var inputs = new BuildInputs(request, context, _engine.Endpoint, choice.RefusesBuildKit(request));
            var earlier = new EarlierBuild(_engine, inputs, _records, transcript);
            if (await earlier.FindAsync(request, context, cancellationToken).ConfigureAwait(false) is { } unchanged)
            {
                return await ReuseAsync(unchanged, request, context, started, cancellationToken).ConfigureAwait(false);
            }

            var builder = await choice.ChooseAsync(request, context.Dockerfile, cancellationToken).ConfigureAwait(false);
            var credentials = await CredentialsAsync(request, context.Dockerfile, builder, transcript, cancellationToken).ConfigureAwait(false);
            var digest = await RunAsync(builder, request, context, credentials, transcript, what, earlier.IsDecided, cancellationToken).ConfigureAwait(false);
            var image = await new EngineImages(_engine).InspectAsync(transcript.ImageId!, cancellationToken).ConfigureAwait(false);
            RequirePlatform(request, builder, image, context.Dockerfile);
            if (digest is not null)
            {
                await earlier.RememberAsync(request, digest, image.ImageId, cancellationToken).ConfigureAwait(false);
            }

            return Describe(image, request, context, started) with { Builder = builder.ToString(), CachedSteps = transcript.CachedSteps };
        }
        finally
        {
            transcript.Complete();
        }
    }

    /// <summary>The id of the image that a build would make again; null if it must be built. Changes nothing.</summary>
    internal Task<string?> FindEarlierAsync(ImageBuildRequest request, CancellationToken cancellationToken)
    {
        var context = Open(request);
        var inputs = new BuildInputs(request, context, _engine.Endpoint, new BuilderChoice(_engine, _environment).RefusesBuildKit(request));
        return new EarlierBuild(_engine, inputs, _records, new BuildTranscript("Looking for an earlier build", null))
            .FindAsync(request, context, cancellationToken);
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
        var wanted = BaseImages.Of(dockerfile.InstructionsFor(request.Target), request.BuildArguments).Images
            .Select(image => image.CredentialKey).Distinct();
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

    /// <returns>The digest of the context that the engine received; null if it is not known.</returns>
    private async Task<string?> RunAsync(
        ImageBuilderKind builder,
        ImageBuildRequest request,
        BuildContext context,
        IReadOnlyList<RegistryCredential> credentials,
        BuildTranscript transcript,
        string what,
        bool isDecided,
        CancellationToken cancellationToken)
    {
        string? digest = null;
        try
        {
            digest = await (builder == ImageBuilderKind.BuildKit
                ? new BuildKitBuild(_engine, _environment, transcript).RunAsync(request, context, credentials, isDecided, cancellationToken)
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

        return digest;
    }

    /// <summary>The image of an earlier build, with the names that this build would give it.</summary>
    private async Task<BuiltImage> ReuseAsync(
        string id, ImageBuildRequest request, BuildContext context, DateTimeOffset started, CancellationToken cancellationToken)
    {
        var images = new EngineImages(_engine);
        foreach (var tag in request.Tags)
        {
            await images.TagAsync(id, tag, cancellationToken).ConfigureAwait(false);
        }

        var image = await images.InspectAsync(id, cancellationToken).ConfigureAwait(false);
        return Describe(image, request, context, started) with { Change = ChangeStatus.Unchanged };
    }

    private BuiltImage Describe(EngineImage image, ImageBuildRequest request, BuildContext context, DateTimeOffset started) => new()
    {
        ImageId = image.ImageId,
        Image = request.Tags.Count > 0 ? request.Tags[0] : image.ImageId,
        References = request.Tags.ToList(),
        Size = image.Size,
        Architecture = image.Architecture,
        OperatingSystem = image.OperatingSystem,
        ContextPath = context.Folder,
        DockerfilePath = context.Dockerfile.Path,
        Duration = _clock.UtcNow - started,
    };

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
