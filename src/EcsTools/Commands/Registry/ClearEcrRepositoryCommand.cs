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
using EcsTools.Registry;

namespace EcsTools.Commands.Registry;

/// <summary>Deletes images that are old or without a tag, and that nothing uses, from repositories of Amazon ECR.</summary>
/// <remarks>
/// <para>
/// An image that something uses is spared, and a warning says by what: services and the revision each would be rolled back to, running tasks,
/// schedules and rules of this account and region, by the tag they name and by the digest they started. What other regions and accounts pull
/// from here is not known.
/// </para>
/// <para>
/// Images of an index stay as long as the index does and go with it; so do signatures, SBOMs and other referrers with their image. -KeepLast counts
/// images, indexes as one, by the time of their push; the three conditions narrow each other down.
/// </para>
/// <para>
/// -WhatIf shows what goes, why the rest stays, and the bytes freed, without layers that other images share. For that the manifests are read,
/// which ECR takes for a pull. A lifecycle policy (Initialize-EcrRepository -KeepLast) does this on its own, but knows nothing of what is in use.
/// </para>
/// </remarks>
/// <example>
///   <code>Clear-EcrRepository web -KeepLast 10 -OlderThan 30d -WhatIf</code>
///   <para>Lists which images of web would go: those older than thirty days that are not among the ten newest and not in use.</para>
/// </example>
/// <example>
///   <code>Clear-EcrRepository * -Untagged -OlderThan 1d -Confirm:$false</code>
///   <para>Deletes images without a tag that are older than a day from every repository.</para>
/// </example>
/// <example>
///   <code>Find-EcrImage web | Where-Object LastPulledAt -lt (Get-Date).AddMonths(-6) | Clear-EcrRepository</code>
///   <para>Deletes the images of web that nobody pulled for half a year and nothing uses.</para>
/// </example>
[Cmdlet(VerbsCommon.Clear, "EcrRepository", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(EcrStoredImage))]
public sealed class ClearEcrRepositoryCommand : CleanupCommand
{
    private readonly List<(AwsConnection Connection, string Name, string? Digest)> _named = [];

    /// <summary>
    /// <para type="description">Repositories, with wildcards.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Repository", "Name")]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("RepositoryName")]
    public string[] RepositoryName { get; set; } = [];

    /// <summary>
    /// <para type="description">Only images pushed longer ago than this go, such as 30d.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan OlderThan { get; set; }

    /// <summary>
    /// <para type="description">Only images without a tag go.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Untagged { get; set; }

    /// <summary>
    /// <para type="description">Only these images go. Images of Find-EcrImage bind here.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? ImageDigest { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);

        // A list of no images means that none goes; only where nothing was said of images may all go.
        IEnumerable<string?> digests = IsBound(nameof(ImageDigest)) ? ImageDigest ?? [] : new string?[] { null };
        _named.AddRange(RepositoryName.SelectMany(name => digests.Select(digest => (connection, name, digest))));
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        // Images that were piped are of one repository each; names that were given are repositories of one request.
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
        if (plan.IsNeeded && await AskAsync(pipeline, plan).ConfigureAwait(false))
        {
            await CarryOutAsync(
                pipeline, clearing.ApplyAsync(plan, problem => pipeline.WriteError(problem), pipeline.Progress, cancellationToken)).ConfigureAwait(false);
        }
    }

    private static Task<bool> AskAsync(CommandPipeline pipeline, RepositoryClearPlan plan)
    {
        var action = $"Delete {plan.Count} image{(plan.Count == 1 ? "" : "s")} of ECR repository '{plan.Repository.RepositoryName}' in "
            + $"{plan.Repository.Region}, which frees {ByteSize.Format(plan.BytesFreed)}";
        return pipeline.ShouldProcessAsync(PlanText.Of(action, plan.Steps), PlanText.Of(action + "?", plan.Steps), "ECR repository");
    }
}
