using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Credentials;
using EcsTools.Images.Oci;
using EcsTools.Images.Registry;
using EcsTools.Images.Sources;
using EcsTools.Models;

namespace EcsTools.Images.Push;

/// <summary>
/// Pushes images to a repository of any registry that speaks the OCI distribution protocol, such as Docker Hub. The repository is not created: a registry
/// creates it with the first push, or its owner does.
/// </summary>
/// <param name="destination">The repository. A tag in the name is one of the tags to set.</param>
/// <param name="credential">User and password. Null uses the credentials in Docker's configuration, or none if it has none.</param>
/// <param name="clock">The clock for the pauses between attempts.</param>
public sealed class RegistryImagePush(Reference destination, RegistryCredential? credential, IClock clock)
{
    private readonly string _repositoryUri = $"{destination.CredentialKey}/{destination.RepositoryOnHost}";

    /// <summary>Parses the name of an image to push to.</summary>
    /// <param name="name">The name, such as <c>docker.io/team/web:1.4.0</c>.</param>
    /// <exception cref="EcsToolsException">It is not such a name, or it has a digest.</exception>
    public static Reference ParseDestination(string name)
        => Reference.TryParse(name) is { Digest: null } parsed ? parsed : throw new EcsToolsException(
            ErrorCodes.InvalidImageName,
            $"'{UntrustedText.Sanitize(name)}' is not the name of an image to push to.",
            "Write [host[:port]/]repository[:tag], such as docker.io/team/web:1.4.0.",
            "Destination",
            name);

    /// <summary>Completes a request with the name and the tags of the destination.</summary>
    /// <param name="request">The source and the options. Its tags are set in addition to the tag in the destination.</param>
    /// <exception cref="EcsToolsException">A tag is not valid, or the source is not one.</exception>
    public PushImageRequest Complete(PushImageRequest request)
    {
        foreach (var tag in request.Tags.Where(tag => Reference.TryParse("name:" + tag) is not { Digest: null }))
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidImageTag,
                $"'{UntrustedText.Sanitize(tag)}' is not an image tag.",
                "Use at most 128 letters, digits and . _ -, and begin with a letter, a digit or _.",
                "Tag",
                tag);
        }

        var completed = request with
        {
            RepositoryName = _repositoryUri,
            Tags = destination.Tag is null ? request.Tags : [destination.Tag, .. request.Tags],
        };
        PushPlan.Check(completed);
        return completed;
    }

    /// <summary>Finds out which layers the repository lacks and which tags would move. Changes nothing.</summary>
    /// <param name="request">The request from <see cref="Complete"/>.</param>
    /// <param name="findBuild">Whether to look for the image of an earlier build of a folder, so that the plan says what a push of it sends.</param>
    /// <param name="progress">Receives the progress of an engine's export, if the image must be read from there.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The source cannot be read, or the registry refuses the user.</exception>
    public Task<PushPlan> PlanAsync(PushImageRequest request, bool findBuild, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
        => PushPlan.CreateAsync(
            request, async token => await OpenAsync(token).ConfigureAwait(false), findBuild, progress, cancellationToken);

    /// <summary>Pushes the image. No tag moves before everything is uploaded.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Receives the progress of the build and of each layer.</param>
    /// <param name="cancellationToken">Cancels the push. What has been uploaded stays.</param>
    /// <exception cref="EcsToolsException">The build fails, or the registry refuses the push.</exception>
    public async Task<RegistryImage> ApplyAsync(PushPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var result = await plan.RunAsync(OpenAsync, progress, cancellationToken).ConfigureAwait(false);
        progress?.Report(new OperationProgress(plan.Activity, "Done", 100, Completed: true));
        return new RegistryImage
        {
            ImageUri = $"{_repositoryUri}:{plan.Tags[0]}",
            Registry = destination.CredentialKey,
            RepositoryUri = _repositoryUri,
            ImageTag = plan.Tags[0],
            ImageTags = plan.Tags,
            ImageDigest = result.Digest,
            MediaType = result.MediaType,
            Size = result.Size,
            Architecture = result.Platform is { } platform ? PlatformNames.Architecture(platform.Architecture) : null,
            OperatingSystem = result.Platform is { } system ? PlatformNames.OperatingSystem(system.Os) : null,
            BlobsSent = result.BlobsSent,
            BlobsPresent = result.BlobsPresent,
            BlobsMounted = result.BlobsMounted,
            BytesSent = result.BytesSent,
            Transport = result.Transport.ToString(),
            Build = result.Built?.Change,
            Duration = watch.Elapsed,
            Change = result.TagsPresent == plan.Tags.Count ? ChangeStatus.Unchanged
                : result.TagsReplaced > 0 ? ChangeStatus.Updated
                : ChangeStatus.Created,
        };
    }

    private async Task<PushTarget> OpenAsync(CancellationToken cancellationToken)
    {
        var user = credential ?? await new DockerConfigFile().FindAsync(destination.CredentialKey, cancellationToken).ConfigureAwait(false);
        var address = new RegistryAddress(destination.Host) { Role = RegistryRole.Destination };
        var client = new RepositoryClient(address, destination.RepositoryOnHost, new ChallengeAuthorization(address, user, clock), clock);
        return new PushTarget(client) { EngineCredential = _ => Task.FromResult(user) };
    }
}
