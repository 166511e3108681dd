using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Profiles;

namespace EcsTools.Identity;

/// <summary>Removes a deployer and everything that was created for it.</summary>
internal sealed class DeployerRemoval
{
    private readonly AwsConnection _connection;
    private readonly IamUsers _users;
    private readonly ScopedPolicies _scoped;

    public DeployerRemoval(AwsConnection connection)
    {
        _connection = connection;
        _users = new IamUsers(connection);
        _scoped = new ScopedPolicies(connection);
    }

    private sealed record Details(
        SharedProfileFile Files,
        IamUser User,
        IReadOnlyList<string> Groups,
        IReadOnlyList<string> Inline,
        IReadOnlyList<SharedProfile> Profiles);

    public async Task<IamDeployerPlan> PlanAsync(IamDeployerTarget target, CancellationToken cancellationToken)
    {
        IamNameRules.CheckName(target.UserName, "Name", "an IAM user");
        var files = new SharedProfileFile(SharedProfilePaths.Resolve(target.ProfileLocation), _connection.Clock);
        var user = await _users.FindAsync(target.UserName, cancellationToken).ConfigureAwait(false);
        if (user is null)
        {
            return new IamDeployerPlan(target.UserName, [], []);
        }

        IamDeployers.EnsureOurs(user, target.Force);
        var groups = await _users.GroupsAsync(user.Name, cancellationToken).ConfigureAwait(false);
        var inline = await _users.InlinePoliciesAsync(user.Name, cancellationToken).ConfigureAwait(false);
        EnsureOnlyOurs(target, user, groups, inline, await OwnPoliciesAsync(user.Name, cancellationToken).ConfigureAwait(false));

        // Every profile that holds one of its keys, not only the named one: without the key the profile is useless.
        var profiles = files.List().Where(profile => user.HasKey(profile.Key!.AccessKeyId)).ToList();
        return new IamDeployerPlan(user.Name, Steps(user, groups, inline, profiles, files), Array.Empty<string>())
        {
            Details = new Details(files, user, groups, inline, profiles),
        };
    }

    public async Task<IamDeployer?> ApplyAsync(
        IamDeployerPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        if (plan.Details is not Details details)
        {
            return null;
        }

        var journal = new CompletedSteps($"Removing deployer {plan.UserName}", plan.Steps.Count, progress);
        return await journal.RunAsync(async () =>
        {
            await RemoveRightsAsync(details, journal, cancellationToken).ConfigureAwait(false);
            await RemoveKeysAsync(details, journal, cancellationToken).ConfigureAwait(false);
            await IamCalls.RemoveAsync(() => _connection.Iam.DeleteUserAsync(
                new DeleteUserRequest { UserName = plan.UserName }, cancellationToken)).ConfigureAwait(false);
            journal.Done($"user {plan.UserName} deleted");
            foreach (var policy in await _scoped.RemoveUnusedAsync(PoliciesMadeFor(details.User), cancellationToken).ConfigureAwait(false))
            {
                journal.Done($"policy {policy} deleted");
            }

            var accountId = await _connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
            return IamDeployers.Describe(
                details.User, accountId, details.Files.CredentialsPath, details.Profiles, Array.Empty<IamDeployerKey>()) with
            {
                PolicyArns = Array.Empty<string>(),
                Change = ChangeStatus.Removed,
            };
        }).ConfigureAwait(false);
    }

    private async Task RemoveRightsAsync(Details details, CompletedSteps journal, CancellationToken cancellationToken)
    {
        var name = details.User.Name;
        foreach (var policy in details.User.Policies)
        {
            await IamCalls.RemoveAsync(() => _connection.Iam.DetachUserPolicyAsync(
                new DetachUserPolicyRequest { UserName = name, PolicyArn = policy.PolicyArn }, cancellationToken)).ConfigureAwait(false);
            journal.Done($"{policy.PolicyName} detached");
        }

        foreach (var policy in details.Inline)
        {
            await IamCalls.RemoveAsync(() => _connection.Iam.DeleteUserPolicyAsync(
                new DeleteUserPolicyRequest { UserName = name, PolicyName = policy }, cancellationToken)).ConfigureAwait(false);
            journal.Done($"inline policy {policy} deleted");
        }

        foreach (var group in details.Groups)
        {
            await IamCalls.RemoveAsync(() => _connection.Iam.RemoveUserFromGroupAsync(
                new RemoveUserFromGroupRequest { UserName = name, GroupName = group }, cancellationToken)).ConfigureAwait(false);
            journal.Done($"removed from group {group}");
        }
    }

