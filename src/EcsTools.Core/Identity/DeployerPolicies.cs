using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Identity;

/// <summary>Brings the managed policies of a deployer in line with a policy set.</summary>
internal sealed class DeployerPolicies
{
    /// <summary>Maximum number of managed policies per user: the default quota of AWS.</summary>
    private const int Quota = 10;

    private readonly AwsConnection _connection;
    private readonly ScopedPolicies _scoped;

    public DeployerPolicies(AwsConnection connection)
    {
        _connection = connection;
        _scoped = new ScopedPolicies(connection);
    }

    /// <summary>What must be done.</summary>
    /// <param name="Documents">Customer managed policies to create or update.</param>
    /// <param name="Attach">ARNs to attach.</param>
    /// <param name="Detach">ARNs of the other set to detach.</param>
    /// <param name="Delete">Names of policies that only this user had, to delete after they are detached.</param>
    /// <param name="Missing">Policies of the set that do not exist in the partition.</param>
    /// <param name="Attached">ARNs that are attached when everything is done.</param>
    /// <param name="Additions">What the user has beside the set when everything is done.</param>
    public sealed record Plan(
        IReadOnlyList<ScopedPolicies.Wanted> Documents,
        IReadOnlyList<string> Attach,
        IReadOnlyList<string> Detach,
        IReadOnlyList<string> Delete,
        IReadOnlyList<string> Missing,
        IReadOnlyList<string> Attached,
        IReadOnlyList<IamPolicyAddition> Additions);

    public async Task<Plan> PlanAsync(IamDeployerRequest request, IamUser? user, CancellationToken cancellationToken)
    {
        var set = request.PolicySet;
        var additions = set == IamPolicySet.Tutorial
            ? PolicyAdditions.Expand(request.Additions.Concat(user?.Additions ?? []))
            : Array.Empty<IamPolicyAddition>();
        var tutorial = ManagedPolicySets.Tutorial.Select(policy => AwsPartition.ManagedPolicyArn(_connection.Region, policy)).ToList();
        var documents = await _scoped.PlanAsync(set, request.UserName, additions, cancellationToken).ConfigureAwait(false);
        var accountId = await _connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        var scoped = ScopedPolicies.Arn(_connection.Region, accountId, ScopedPolicies.DeployerName);
        var added = ScopedPolicies.Arn(_connection.Region, accountId, PolicyAdditions.PolicyName(request.UserName));
        var missing = set == IamPolicySet.Tutorial
            ? await MissingAsync(tutorial, user, cancellationToken).ConfigureAwait(false)
            : new List<string>();
        if (missing.Count == tutorial.Count)
        {
            throw new EcsToolsException(
                ErrorCodes.PolicySetUnavailable,
                $"Partition {AwsPartition.FromRegion(_connection.Region)} has none of the policies of -PolicySet {set}: {Names(missing)}.",
                "Use -PolicySet Scoped: its policy is created in the account itself.", "PolicySet", set);
        }

        var wanted = set == IamPolicySet.Scoped ? new List<string> { scoped }
            : tutorial.Except(missing).Concat(additions.Count > 0 ? [added] : []).ToList();
        var others = set == IamPolicySet.Scoped ? tutorial.Append(added).ToList() : new List<string> { scoped };
        var attached = user?.Policies.Select(policy => policy.PolicyArn).ToList() ?? new List<string>();
        var detach = others.Intersect(attached).ToList();
        var plan = new Plan(
            documents,
            wanted.Except(attached).ToList(),
            detach,
            detach.Contains(added) ? [PolicyAdditions.PolicyName(request.UserName)] : [],
            missing.Select(AwsPartition.NameIn).ToList(),
            attached.Except(others).Union(wanted).ToList(),
            additions);
        EnsureRoom(plan, user);
        return plan;
    }

