using System;
using System.Collections.Generic;
using System.Linq;
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

/// <summary>Deletes old or untagged images that nothing uses from repositories in Amazon ECR.</summary>
/// <remarks>
/// <para>
/// An image in use is kept, and a warning says what uses it. The command checks the services of this account and region, the revision to
/// which each service would roll back, running tasks, schedules and EventBridge rules. It compares tags and digests. It cannot know what
/// other accounts and regions pull.
/// </para>
/// <para>
/// The images of an index are deleted only together with the index, and signatures, SBOMs and other referrers only together with their
/// image. -KeepLast counts an index as one image and sorts by push time. If you combine -KeepLast, -OlderThan and -Untagged, an image must
/// meet all of them to be deleted. At least one of them is required, unless images come from the pipeline.
/// </para>
/// <para>
/// -WhatIf lists the images to delete, the reason why the others stay, and the bytes that become free; layers that other images share are
/// not counted. To find that out the command reads manifests, which ECR records as pulls. A lifecycle policy (Initialize-EcrRepository
/// -KeepLast) also deletes old images, but it does not check whether they are in use.
/// </para>
/// </remarks>
/// <example>
///   <code>Clear-EcrRepository web -KeepLast 2 -WhatIf</code>
///   <para>Lists the images of web that would be deleted: all except the newest two and those in use. Nothing changes.</para>
/// </example>
/// <example>
///   <code>Clear-EcrRepository * -Untagged -OlderThan 1d -Confirm:$false</code>
///   <para>Deletes images that have no tag and are older than one day from every repository, without asking.</para>
/// </example>
/// <example>
///   <code>Find-EcrImage web | Where-Object LastUsedAt -lt (Get-Date).AddMonths(-6) | Clear-EcrRepository</code>
///   <para>Deletes the images of web that were neither pushed nor pulled in the last six months, and that nothing uses.</para>
/// </example>
[Cmdlet(VerbsCommon.Clear, "EcrRepository", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(EcrStoredImage), typeof(EcsPlanStep))]
public sealed class ClearEcrRepositoryCommand : CleanupCommand
{
    private readonly List<(AwsConnection Connection, string Name, string? Digest)> _named = [];

    /// <summary>Names of repositories. Wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Repository", "Name")]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("RepositoryName", Only = [typeof(EcrRepository)])]
    [Subject(typeof(EcrRepository), Rank = 1)]
    public string[] RepositoryName { get; set; } = [];

    /// <summary>Minimum age of the images to delete, counted from their push, such as 30d.</summary>
    [Parameter]
    [Duration]
    public TimeSpan OlderThan { get; set; }

    /// <summary>Deletes only images without a tag.</summary>
    [Parameter]
    public SwitchParameter Untagged { get; set; }

    /// <summary>Digests of the images to delete. The output of Find-EcrImage binds here.</summary>
    /// <value>all images of the repositories</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ImageDigestCompleter))]
    [AllowEmptyCollection]
    [Subject(typeof(EcrStoredImage), typeof(EcrImage))]
    public string[]? ImageDigest { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);

        // An empty list of images deletes none. Only without -ImageDigest may all images be deleted.
        IEnumerable<string?> digests = IsBound(nameof(ImageDigest)) ? ImageDigest ?? [] : new string?[] { null };
        _named.AddRange(RepositoryName.SelectMany(name => digests.Select(digest => (connection, name, digest))));
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        // Piped images belong to one repository each; repositories that are named go into one request.
        foreach (var group in _named.GroupBy(item => (item.Connection, Name: item.Digest is null ? null : item.Name)))
        {
            var clearing = new RepositoryClearing(group.Key.Connection);
            var request = new ClearRepositoryRequest
            {
                RepositoryNames = group.Select(item => item.Name).Distinct(StringComparer.Ordinal).ToList(),
                KeepLast = NewestToKeep,
                OlderThan = IsBound(nameof(OlderThan)) ? OlderThan : null,
                Untagged = Untagged,
                Digests = group.Select(item => item.Digest).OfType<string>().ToList(),
            };
            foreach (var plan in await clearing.PlanAsync(request, problem => pipeline.WriteError(problem), cancellationToken).ConfigureAwait(false))
            {
                await ClearAsync(pipeline, clearing, plan, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ClearAsync(
        CommandPipeline pipeline, RepositoryClearing clearing, RepositoryClearPlan plan, CancellationToken cancellationToken)
    {
        WriteWarnings(pipeline, "Image", plan.Spared, plan.Warnings);
        if (plan.IsNeeded && await pipeline.ShouldProcessAsync(plan.ToPlan()).ConfigureAwait(false))
        {
            await CarryOutAsync(
                pipeline, clearing.ApplyAsync(plan, problem => pipeline.WriteError(problem), pipeline.Progress, cancellationToken)).ConfigureAwait(false);
        }
    }
}
