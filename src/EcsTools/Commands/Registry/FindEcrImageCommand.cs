using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Usage;

namespace EcsTools.Commands.Registry;

/// <summary>Finds images in Amazon ECR, with their tags, digest, size, age and what uses them.</summary>
/// <remarks>
/// <para>
/// TaskDefinitions and UsedBy name what runs the image or would run it: services, the revisions to which they would roll back, running
/// tasks, schedules and EventBridge rules of this account and region. The command compares the tags of the image, and the digest that each
/// task started.
/// </para>
/// <para>
/// -Detailed also reads the manifests (for platforms and the images of an index), the scan findings of each image, and every active
/// revision of every task definition. ECR records the reading of a manifest as a pull: afterwards LastPulledAt is the time of the command,
/// which matters for a lifecycle policy that uses the last pull.
/// </para>
/// <para>
/// Images arrive in pages of up to 1,000, each page with the newest image first. They bind to Copy-EcrImage,
/// Register-FargateTask, Set-FargateService and Clear-EcrRepository by property name.
/// </para>
/// </remarks>
/// <example>
///   <code>Find-EcrImage web</code>
///   <para>Lists the images of the repository web, and what uses each of them.</para>
/// </example>
/// <example>
///   <code>Find-EcrImage team/* -Tag 1.* -Detailed | Where-Object { $_.ScanFindings['CRITICAL'] -and $_.UsedBy }</code>
///   <para>Lists the versions 1 in all repositories of the team that are in use and have critical findings.</para>
/// </example>
/// <example>
///   <code>Find-EcrImage web -Tag 1.4.0 | Register-FargateTask -Cpu 256 -Memory 512 -Port 80</code>
///   <para>Registers a task definition for an image that was pushed earlier.</para>
/// </example>
[Cmdlet(VerbsCommon.Find, "EcrImage")]
[OutputType(typeof(EcrStoredImage))]
public sealed class FindEcrImageCommand : AwsCommand
{
    private EcrImageFinder? _search;
    private Aws.AwsConnection? _searched;

    /// <summary>Names of repositories. Wildcards are allowed.</summary>
    /// <value>every repository of the region</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Repository", "Name")]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("RepositoryName")]
    [Subject(typeof(EcrRepository), Rank = 1)]
    public string[]? RepositoryName { get; set; }

    /// <summary>Tags of the images. Wildcards are allowed.</summary>
    /// <value>images with any tag, and those without</value>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(ImageTagCompleter))]
    [Alias("ImageTag")]
    [SupportsWildcards]
    public string[]? Tag { get; set; }

    /// <summary>Digests of images, such as sha256:0123… An image from the pipeline binds here, so that only this image is found.</summary>
    /// <value>images with any digest</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ImageDigestCompleter))]
    [Subject(typeof(EcrImage), typeof(EcrStoredImage))]
    public string[]? ImageDigest { get; set; }

    /// <summary>Finds only images without a tag. This includes the images of an index.</summary>
    [Parameter]
    public SwitchParameter Untagged { get; set; }

    /// <summary>Adds platforms, the images of an index, scan findings, and every active revision that names the image.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Does not ask ECS what uses the images. This is faster, and TaskDefinitions and UsedBy stay empty.</summary>
    [Parameter]
    public SwitchParameter WithoutUses { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);

        // ECS is asked once what uses the images, however many repositories come from the pipeline.
        (_search, _searched) = connection == _searched ? (_search, _searched) : (new EcrImageFinder(connection), connection);
        var request = new FindImagesRequest
        {
            RepositoryNames = RepositoryName,
            Tags = Tag,
            Digests = ImageDigest,
            Untagged = Untagged,
            Detailed = Detailed,
            WithoutUses = WithoutUses,
        };
        await foreach (var image in _search!
            .FindAsync(request, problem => pipeline.WriteError(problem), cancellationToken).ConfigureAwait(false))
        {
            pipeline.WriteObject(image);
        }
    }
}
