using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Identity;

/// <summary>
/// The customer managed policies of deployers. The account has one for <see cref="IamPolicySet.Scoped"/> and one that is the permissions
/// boundary of the roles that a deployer may create: without it, a deployer could create a role that makes it an administrator. A user with
/// additions to <see cref="IamPolicySet.Tutorial"/> has one more.
/// </summary>
internal sealed class ScopedPolicies
{
    public const string Path = "/ecstools/";
    public const string DeployerName = "EcsToolsDeployer";
    public const string BoundaryName = "EcsToolsRoleBoundary";

    /// <summary>File name of the document of <see cref="DeployerName"/>.</summary>
    public const string DeployerDocument = "ScopedDeployer";

    /// <summary>IAM keeps at most five versions of a policy.</summary>
    private const int MaximumVersions = 5;

    private readonly AwsConnection _connection;

    public ScopedPolicies(AwsConnection connection) => _connection = connection;

    /// <summary>A required policy, and what must be done for it.</summary>
    public sealed record Wanted(string Name, string Arn, string Document, string Description, string Change);

    /// <summary>ARN of one of the policies.</summary>
    public static string Arn(string region, string accountId, string name)
        => $"arn:{AwsPartition.FromRegion(region)}:iam::{accountId}:policy{Path}{name}";

    /// <summary>Compares the policies that a deployer needs with their current state.</summary>
    public async Task<IReadOnlyList<Wanted>> PlanAsync(
        IamPolicySet set, string userName, IReadOnlyList<IamPolicyAddition> additions, CancellationToken cancellationToken)
    {
        var accountId = await _connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        string ArnOf(string name) => Arn(_connection.Region, accountId, name);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Partition"] = AwsPartition.FromRegion(_connection.Region),
            ["AccountId"] = accountId,
            ["BoundaryArn"] = ArnOf(BoundaryName),
        };
        var wanted = new List<Wanted>();
        async Task AddAsync(string name, string document, string description) => wanted.Add(
            await CompareAsync(name, ArnOf(name), document, description, cancellationToken).ConfigureAwait(false));

        if (set == IamPolicySet.Scoped || additions.Contains(IamPolicyAddition.Roles))
        {
            await AddAsync(BoundaryName, IamPolicyDocument.Load("RoleBoundary", values), "The most that a role made by an EcsTools deployer may do")
                .ConfigureAwait(false);
        }

        if (set == IamPolicySet.Scoped)
        {
            await AddAsync(DeployerName, IamPolicyDocument.Load(DeployerDocument, values), "What the commands of EcsTools call").ConfigureAwait(false);
        }
        else if (additions.Count > 0)
        {
            var document = IamPolicyDocument.LoadAll(additions.Select(PolicyAdditions.DocumentName), values);
            await AddAsync(PolicyAdditions.PolicyName(userName), document, $"What {userName} needs for commands of EcsTools beside the AWS managed policies")
                .ConfigureAwait(false);
        }

        return wanted;
    }

    /// <summary>Creates or updates one of them.</summary>
    public async Task ApplyAsync(Wanted wanted, CancellationToken cancellationToken)
    {
        if (wanted.Change == ChangeStatus.Created)
        {
            await _connection.Iam.CreatePolicyAsync(
                new CreatePolicyRequest
                {
                    PolicyName = wanted.Name,
                    Path = Path,
                    PolicyDocument = wanted.Document,
                    Description = wanted.Description,
                    Tags = new List<Tag> { new() { Key = ResourceTags.Kind, Value = "policy" } },
                },
                cancellationToken).ConfigureAwait(false);
        }
        else if (wanted.Change == ChangeStatus.Updated)
        {
            await MakeRoomAsync(wanted.Arn, cancellationToken).ConfigureAwait(false);
            await _connection.Iam.CreatePolicyVersionAsync(
                new CreatePolicyVersionRequest { PolicyArn = wanted.Arn, PolicyDocument = wanted.Document, SetAsDefault = true },
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes those of the named policies that nothing uses any more, and returns which.</summary>
    public async Task<IReadOnlyList<string>> RemoveUnusedAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var accountId = await _connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        var removed = new List<string>();
        foreach (var name in names)
        {
            var arn = Arn(_connection.Region, accountId, name);
            if (await FindAsync(arn, cancellationToken).ConfigureAwait(false) is not { } policy
                || policy.AttachmentCount > 0
                || policy.PermissionsBoundaryUsageCount > 0)
            {
                continue;
            }

            var versions = await VersionsAsync(arn, cancellationToken).ConfigureAwait(false);
            foreach (var version in versions.Where(version => version.IsDefaultVersion != true))
            {
                await DeleteVersionAsync(arn, version, cancellationToken).ConfigureAwait(false);
            }

            await _connection.Iam.DeletePolicyAsync(new DeletePolicyRequest { PolicyArn = arn }, cancellationToken).ConfigureAwait(false);
            removed.Add(name);
        }

        return removed;
    }

    /// <summary>A managed policy; null if none has this ARN.</summary>
    public async Task<ManagedPolicy?> FindAsync(string arn, CancellationToken cancellationToken)
        => (await IamCalls.OrNullAsync(() => _connection.Iam.GetPolicyAsync(new GetPolicyRequest { PolicyArn = arn }, cancellationToken))
            .ConfigureAwait(false))?.Policy;

    private async Task<Wanted> CompareAsync(
        string name, string arn, string document, string description, CancellationToken cancellationToken)
    {
        var change = ChangeStatus.Created;
        if (await FindAsync(arn, cancellationToken).ConfigureAwait(false) is { } policy)
        {
            var now = await _connection.Iam.GetPolicyVersionAsync(
                new GetPolicyVersionRequest { PolicyArn = arn, VersionId = policy.DefaultVersionId }, cancellationToken)
                    .ConfigureAwait(false);
            change = IamPolicyDocument.Same(IamPolicyDocument.Decode(now.PolicyVersion.Document), document)
                ? ChangeStatus.Unchanged
                : ChangeStatus.Updated;
        }

        return new Wanted(name, arn, document, description, change);
    }

    private async Task MakeRoomAsync(string arn, CancellationToken cancellationToken)
    {
        var versions = await VersionsAsync(arn, cancellationToken).ConfigureAwait(false);
        if (versions.Count >= MaximumVersions)
        {
            var oldest = versions.Where(version => version.IsDefaultVersion != true).OrderBy(version => version.CreateDate).First();
            await DeleteVersionAsync(arn, oldest, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task DeleteVersionAsync(string arn, PolicyVersion version, CancellationToken cancellationToken)
        => _connection.Iam.DeletePolicyVersionAsync(
            new DeletePolicyVersionRequest { PolicyArn = arn, VersionId = version.VersionId }, cancellationToken);

    private Task<List<PolicyVersion>> VersionsAsync(string arn, CancellationToken cancellationToken) => IamCalls.AllAsync(async marker =>
    {
        var request = new ListPolicyVersionsRequest { PolicyArn = arn, Marker = marker };
        var page = await _connection.Iam.ListPolicyVersionsAsync(request, cancellationToken).ConfigureAwait(false);
        return (page.Versions, page.IsTruncated, page.Marker);
    });
}