    /// <summary>What to tell before anything is changed.</summary>
    public IEnumerable<string> Warnings(IamDeployerRequest request, Plan plan)
    {
        if (plan.Missing.Count > 0)
        {
            yield return $"The partition {AwsPartition.FromRegion(_connection.Region)} has no policy {string.Join(", ", plan.Missing)}: "
                + $"'{request.UserName}' does not get it.";
        }

        if (request.PolicySet == IamPolicySet.Scoped && request.Additions.Count > 0)
        {
            yield return $"-PolicySet Scoped already allows what -Add {string.Join(", ", request.Additions)} adds, so -Add changes nothing.";
        }

        if (DeployerPermissions.Warning(request.PolicySet, DeployerPermissions.Refused(request.PolicySet, plan.Additions)) is { } lacking)
        {
            yield return lacking;
        }
    }

    /// <summary>What is done to the user, one step each.</summary>
    public static IEnumerable<EcsPlanStep> Steps(Plan plan, string user)
        => plan.Attach.Select(arn => EcsPlanStep.Of(EcsPlanAction.Update, "User", user, "attach " + AwsPartition.NameIn(arn)))
            .Concat(plan.Detach.Select(arn => EcsPlanStep.Of(EcsPlanAction.Update, "User", user, "detach " + AwsPartition.NameIn(arn))))
            .Concat(plan.Delete.Select(name => EcsPlanStep.Of(EcsPlanAction.Delete, "Policy", name, "delete policy " + name)));

    public async Task ApplyAsync(Plan plan, string user, bool userIsNew, Action<string> done, CancellationToken cancellationToken)
    {
        foreach (var arn in plan.Attach)
        {
            var policyIsNew = plan.Documents.Any(document => document.Arn == arn && document.Change == ChangeStatus.Created);
            await IamCalls.RetryUntilConsistentAsync(
                _connection.Clock,
                userIsNew || policyIsNew,
                () => _connection.Iam.AttachUserPolicyAsync(
                    new AttachUserPolicyRequest { UserName = user, PolicyArn = arn }, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            done($"{AwsPartition.NameIn(arn)} attached");
        }

        foreach (var arn in plan.Detach)
        {
            await IamCalls.RemoveAsync(() => _connection.Iam.DetachUserPolicyAsync(
                new DetachUserPolicyRequest { UserName = user, PolicyArn = arn }, cancellationToken)).ConfigureAwait(false);
            done($"{AwsPartition.NameIn(arn)} detached");
        }

        if (plan.Delete.Count > 0)
        {
            var deleted = await _scoped.RemoveUnusedAsync(plan.Delete, cancellationToken).ConfigureAwait(false);
            deleted.ToList().ForEach(policy => done($"policy {policy} deleted"));
        }
    }

    /// <summary>Create the customer managed policies before the user, because its permissions come from them.</summary>
    public async Task ApplyDocumentsAsync(Plan plan, Action<string> done, CancellationToken cancellationToken)
    {
        foreach (var document in plan.Documents.Where(document => document.Change != ChangeStatus.Unchanged))
        {
            await _scoped.ApplyAsync(document, cancellationToken).ConfigureAwait(false);
            done($"policy {document.Name} {(document.Change == ChangeStatus.Created ? "created" : "updated")}");
        }
    }

    private async Task<List<string>> MissingAsync(List<string> wanted, IamUser? user, CancellationToken cancellationToken)
    {
        var asked = wanted.Where(arn => user?.HasPolicy(arn) != true).ToList();
        var found = await Task.WhenAll(asked.Select(arn => _scoped.FindAsync(arn, cancellationToken))).ConfigureAwait(false);
        return asked.Where((_, at) => found[at] is null).ToList();
    }

    private static void EnsureRoom(Plan plan, IamUser? user)
    {
        if (plan.Attach.Count > 0 && plan.Attached.Count > Quota)
        {
            throw new EcsToolsException(
                ErrorCodes.PolicyQuotaExceeded,
                $"User '{user!.Name}' has {user.Policies.Count} managed policies; with {Names(plan.Attach)} it would have "
                    + $"{plan.Attached.Count}, and IAM allows {Quota}.",
                "Use -PolicySet Scoped, which is a single policy, or a user of another name.", "UserName", user.Name);
        }
    }

    private static string Names(IEnumerable<string> arns) => string.Join(", ", arns.Select(AwsPartition.NameIn));
}
