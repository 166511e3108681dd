using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Usage;

namespace EcsTools.Commands.Registry;

/// <summary>Finds images in Amazon ECR: their tags, digests, size and age, and what uses them.</summary>
/// <remarks>
/// <para>
/// TaskDefinitions and UsedBy name what would start the image or has started it: services and what they would roll back to, running tasks,
/// schedules and rules, of this account and region. An image counts as used by its tag and by the digest that was started.
/// </para>
/// <para>
/// -Detailed also reads manifests, for the platforms and the images of an index; asks for the scan of each image; and looks through every
/// active revision of a task definition. ECR takes the reading of a manifest for a pull: LastPulledAt is the time of the command afterwards, which
/// counts where a lifecycle policy goes by the last pull.
/// </para>
/// <para>
/// Images come page by page, of a thousand, each page the newest first. They bind to Push-, Copy- and Register- commands by property name.
/// </para>
/// </remarks>
/// <example>
///   <code>Find-EcrImage web</code>
///   <para>Lists the images of the repository web, with what uses each.</para>
/// </example>
/// <example>
///   <code>Find-EcrImage team/* -Tag 1.* -Detailed | Where-Object { $_.ScanFindings['CRITICAL'] -and $_.UsedBy }</code>
///   <para>Lists versions 1 of all repositories of the team that are in use and have critical findings.</para>
/// </example>
/// <example>
///   <code>Find-EcrImage web -Tag 1.4.0 | Register-FargateTask -Cpu 256 -Memory 512 -Port 80</code>
///   <para>Registers a task definition for an image that was pushed before.</para>
/// </example>
[Cmdlet(VerbsCommon.Find, "EcrImage")]
[OutputType(typeof(EcrStoredImage))]
public sealed class FindEcrImageCommand : AwsCommand
{
    private EcrImageFinder? _search;
    private Aws.AwsConnection? _searched;

    /// <summary>
    /// <para type="description">Repositories, with wildcards; every one of the region without it.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Repository", "Name")]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("RepositoryName")]
    public string[]? RepositoryName { get; set; }

    /// <summary>
    /// <para type="description">Tags, with wildcards; images with any tag or none without it.</para>
    /// </summary>
    [Parameter(Position = 1)]
    [Alias("ImageTag")]
    [SupportsWildcards]
    public string[]? Tag { get; set; }

    /// <summary>
    /// <para type="description">Digests of images, such as sha256:0123…</para>
    /// </summary>
    [Parameter]
    public string[]? ImageDigest { get; set; }

    /// <summary>
    /// <para type="description">Only images without a tag. The images of an index are among them.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Untagged { get; set; }

    /// <summary>
    /// <para type="description">Adds platforms, the images of an index, the findings of scans, and every active revision that names the image.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>
    /// <para type="description">Asks ECS nothing: quicker, and TaskDefinitions and UsedBy stay empty.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter WithoutUses { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);

        // What uses images is asked for once, however many repositories are piped in.
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
            .FindAsync(request, problem => pipeline.WriteError(problem), pipeline.WriteWarning, cancellationToken).ConfigureAwait(false))
        {
            pipeline.WriteObject(image);
        }
    }
}
