using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Docker;
using EcsTools.Images;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Registry;

namespace EcsTools.Commands.Registry;

/// <summary>Pushes an image to a repository of Amazon ECR, building it first where it is given a folder with a Dockerfile.</summary>
/// <remarks>
/// <para>
/// The source is a folder with a Dockerfile, an OCI layout (folder or tar), an archive that docker save wrote (.tar or .tar.gz), or an image of
/// the local Docker engine. No docker login is needed: the command fetches ECR's token itself. Layers that the repository has are not sent
/// again, so a push that was interrupted goes on where it stopped when it is run again. A tag moves only when everything is there.
/// </para>
/// <para>
/// Layers are compressed on every core while they are sent. An image of the local engine is read from the engine's disk where this process may do that
/// (as root on Linux), which saves the engine's export; else from the export as it arrives, or the engine pushes. Transport of the output says who sent.
/// </para>
/// <para>
/// A repository that is missing is made. What the command emits binds to Register-FargateTask by property name.
/// </para>
/// </remarks>
/// <example>
///   <code>Initialize-EcrRepository web | Push-EcrImage -Path ./web -Tag 1.4.0</code>
///   <para>Builds the folder web and pushes it as web:1.4.0.</para>
/// </example>
/// <example>
///   <code>Get-Item ./crawler | Push-EcrImage -Repository crawler | Register-FargateTask</code>
///   <para>Builds and pushes a folder from the pipeline as crawler:latest, and registers a task definition for it.</para>
/// </example>
/// <example>
///   <code>Push-EcrImage -Repository web -Image web:dev -Tag 1.4.0, stable</code>
///   <para>Pushes an image of the local Docker engine under two tags.</para>
/// </example>
/// <example>
///   <code>Push-EcrImage ./web.tar -Repository web -Tag 1.4.0 -CompressionLevel Fastest</code>
///   <para>Pushes an archive with layers that have the same digests wherever this is run.</para>
/// </example>
[Cmdlet(VerbsCommon.Push, "EcrImage", SupportsShouldProcess = true)]
[OutputType(typeof(EcrImage))]
public sealed class PushEcrImageCommand : AwsCommand, IImageBuildSettings
{
    /// <summary>
    /// <para type="description">Repository to push to; made where it is missing.</para>
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Repository")]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    [IdentifiedBy("RepositoryName")]
    public string RepositoryName { get; set; } = "";

    /// <summary>
    /// <para type="description">Folder with a Dockerfile, OCI layout, or archive of docker save. Wildcards are resolved and must name one.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string? Path { get; set; }

    /// <summary>
    /// <para type="description">The same as -Path, taken as it is: no character is a wildcard. Files and folders from the pipeline bind here.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    public string? LiteralPath { get; set; }

    /// <summary>
    /// <para type="description">Name or id of an image on the local Docker engine. With -Path of an archive of several images: the one meant.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Image { get; set; }

    /// <summary>
    /// <para type="description">Tags to give the image; latest where none is said.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
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
    /// <para type="description">Platform to build for, such as linux/amd64; the engine's own without it. Of an OCI layout or archive with an index
    /// of several platforms the one to push; without it the index is pushed whole.</para>
    /// </summary>
    [Parameter]
    public string? Platform { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter NoCache { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter Pull { get; set; }

    /// <summary>
    /// <para type="description">
    /// How hard layers are compressed that are not yet. Auto begins quickly and compresses harder where the network is slower than the processors;
    /// a fixed level gives the same digest on every run, Fastest also with every version of .NET.
    /// </para>
    /// </summary>
    /// <value>Auto</value>
    [Parameter]
    public ImageCompressionLevel CompressionLevel { get; set; }

    /// <summary>
    /// <para type="description">
    /// Who sends the layers: Direct is this process, Engine the Docker engine that has the image. Auto lets the engine push where it has to send little of
    /// an image that this process cannot read from its disk.
    /// </para>
    /// </summary>
    /// <value>Auto</value>
    [Parameter]
    public ImageTransport Transport { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var path = await ResolveSourceAsync(pipeline).ConfigureAwait(false);
        var secrets = await BuildSecrets.ResolveAsync(pipeline, Secret).ConfigureAwait(false);
        var request = new PushImageRequest
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
        EcrImages.Check(request);
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var images = new EcrImages(connection);
        using var plan = await images.PlanAsync(request, pipeline.Progress, cancellationToken).ConfigureAwait(false);
        var action = $"Push {RepositoryName}:{string.Join(", ", plan.Tags)} in {connection.Region}";
        if (await pipeline.ShouldProcessAsync(PlanText.Of(action, plan.Steps), PlanText.Of(action + "?", plan.Steps), "ECR image").ConfigureAwait(false))
        {
            pipeline.WriteObject(await images.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<string?> ResolveSourceAsync(CommandPipeline pipeline)
    {
        // An empty property of a record, such as a cell of a CSV, says nothing.
        var (path, literal) = (string.IsNullOrEmpty(Path) ? null : Path, string.IsNullOrEmpty(LiteralPath) ? null : LiteralPath);
        if (path is not null && literal is not null)
        {
            throw new EcsToolsException(
                "PathGivenTwice",
                ErrorKind.InvalidArgument,
                $"-Path '{path}' and -LiteralPath '{literal}' were both given.",
                "Give one of them.",
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
                "PathNamesSeveral",
                ErrorKind.InvalidArgument,
                $"-Path '{given}' names {found.Count} files and folders; one image is pushed at a time.",
                "Name one, or pipe them: Get-Item <pattern> | Push-EcrImage -RepositoryName <name>",
                "Path",
                given);
    }
}
