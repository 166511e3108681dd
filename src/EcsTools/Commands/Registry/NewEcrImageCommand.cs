using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Build;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Registry;

/// <summary>Builds an image on the local Docker engine from a folder with a Dockerfile.</summary>
/// <remarks>
/// <para>
/// Push-EcrImage builds images itself. Use this command to look at an image before you push it. The output binds to Push-EcrImage by
/// property name. .dockerignore works as it does with Docker. No AWS account is needed.
/// </para>
/// <para>
/// If nothing has changed since an earlier build, and the Docker engine still has that image and its base images, nothing is built: the property
/// Change is Unchanged. A change is another content, mode or name of a file that would be sent, another Dockerfile, .dockerignore, base image,
/// parameter or Docker engine. As with Docker's own build cache, the times of the files do not count. An image is always built if it has secrets,
/// if the Dockerfile adds a file from the network (ADD with a URL), or with -NoCache or -Pull.
/// </para>
/// </remarks>
/// <example>
///   <code>New-EcrImage ./web -Tag web:dev</code>
///   <para>Builds the folder web as web:dev.</para>
/// </example>
/// <example>
///   <code>New-EcrImage ./web -Tag web:dev | Push-EcrImage -Repository web -Tag 1.4.0</code>
///   <para>Builds the folder web as web:dev, and then pushes it as web:1.4.0.</para>
/// </example>
/// <example>
///   <code>New-EcrImage ./web -Tag web:arm -Platform linux/arm64 -BuildArg @{ BASE_IMAGE = 'node:22-slim' }</code>
///   <para>Builds an image for another platform, with a build argument.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "EcrImage", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(BuiltImage), typeof(EcsPlanStep))]
public sealed class NewEcrImageCommand : AsyncCommand, IImageBuildSettings, IPlannedCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>Paths of folders with a Dockerfile (build contexts). Wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = Array.Empty<string>();

    /// <summary>The same as -Path, but without wildcards. Folders from the pipeline bind here.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [Subject(typeof(System.IO.FileSystemInfo))]
    public string[] LiteralPath { get; set; } = Array.Empty<string>();

    /// <summary>Names for the image, such as web:dev.</summary>
    /// <value>none; the image has only its id</value>
    [Parameter(Position = 1)]
    public string[] Tag { get; set; } = Array.Empty<string>();

    /// <inheritdoc/>
    [Parameter]
    public string? Dockerfile { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public Hashtable? BuildArg { get; set; }

    /// <summary>Labels for the image, such as @{ 'org.opencontainers.image.version' = '1.4.0' }.</summary>
    [Parameter]
    public Hashtable? Label { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public Hashtable? Secret { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string? Target { get; set; }

    /// <inheritdoc/>
    [Parameter]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    public string? Platform { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter NoCache { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter Pull { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var secrets = await BuildSecrets.ResolveAsync(pipeline, Secret).ConfigureAwait(false);
        var literal = ParameterSetName == LiteralPathSet;
        var folders = await pipeline.ResolvePathsAsync(literal ? LiteralPath : Path, literal).ConfigureAwait(false);
        await ForEachAsync(pipeline, ParameterSetName, folders, async folder =>
        {
            var request = new ImageBuildRequest
            {
                ContextPath = folder,
                DockerfilePath = Dockerfile,
                Tags = Tag,
                BuildArguments = TextDictionary.From(BuildArg, nameof(BuildArg)) ?? new Dictionary<string, string>(),
                Labels = TextDictionary.From(Label, nameof(Label)) ?? new Dictionary<string, string>(),
                Secrets = secrets,
                Target = Target,
                Platform = Platform,
                NoCache = NoCache,
                Pull = Pull,
            };
            ImageBuilder.Check(request);
            if (await pipeline.ShouldProcessAsync(Plan(folder)).ConfigureAwait(false))
            {
                pipeline.WriteObject(await ImageBuilder.RunAsync(request, pipeline.Progress, cancellationToken).ConfigureAwait(false));
            }
        }).ConfigureAwait(false);
    }

    private EcsPlan Plan(string folder) => new()
    {
        Action = EcsPlanAction.Create,
        ResourceType = "Image",
        ResourceName = string.Join(", ", Tag),
        Title = $"Build image{(Tag.Length == 0 ? "" : " " + string.Join(", ", Tag))} from {folder}",
    };
}
