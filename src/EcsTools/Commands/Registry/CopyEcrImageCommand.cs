using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Ecr;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Registry;

/// <summary>Copies an image from any registry to Amazon ECR, without a Docker engine.</summary>
/// <remarks>
/// <para>
/// The source can be Docker Hub, ECR Public, ECR in another account or region, or any registry with Basic or Bearer authentication. Layers
/// stream from one registry to the other. Layers that the repository already has are not sent again, every digest is verified, and tags
/// move last. An index of several platforms is copied completely, or only one platform with -Platform. The repository is created if it does
/// not exist, and removed again if the copy that has created it fails or is stopped.
/// </para>
/// <para>
/// For a source in ECR, the command uses its own credentials or those of -SourceProfileName. For other registries it uses
/// -SourceCredential, then the login that Docker's config.json holds (docker login), then no login.
/// </para>
/// </remarks>
/// <example>
///   <code>Find-EcrImage web -Tag 1.4.0 | Copy-EcrImage -RepositoryName release/web</code>
///   <para>Copies one version of web to the repository release/web, with the same tag.</para>
/// </example>
/// <example>
///   <code>Copy-EcrImage node:22-slim -RepositoryName base/node</code>
///   <para>Copies an image from Docker Hub, with all its platforms, to base/node:22-slim.</para>
/// </example>
/// <example>
///   <code>Copy-EcrImage ghcr.io/team/web:1.4.0 -SourceCredential (Get-Credential) -Platform linux/arm64 -Tag 1.4.0, stable -IncludeReferrers</code>
///   <para>
///   Copies one platform from a registry that requires a password, together with its signatures and SBOMs, and gives it two tags.
///   </para>
/// </example>
/// <example>
///   <code>Find-EcrImage web -Tag 1.* -Region eu-west-1 | Copy-EcrImage -Region us-east-1</code>
///   <para>Copies all versions 1 of web to the repository of the same name in another region.</para>
/// </example>
[Cmdlet(VerbsCommon.Copy, "EcrImage", SupportsShouldProcess = true)]
[OutputType(typeof(EcrImage), typeof(EcsPlanStep))]
public sealed class CopyEcrImageCommand : AwsCommand, IPlannedCommand
{
    /// <summary>
    /// Image to copy, as [host[:port]/]repository[:tag] or [host[:port]/]repository@sha256:digest. Without a host it is an image on Docker
    /// Hub.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ImageUri", "Image")]
    [IdentifiedBy("Source", "ImageUri", "Image")]
    [Subject(typeof(EcrImage), typeof(EcrStoredImage), typeof(RegistryImage))]
    public string[] Source { get; set; } = Array.Empty<string>();

    /// <summary>Name of the repository to copy to. It is created if it does not exist.</summary>
    /// <value>the repository of the source</value>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Repository")]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    [IdentifiedBy("RepositoryName")]
    [Subject(typeof(EcrRepository), Rank = 1)]
    public string? RepositoryName { get; set; }

    /// <summary>Tags for the copy. A source named by its digest gets no tag unless you give one.</summary>
    /// <value>the tag of the source</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ImageTags")]
    [AllowEmptyCollection]
    public string[] Tag { get; set; } = Array.Empty<string>();

    /// <summary>Platform to copy from an index of several platforms, such as linux/arm64.</summary>
    /// <value>all platforms</value>
    [Parameter]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    public string? Platform { get; set; }

    /// <summary>Also copies the signatures, SBOMs and other referrers of the image, including those of cosign.</summary>
    [Parameter]
    public SwitchParameter IncludeReferrers { get; set; }

    /// <summary>User name and password, or token, for the registry of the source.</summary>
    /// <value>the login that docker login stored, or none</value>
    [Parameter]
    [Credential]
    public PSCredential? SourceCredential { get; set; }

    /// <summary>Profile used to pull the source image from ECR in another account.</summary>
    /// <value>the credentials of the command</value>
    [Parameter]
    [ArgumentCompleter(typeof(Pipeline.Completion.ProfileCompleter))]
    public string? SourceProfileName { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var profiles = await pipeline.InvokeAsync(() => ConnectionRequest().ProfileLocation).ConfigureAwait(false);
        await ForEachAsync(pipeline, nameof(Source), Source, async source =>
        {
            var request = new CopyImageRequest
            {
                Source = source,
                RepositoryName = RepositoryName,
                Tags = Tag,
                Platform = Platform,
                IncludeReferrers = IncludeReferrers,
                Credential = GivenCredential.For(source, SourceCredential),
                SourceProfileName = SourceProfileName,
                ProfileLocation = profiles,
            };
            ImageCopier.Check(request);
            var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
            var copies = new ImageCopier(connection);
            using var plan = await copies.PlanAsync(request, cancellationToken).ConfigureAwait(false);
            if (await pipeline.ShouldProcessAsync(plan.ToPlan(connection.Region)).ConfigureAwait(false))
            {
                pipeline.WriteObject(await copies.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
            }
        }).ConfigureAwait(false);
    }
}