    private async Task RemoveKeysAsync(Details details, CompletedSteps journal, CancellationToken cancellationToken)
    {
        foreach (var id in details.User.Keys.Select(key => key.AccessKeyId))
        {
            await DeployerKeys.DeleteAsync(_connection, details.User.Name, id, cancellationToken).ConfigureAwait(false);
            journal.Done($"access key {id} deleted");

            // Do this immediately, not at the end: without the key nothing shows whose profile it was.
            foreach (var profile in details.Profiles.Where(profile => profile.Key!.AccessKeyId == id))
            {
                await details.Files.RemoveAsync(profile.Name, new[] { id }, CancellationToken.None).ConfigureAwait(false);
                journal.Done($"profile {profile.Name} removed");
            }
        }
    }

    /// <summary>The policies that a deployer of its kind has in the account. The boundary comes last: it goes only when no role has it.</summary>
    private static IEnumerable<string> PoliciesMadeFor(IamUser user) => user switch
    {
        { PolicySet: IamPolicySet.Scoped } => [ScopedPolicies.DeployerName, ScopedPolicies.BoundaryName],
        { Additions.Count: > 0 } => [PolicyAdditions.PolicyName(user.Name), ScopedPolicies.BoundaryName],
        _ => [],
    };

    private async Task<IReadOnlyList<string>> OwnPoliciesAsync(string userName, CancellationToken cancellationToken)
    {
        var accountId = await _connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        return ManagedPolicySets.Tutorial.Select(policy => AwsPartition.ManagedPolicyArn(_connection.Region, policy))
            .Concat(new[] { ScopedPolicies.DeployerName, PolicyAdditions.PolicyName(userName) }
                .Select(name => ScopedPolicies.Arn(_connection.Region, accountId, name))).ToList();
    }

    private static void EnsureOnlyOurs(
        IamDeployerTarget target, IamUser user, IEnumerable<string> groups, IEnumerable<string> inline, IReadOnlyList<string> ownPolicies)
    {
        var others = user.Policies.Where(policy => !ownPolicies.Contains(policy.PolicyArn)).Select(policy => "policy " + policy.PolicyName)
            .Concat(inline.Select(policy => "inline policy " + policy))
            .Concat(groups.Select(group => "membership in group " + group))
            .ToList();
        if (others.Count > 0 && !target.Force)
        {
            throw new EcsToolsException(
                ErrorCodes.DeployerHasMore, $"User '{user.Name}' has more than EcsTools gave to it: {string.Join(", ", others)}.",
                "Use -Force to remove it anyway. Someone else seems to use it.", "Name", user.Name);
        }
    }

    private static List<EcsPlanStep> Steps(
        IamUser user, IEnumerable<string> groups, IEnumerable<string> inline, IEnumerable<SharedProfile> profiles, SharedProfileFile files)
    {
        EcsPlanStep Update(string description) => EcsPlanStep.Of(EcsPlanAction.Update, "User", user.Name, description);
        return
        [
            .. user.Policies.Select(policy => Update("detach " + policy.PolicyName)),
            .. inline.Select(policy => Update("delete inline policy " + policy)),
            .. groups.Select(group => Update("leave group " + group)),
            .. user.Keys.Select(key => DeployerKeys.DeleteStep(key.AccessKeyId)),
            .. profiles.Select(profile => EcsPlanStep.Of(
                EcsPlanAction.Delete, "Profile", profile.Name, $"remove profile {profile.Name} from {files.CredentialsPath}")),
            EcsPlanStep.Of(EcsPlanAction.Delete, "User", user.Name, "delete user " + user.Name),
        ];
    }
}
