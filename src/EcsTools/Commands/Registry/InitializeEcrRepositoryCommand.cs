using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Ecr;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Registry;

/// <summary>Makes a repository in Amazon ECR, or brings the one that is there to what is asked.</summary>
/// <remarks>
/// The command can be run again: it finds the repository, changes what differs of what you name, leaves the rest as it is, and says what it did
/// (Change: Created, Updated, Unchanged; Differences). What it emits binds to Push-EcrImage by property name.
/// </remarks>
/// <example>
///   <code>Initialize-EcrRepository web</code>
///   <para>Makes the repository web, with ECR's defaults, where it is missing.</para>
/// </example>
/// <example>
///   <code>Initialize-EcrRepository team/web -ImageTagMutability IMMUTABLE -ScanOnPush | Push-EcrImage -Path ./web -Tag 1.4.0</code>
///   <para>Makes sure the repository refuses to move tags and scans what is pushed, then builds and pushes an image.</para>
/// </example>
/// <example>
///   <code>Initialize-EcrRepository web -ImageTagMutability IMMUTABLE -ExcludeTag latest, dev-* -KeepLast 50 -ExpireUntaggedAfter 14d</code>
///   <para>
///   Versions stay what they are while latest and dev-… move; ECR itself keeps fifty images and lets those without a tag go after two weeks.
///   </para>
/// </example>
/// <example>
///   <code>Initialize-EcrRepository base/node -PullAccount 111122223333, 444455556666</code>
///   <para>Lets two other accounts pull from the repository. Other statements of its policy stay.</para>
/// </example>
[Cmdlet(VerbsData.Initialize, "EcrRepository", SupportsShouldProcess = true)]
[OutputType(typeof(EcrRepository))]
public sealed class InitializeEcrRepositoryCommand : AwsCommand
{
    /// <summary>
    /// <para type="description">Name of the repository: 2 to 256 lower-case letters and digits, in parts joined by . _ - and /.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Repository", "Name")]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    [IdentifiedBy("RepositoryName")]
    public string[] RepositoryName { get; set; } = Array.Empty<string>();

    /// <summary>
    /// <para type="description">MUTABLE: a tag can be moved to another image. IMMUTABLE: it cannot.</para>
    /// </summary>
    [Parameter]
    [ValidateSet("MUTABLE", "IMMUTABLE", IgnoreCase = true)]
    public string? ImageTagMutability { get; set; }

    /// <summary>
    /// <para type="description">Tags that -ImageTagMutability does not hold for, with *, such as latest or dev-*; at most five.</para>
    /// </summary>
    [Parameter]
    public string[] ExcludeTag { get; set; } = Array.Empty<string>();

    /// <summary>
    /// <para type="description">Scan each image for known vulnerabilities when it is pushed. -ScanOnPush:$false turns it off.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter ScanOnPush { get; set; }

    /// <summary>
    /// <para type="description">KMS key (id, alias or ARN) that encrypts the repository. Only a new repository can be given one.</para>
    /// </summary>
    [Parameter]
    public string? KmsKey { get; set; }

    /// <summary>
    /// <para type="description">How many images ECR keeps, by a rule of the lifecycle policy; older ones expire, in use or not. 0 takes the rule
    /// away.</para>
    /// </summary>
    [Parameter]
    public int KeepLast { get; set; }

    /// <summary>
    /// <para type="description">After how many days images without a tag expire, such as 14d, by a rule of the lifecycle policy. 0d takes the rule
    /// away.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan ExpireUntaggedAfter { get; set; }

    /// <summary>
    /// <para type="description">Accounts that may pull, twelve digits each; an empty list takes that right away from those that had it so.</para>
    /// </summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? PullAccount { get; set; }

    /// <summary>
    /// <para type="description">Tags to set on the repository, such as @{ team = 'web' }. Tags that are there and not named stay.</para>
    /// </summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var repositories = new EcrRepositories(connection);
        foreach (var name in RepositoryName)
        {
            var request = new InitializeRepositoryRequest
            {
                RepositoryName = name,
                ImageTagMutability = ImageTagMutability?.ToUpperInvariant(),
                ScanOnPush = IsBound(nameof(ScanOnPush)) ? ScanOnPush.ToBool() : null,
                TagExclusions = ExcludeTag,
                KmsKey = KmsKey,
                KeepLast = IsBound(nameof(KeepLast)) ? KeepLast : null,
                ExpireUntaggedAfter = IsBound(nameof(ExpireUntaggedAfter)) ? ExpireUntaggedAfter : null,
                PullAccounts = PullAccount,
                Tags = TextDictionary.From(Tag, nameof(Tag)),
            };
            var plan = await repositories.PlanAsync(request, cancellationToken).ConfigureAwait(false);
            var action = plan.Count == 0 ? "Nothing to change" : string.Join("; ", plan);

            // Where nothing differs there is nothing to ask: the repository is read and emitted, under -WhatIf too.
            if (plan.Count == 0 || await pipeline.ShouldProcessAsync($"ECR repository {name} in {connection.Region}", action).ConfigureAwait(false))
            {
                pipeline.WriteObject(await repositories.InitializeAsync(request, cancellationToken).ConfigureAwait(false));
            }
        }
    }
}
