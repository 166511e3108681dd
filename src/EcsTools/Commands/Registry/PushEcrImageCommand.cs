using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Ecr;
using EcsTools.Images.Build;
using EcsTools.Images.Compression;
using EcsTools.Images.Push;
using EcsTools.Images.Sources;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Registry;

/// <summary>Pushes an image to Amazon ECR or another registry, and first builds it if the source is a folder with a Dockerfile.</summary>
/// <remarks>
/// <para>
/// The source is a folder with a Dockerfile, an OCI layout (folder or tar file), an archive from docker save (.tar or .tar.gz), or an image
/// of the local Docker engine. No docker login is needed. Layers that the repository already has are not sent again: to resume an
/// interrupted push, run the command again. A tag moves only when the complete image is in the repository.
/// </para>
/// <para>
/// A folder is built only if something has changed since an earlier build whose image the Docker engine still has. The property Build says
/// Created or Unchanged. See New-EcrImage.
/// </para>
/// <para>
/// Layers are compressed on all processor cores while they are sent. An image of the local engine is read directly from the engine's disk
/// if the process may do that (as root on Linux). Otherwise the engine reads its disk: for that, a container of the image is created, which never
/// runs and is removed at the end. If the engine does not allow it, the image is read from the engine's export. If little is missing, the engine
/// may push it. The property Transport says who sent the layers. Set $env:ECSTOOLS_ENGINE_STORE to off if no container may be created.
/// </para>
/// <para>
/// The repository is created if it does not exist. If the push that has created it fails or is stopped before the image is complete, it is removed
/// again, with the layers that were sent. To keep them for the next attempt, create the repository first (Initialize-EcrRepository). The output
/// binds to Register-FargateTask by property name.
/// </para>
/// <para>
/// With -Destination the image goes to Docker Hub or any other registry. This needs no credentials of AWS, and the registry decides whether it
/// creates the repository. The command uses -RegistryCredential, then the login that Docker's config.json holds (docker login), then no login.
/// A password is sent only to the registry and to a token server on its own site.
/// </para>
/// </remarks>
/// <example>
///   <code>Initialize-EcrRepository web | Push-EcrImage -Path ./web -Tag 1.4.0</code>
///   <para>Builds the folder web and pushes it as web:1.4.0.</para>
/// </example>
/// <example>
///   <code>Get-Item ./crawler | Push-EcrImage -Repository crawler | Register-FargateTask</code>
///   <para>Builds a folder from the pipeline, pushes it as crawler:latest, and registers a task definition for it.</para>
/// </example>
/// <example>
///   <code>Push-EcrImage -Repository web -Image web:dev -Tag 1.4.0, stable</code>
///   <para>Pushes an image of the local Docker engine with two tags.</para>
/// </example>
/// <example>
///   <code>Push-EcrImage ./web.tar -Repository web -Tag 1.4.0 -CompressionLevel Fastest</code>
///   <para>Pushes an archive. Its layers get the same digests on every machine.</para>
/// </example>
/// <example>
///   <code>
/// $hub = Get-Credential
/// Push-EcrImage ./web -Destination docker.io/team/web:1.4.0 -RegistryCredential $hub | Register-FargateTask -PullCredential $hub
///   </code>
///   <para>Pushes an image to a private repository of Docker Hub, and registers a task definition that pulls it with the same login.</para>
/// </example>
[Cmdlet(VerbsCommon.Push, "EcrImage", SupportsShouldProcess = true, DefaultParameterSetName = EcrSet)]
[OutputType(typeof(EcrImage), typeof(EcsPlanStep), ParameterSetName = [EcrSet])]
[OutputType(typeof(RegistryImage), typeof(EcsPlanStep), ParameterSetName = [RegistrySet])]
public sealed class PushEcrImageCommand : AwsCommand, IImageBuildSettings, IPlannedCommand
{
    private const string EcrSet = "Ecr";
    private const string RegistrySet = "Registry";

    /// <summary>Name of the repository. It is created if it does not exist.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EcrSet, ValueFromPipelineByPropertyName = true)]
    [Alias("Repository")]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    [IdentifiedBy("RepositoryName")]
    [Subject(typeof(EcrRepository), Rank = 1, OtherKinds = ["ImageDigest"])]
    public string RepositoryName { get; set; } = "";

    /// <summary>Name of the image in a registry other than ECR, such as docker.io/team/web:1.4.0. Without a tag it is latest.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RegistrySet)]
    public string Destination { get; set; } = "";

    /// <summary>User name and password, or token, for the registry of -Destination.</summary>
    /// <value>the login that docker login stored, or none</value>
    [Parameter(ParameterSetName = RegistrySet)]
    [Credential]
    public PSCredential? RegistryCredential { get; set; }

    /// <summary>
    /// Path of a folder with a Dockerfile, of an OCI layout, or of an archive from docker save. Wildcards are allowed but must match
    /// exactly one.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Subject]
    [SupportsWildcards]
    public string? Path { get; set; }

    /// <summary>The same as -Path, but without wildcards. Files and folders from the pipeline bind here.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [Subject(typeof(System.IO.FileSystemInfo))]
    public string? LiteralPath { get; set; }

    /// <summary>
    /// Name or id of an image on the local Docker engine. Together with the -Path of an archive or layout: the image to push if it holds
    /// several, by its name (web is docker.io/library/web:latest), its digest, or the first 12 digits of its digest.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Subject(typeof(BuiltImage))]
    public string? Image { get; set; }

