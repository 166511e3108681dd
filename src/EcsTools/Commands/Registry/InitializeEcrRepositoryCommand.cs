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
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Registry;

/// <summary>Creates a repository in Amazon ECR, or changes an existing one.</summary>
/// <remarks>
/// You can run the command again at any time. It changes only the settings that you give and that differ, and reports what it did: Change
/// is Created, Updated or Unchanged, and Differences lists each change. The output binds to Push-EcrImage by property name.
/// </remarks>
/// <example>
///   <code>Initialize-EcrRepository web</code>
///   <para>Creates the repository web with the default settings of ECR, if it does not exist.</para>
/// </example>
/// <example>
///   <code>Initialize-EcrRepository team/web -ImageTagMutability IMMUTABLE -ScanOnPush | Push-EcrImage -Path ./web -Tag 1.4.0</code>
///   <para>Makes tags immutable, turns on scans, and then builds and pushes an image.</para>
/// </example>
/// <example>
///   <code>Initialize-EcrRepository web -ImageTagMutability IMMUTABLE -ExcludeTag latest, dev-* -KeepLast 50 -ExpireUntaggedAfter 14d</code>
///   <para>
///   Makes all tags immutable except latest and those that begin with dev-. ECR keeps 50 images and deletes images without a tag after 14
///   days.
///   </para>
/// </example>
/// <example>
///   <code>Initialize-EcrRepository base/node -PullAccount 111122223333, 444455556666</code>
///   <para>Lets two other accounts pull from the repository. Other statements of its policy do not change.</para>
/// </example>
[Cmdlet(VerbsData.Initialize, "EcrRepository", SupportsShouldProcess = true)]
[OutputType(typeof(EcrRepository), typeof(EcsPlanStep))]
public sealed class InitializeEcrRepositoryCommand : AwsCommand, IPlannedCommand
{
    /// <summary>
    /// Names of repositories: 2 to 256 lowercase letters and digits, which can be separated by periods, hyphens, underscores and slashes.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Repository", "Name")]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    [IdentifiedBy("RepositoryName")]
    [Subject(typeof(EcrRepository), OtherKinds = ["ImageDigest"])]
    public string[] RepositoryName { get; set; } = Array.Empty<string>();

    /// <summary>Whether a tag can move to another image (MUTABLE) or not (IMMUTABLE).</summary>
    /// <value>MUTABLE for a new repository</value>
    [Parameter]
    [ValidateSet("MUTABLE", "IMMUTABLE", IgnoreCase = true)]
    public string? ImageTagMutability { get; set; }

    /// <summary>Tags to which -ImageTagMutability does not apply, such as latest or dev-*. At most 5; * is a wildcard.</summary>
    [Parameter]
    public string[] ExcludeTag { get; set; } = Array.Empty<string>();

    /// <summary>Scans each image for known vulnerabilities when it is pushed. Use -ScanOnPush:$false to turn it off.</summary>
    /// <value>off for a new repository</value>
    [Parameter]
    public SwitchParameter ScanOnPush { get; set; }

    /// <summary>Id, alias or ARN of the KMS key that encrypts the repository. It can only be set when the repository is created.</summary>
    /// <value>the AES-256 encryption of ECR</value>
    [Parameter]
    public string? KmsKey { get; set; }

    /// <summary>
    /// Number of images that a rule of the lifecycle policy keeps. ECR deletes older images even if they are in use. Use 0 to remove the
    /// rule.
    /// </summary>
    [Parameter]
    public int KeepLast { get; set; }

    /// <summary>
    /// Age at which a rule of the lifecycle policy deletes images without a tag, in whole days such as 14d. Use 0d to remove the rule.
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan ExpireUntaggedAfter { get; set; }

    /// <summary>
    /// Accounts that may pull from the repository, with 12 digits each. Use an empty list, @(), to remove this permission.
    /// </summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? PullAccount { get; set; }

    /// <summary>Tags to set on the repository, such as @{ team = 'web' }. Other tags stay as they are.</summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var repositories = new EcrRepositories(connection);
        await ForEachAsync(pipeline, nameof(RepositoryName), RepositoryName, async name =>
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
            if (await pipeline.ShouldProcessAsync(plan.ToPlan(connection.Region)).ConfigureAwait(false))
            {
                pipeline.WriteObject(await repositories.InitializeAsync(request, cancellationToken).ConfigureAwait(false));
            }
        }).ConfigureAwait(false);
    }
}
