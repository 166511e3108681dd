using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Docker;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Registry;

/// <summary>Builds an image from a folder with a Dockerfile on the local Docker engine.</summary>
/// <remarks>
/// Push-EcrImage builds by itself; this command is for a look at the image before it is pushed. What it emits binds to Push-EcrImage by
/// property name. .dockerignore is read as Docker reads it. It needs no AWS account.
/// </remarks>
/// <example>
///   <code>New-EcrImage ./web -Tag web:dev | Push-EcrImage -Repository web -Tag 1.4.0</code>
///   <para>Builds the folder web as web:dev, then pushes it as web:1.4.0.</para>
/// </example>
/// <example>
///   <code>New-EcrImage ./web -Tag web:arm -Platform linux/arm64 -BuildArg @{ BASE_IMAGE = 'node:22-slim' }</code>
///   <para>Builds for another platform, with a build argument.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "EcrImage", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(BuiltImage))]
public sealed class NewEcrImageCommand : AsyncCommand, IImageBuildSettings
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>
    /// <para type="description">Folder with a Dockerfile: the build context.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = Array.Empty<string>();

    /// <summary>
    /// <para type="description">The same as -Path, taken as it is: no character is a wildcard. Folders from the pipeline bind here.</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = Array.Empty<string>();

    /// <summary>
    /// <para type="description">Names to give the image, such as web:dev. Without one it has its id alone.</para>
    /// </summary>
    [Parameter(Position = 1)]
    public string[] Tag { get; set; } = Array.Empty<string>();

    /// <inheritdoc/>
    [Parameter]
    public string? Dockerfile { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public Hashtable? BuildArg { get; set; }

    /// <summary>
    /// <para type="description">Labels for the image, such as @{ 'org.opencontainers.image.version' = '1.4.0' }.</para>
    /// </summary>
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
    public string? Platform { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter NoCache { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter Pull { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var secrets = await BuildSecrets.ResolveAsync(pipeline, Secret).ConfigureAwait(false);
        var literal = ParameterSetName == LiteralPathSet;
        foreach (var folder in await pipeline.ResolvePathsAsync(literal ? LiteralPath : Path, literal).ConfigureAwait(false))
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
            if (await pipeline.ShouldProcessAsync(folder, $"Build image {string.Join(", ", Tag)}".TrimEnd()).ConfigureAwait(false))
            {
                using var engine = await DockerEngine.ConnectAsync(cancellationToken).ConfigureAwait(false);
                pipeline.WriteObject(await new ImageBuilder(engine).BuildAsync(request, pipeline.Progress, cancellationToken).ConfigureAwait(false));
            }
        }
    }
}