    /// <summary>Tags for the image, in addition to the tag in -Destination.</summary>
    /// <value>latest</value>
    [Parameter(ParameterSetName = EcrSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = RegistrySet)]
    [Alias("ImageTag")]
    public string[] Tag { get; set; } = Array.Empty<string>();

    /// <inheritdoc/>
    [Parameter]
    public string? Dockerfile { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public Hashtable? BuildArg { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public Hashtable? Secret { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string? Target { get; set; }

    /// <summary>
    /// Platform to build for, such as linux/amd64, or the platform to push from an OCI layout or archive with several platforms.
    /// </summary>
    /// <value>the platform of the Docker engine, or all platforms of an index</value>
    [Parameter]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    public string? Platform { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter NoCache { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter Pull { get; set; }

    /// <summary>
    /// How hard to compress layers that are not compressed yet. Auto starts fast, and compresses harder if the network is slower than the
    /// processors. A fixed level gives the same digest in every run, and Fastest also with every version of .NET.
    /// </summary>
    /// <value>Auto</value>
    [Parameter]
    public ImageCompressionLevel CompressionLevel { get; set; }

    /// <summary>
    /// Who sends the layers: this process (Direct) or the Docker engine that has the image (Engine). Auto lets the engine push if it must
    /// send only a small part of an image that this process cannot read from the engine's disk.
    /// </summary>
    /// <value>Auto</value>
    [Parameter]
    public ImageTransport Transport { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var request = await RequestAsync(pipeline).ConfigureAwait(false);
        if (ParameterSetName == RegistrySet)
        {
            await PushToRegistryAsync(pipeline, request, cancellationToken).ConfigureAwait(false);
            return;
        }

        EcrImagePush.Check(request);
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var images = new EcrImagePush(connection);
        var isOnlyPlanned = await pipeline.IsOnlyPlannedAsync().ConfigureAwait(false);
        using var plan = await images.PlanAsync(request, isOnlyPlanned, pipeline.Progress, cancellationToken).ConfigureAwait(false);
        if (await pipeline.ShouldProcessAsync(plan.ToPlan(connection.Region)).ConfigureAwait(false))
        {
            pipeline.WriteObject(await images.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task PushToRegistryAsync(CommandPipeline pipeline, PushImageRequest given, CancellationToken cancellationToken)
    {
        var destination = RegistryImagePush.ParseDestination(Destination);
        EcrImagePush.CheckDestination(destination, RegistryCredential is not null);
        var credential = GivenCredential.For(destination.CredentialKey, RegistryCredential);
        var images = new RegistryImagePush(destination, credential, SystemClock.Instance);
        var request = images.Complete(given);
        var isOnlyPlanned = await pipeline.IsOnlyPlannedAsync().ConfigureAwait(false);
        using var plan = await images.PlanAsync(request, isOnlyPlanned, pipeline.Progress, cancellationToken).ConfigureAwait(false);
        if (await pipeline.ShouldProcessAsync(ImagePushSteps.ToPlan(plan, null, [])).ConfigureAwait(false))
        {
            pipeline.WriteObject(await images.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<PushImageRequest> RequestAsync(CommandPipeline pipeline)
    {
        var path = await ResolveSourceAsync(pipeline).ConfigureAwait(false);
        var secrets = await BuildSecrets.ResolveAsync(pipeline, Secret).ConfigureAwait(false);
        return new PushImageRequest
        {
            RepositoryName = RepositoryName,
            Path = path,
            Image = string.IsNullOrEmpty(Image) ? null : Image,
            Platform = Platform,
            Tags = Tag,
            CompressionLevel = CompressionLevel,
            Transport = Transport,
            Build = path is null ? null : new ImageBuildRequest
            {
                ContextPath = path,
                DockerfilePath = Dockerfile,
                BuildArguments = TextDictionary.From(BuildArg, nameof(BuildArg)) ?? new Dictionary<string, string>(),
                Secrets = secrets,
                Target = Target,
                Platform = Platform,
                NoCache = NoCache,
                Pull = Pull,
            },
        };
    }

    private async Task<string?> ResolveSourceAsync(CommandPipeline pipeline)
    {
        // An empty property of a record, such as an empty cell of a CSV, counts as not given.
        var (path, literal) = (string.IsNullOrEmpty(Path) ? null : Path, string.IsNullOrEmpty(LiteralPath) ? null : LiteralPath);
        if (path is not null && literal is not null)
        {
            throw new EcsToolsException(
                ErrorCodes.PathGivenTwice,
                $"-Path '{path}' and -LiteralPath '{literal}' cannot be combined.",
                "Use only one of them.",
                "LiteralPath",
                literal);
        }

        if ((path ?? literal) is not { } given)
        {
            return null;
        }

        var found = await pipeline.ResolvePathsAsync(new[] { given }, literal is not null).ConfigureAwait(false);
        return found.Count == 1
            ? found[0]
            : throw new EcsToolsException(
                ErrorCodes.PathNamesSeveral,
                $"-Path '{given}' matches {found.Count} files and folders, and only one image is pushed at a time.",
                "Use a path that matches one, or pipe them: Get-Item <pattern> | Push-EcrImage -RepositoryName <name>",
                "Path",
                given);
    }
}
