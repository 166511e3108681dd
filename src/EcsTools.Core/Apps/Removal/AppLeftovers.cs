using System;
using System.Threading;
using System.Threading.Tasks;
using Amazon.CloudWatchLogs.Model;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.ECR.Model;
using Amazon.IdentityManagement.Model;
using Amazon.Scheduler.Model;
using EcsTools.Apps.Publishing;
using EcsTools.Aws;

namespace EcsTools.Apps.Removal;

/// <summary>Removes what no command of its own removes: security groups, repositories, log groups, the schedule group and the role.</summary>
internal sealed class AppLeftovers(AwsConnection connection)
{
    // The network interfaces of stopped tasks exist for a while, and keep their security group.
    private static readonly TimeSpan InterfaceDelay = TimeSpan.FromMinutes(5);

    public async Task RemoveAsync(AppRemovalPlan plan, AppSteps steps, CancellationToken cancellationToken)
    {
        var parts = plan.Parts;
        foreach (var (name, arn) in parts.SecurityGroups)
        {
            await steps.RunAsync("Security group", name, () => AppRemoval.Removed(
                () => SecurityGroupAsync(AwsArn.NameOf(arn), cancellationToken))).ConfigureAwait(false);
        }

        foreach (var (name, _) in plan.KeepsRepositories ? [] : parts.Repositories)
        {
            await steps.RunAsync("Repository", name, () => AppRemoval.Removed(() => connection.Ecr.DeleteRepositoryAsync(
                new DeleteRepositoryRequest { RepositoryName = name, Force = true }, cancellationToken))).ConfigureAwait(false);
        }

        foreach (var (name, _) in plan.KeepsLogs ? [] : parts.LogGroups)
        {
            await steps.RunAsync("Log group", name, () => AppRemoval.Removed(() => connection.Logs.DeleteLogGroupAsync(
                new DeleteLogGroupRequest { LogGroupName = name }, cancellationToken))).ConfigureAwait(false);
        }

        if (parts.ScheduleGroupArn is { } group)
        {
            await steps.RunAsync("Schedule group", AwsArn.NameOf(group), () => AppRemoval.Removed(() => connection.Scheduler.DeleteScheduleGroupAsync(
                new DeleteScheduleGroupRequest { Name = AwsArn.NameOf(group) }, cancellationToken))).ConfigureAwait(false);
        }
    }

    /// <summary>IAM deletes a role only without its policies.</summary>
    public async Task RoleAsync(string role, CancellationToken cancellationToken)
    {
        var attached = await connection.Iam.ListAttachedRolePoliciesAsync(
            new ListAttachedRolePoliciesRequest { RoleName = role }, cancellationToken).ConfigureAwait(false);
        foreach (var policy in attached.AttachedPolicies ?? [])
        {
            await connection.Iam.DetachRolePolicyAsync(
                new DetachRolePolicyRequest { RoleName = role, PolicyArn = policy.PolicyArn }, cancellationToken).ConfigureAwait(false);
        }

        var inline = await connection.Iam.ListRolePoliciesAsync(new ListRolePoliciesRequest { RoleName = role }, cancellationToken).ConfigureAwait(false);
        foreach (var policy in inline.PolicyNames ?? [])
        {
            await connection.Iam.DeleteRolePolicyAsync(
                new DeleteRolePolicyRequest { RoleName = role, PolicyName = policy }, cancellationToken).ConfigureAwait(false);
        }

        await connection.Iam.DeleteRoleAsync(new DeleteRoleRequest { RoleName = role }, cancellationToken).ConfigureAwait(false);
    }

    private Task SecurityGroupAsync(string id, CancellationToken cancellationToken) => connection.Clock.RetryAsync(
        () => connection.Ec2.DeleteSecurityGroupAsync(new DeleteSecurityGroupRequest { GroupId = id }, cancellationToken),
        problem => problem is AmazonEC2Exception { ErrorCode: "DependencyViolation" },
        InterfaceDelay,
        cancellationToken);
}
