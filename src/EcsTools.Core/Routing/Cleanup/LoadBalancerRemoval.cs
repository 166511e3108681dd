using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Rules;
using EcsTools.Routing.Targets;
using TargetGroup = Amazon.ElasticLoadBalancingV2.Model.TargetGroup;

namespace EcsTools.Routing.Cleanup;

/// <summary>Removes load balancers.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class LoadBalancerRemoval(AwsConnection connection)
{
    // The network interfaces of a removed load balancer exist for a while, and keep its security group.
    private static readonly TimeSpan InterfaceDelay = TimeSpan.FromMinutes(5);

    private readonly RouteOwners _owners = new(connection);

    /// <summary>Finds what is removed with a load balancer, and what uses it. Changes nothing.</summary>
    /// <param name="name">Name or ARN.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">It does not exist, or ECS Express Mode manages it.</exception>
    public async Task<LoadBalancerRemovalPlan> PlanAsync(string name, CancellationToken cancellationToken)
    {
        var balancer = await new LoadBalancers(connection).RequireAsync(name, cancellationToken).ConfigureAwait(false);
        LoadBalancers.CheckOwner(balancer);
        var routes = 0;
        foreach (var listener in balancer.Listeners)
        {
            routes += (await connection.RulesAsync(listener.ListenerArn, cancellationToken).ConfigureAwait(false)).Count(rule => rule.IsDefault != true);
        }

        var groups = await GroupsAsync(balancer, cancellationToken).ConfigureAwait(false);
        var (services, others, removed) = (new List<string>(), new List<string>(), new List<string>());
        var tags = await connection.UnlessDeniedAsync(
            () => connection.TagsAsync(groups.Select(group => group.TargetGroupArn).ToList(), cancellationToken),
            [],
            "It is not known whether EcsTools created the target groups, so they stay").ConfigureAwait(false);
        foreach (var group in groups)
        {
            var users = await _owners.UsersAsync(group.TargetGroupArn, cancellationToken).ConfigureAwait(false);
            services.AddRange(users.Select(service => $"{service.ServiceName} in {service.Cluster}"));
            var health = await TargetGroupHealth.ReadAsync(connection, group.TargetGroupArn, cancellationToken).ConfigureAwait(false);
            if (users.Count == 0 && health.Registered > 0)
            {
                others.Add($"{group.TargetGroupName} ({health.Registered} targets)");
            }

            if (users.Count == 0 && tags.TryGetValue(group.TargetGroupArn, out var own)
                && own.TryGetValue(ManagedTag.Key, out var kind) && kind == ManagedTag.TargetGroup)
            {
                removed.Add(group.TargetGroupArn);
            }
        }

        return new LoadBalancerRemovalPlan
        {
            LoadBalancer = balancer,
            Routes = routes,
            Services = services.Distinct(StringComparer.Ordinal).ToList(),
            OtherTargets = others,
            TargetGroups = groups.Select(group => group.TargetGroupArn).ToList(),
            OwnGroups = removed,
            SecurityGroup = await OwnGroupAsync(balancer, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Throws if the load balancer must not be removed.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="force">Whether it may be removed although it is used.</param>
    public static void Check(LoadBalancerRemovalPlan plan, bool force)
    {
        var name = plan.LoadBalancer.LoadBalancer;
        if (plan.LoadBalancer.DeletionProtection)
        {
            throw new EcsToolsException(
                ErrorCodes.LoadBalancerProtected,
                $"Load balancer '{name}' is protected from deletion.",
                $"Turn the protection off first: New-FargateLoadBalancer {name} -DeletionProtection:$false",
                "Name",
                name);
        }

        if (force || plan.IsUnused)
        {
            return;
        }

        var users = new[]
        {
            plan.Services.Count == 0 ? null : $"{Counted(plan.Services.Count, "service")} ({string.Join(", ", plan.Services.Take(10))})",
            plan.OtherTargets.Count == 0 ? null : $"targets of {string.Join(", ", plan.OtherTargets.Take(10))}",
        };
        throw new EcsToolsException(
            ErrorCodes.LoadBalancerInUse,
            $"Load balancer '{name}' sends requests to {string.Join(" and ", users.OfType<string>())}.",
            "Remove the services first (Remove-FargateService), or use -Force, which lets current requests finish and then removes the load balancer: "
                + $"Remove-FargateLoadBalancer {name} -Force",
            "Name",
            name);
    }

    /// <summary>Removes a load balancer with its listeners and rules, and the target groups and the security group that EcsTools created for it.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="timeout">How long to wait for current requests to finish.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<FargateLoadBalancer> RemoveAsync(
        LoadBalancerRemovalPlan plan, TimeSpan timeout, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var balancer = plan.LoadBalancer;
        var steps = new List<ChangeStep>();
        if (!plan.IsUnused)
        {
            steps.Add(new ChangeStep(
                new FieldChange("targets", string.Join(", ", plan.Services.Concat(plan.OtherTargets)), null),
                "targets deregistered and drained",
                cancel => DrainAsync(plan, timeout, progress, cancel)));
        }

        steps.Add(new ChangeStep(
            new FieldChange("loadBalancer", balancer.LoadBalancer, null),
            "load balancer removed",
            cancel => connection.LoadBalancing.DeleteLoadBalancerAsync(
                new DeleteLoadBalancerRequest { LoadBalancerArn = balancer.LoadBalancerArn }, cancel)));
        steps.AddRange(plan.OwnGroups.Select(group => new ChangeStep(
            new FieldChange("targetGroups", ActionText.NameOf(group), null),
            $"target group {ActionText.NameOf(group)} removed",
            cancel => RouteRemoval.RemoveGroupAsync(connection, group, cancel))));
        if (plan.SecurityGroup is { } securityGroup)
        {
            steps.Add(new ChangeStep(
                new FieldChange("securityGroups", securityGroup, null),
                $"security group {securityGroup} removed",
                cancel => connection.UnlessDeniedAsync(
                    () => RemoveGroupAsync(securityGroup, balancer.VpcId, cancel), $"Security group {securityGroup} of the load balancer stays")));
        }

        await ChangeStep.RunAllAsync(
            steps, $"Removing load balancer {balancer.LoadBalancer}", progress, cancellationToken).ConfigureAwait(false);
        return balancer with { Status = "removed", Listeners = [], Change = ChangeStatus.Removed };
    }

    private async Task<IReadOnlyList<TargetGroup>> GroupsAsync(FargateLoadBalancer balancer, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.TargetGroupsAsync(
                new DescribeTargetGroupsRequest { LoadBalancerArn = balancer.LoadBalancerArn }, cancellationToken).ConfigureAwait(false);
        }
        catch (TargetGroupNotFoundException)
        {
            // It has none.
            return [];
        }
    }

    private async Task DrainAsync(
        LoadBalancerRemovalPlan plan, TimeSpan timeout, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        foreach (var group in plan.TargetGroups)
        {
            var health = await TargetGroupHealth.ReadAsync(connection, group, cancellationToken).ConfigureAwait(false);
            var targets = health.Targets.Where(target => target.TargetHealth?.State?.Value is not "draining").Select(target => target.Target).ToList();
            if (targets.Count > 0)
            {
                await connection.LoadBalancing.DeregisterTargetsAsync(
                    new DeregisterTargetsRequest { TargetGroupArn = group, Targets = targets }, cancellationToken).ConfigureAwait(false);
            }
        }

        // After the deregistration delay a target is gone whatever it does, so the wait ends. The load balancer is removed after the timeout all the same.
        await connection.Clock.UntilAsync(
            async () =>
            {
                var draining = 0;
                foreach (var group in plan.TargetGroups)
                {
                    draining += (await TargetGroupHealth.ReadAsync(connection, group, cancellationToken).ConfigureAwait(false)).Draining;
                }

                progress?.Report(new OperationProgress(
                    $"Removing load balancer {plan.LoadBalancer.LoadBalancer}", $"Waiting until {draining} targets have finished their requests"));
                return draining == 0 ? "" : null;
            },
            timeout,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(10),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> OwnGroupAsync(FargateLoadBalancer balancer, CancellationToken cancellationToken)
    {
        var group = await connection.UnlessDeniedAsync(
            () => new SecurityGroups(connection).FindAsync(BalancerNetwork.GroupName(balancer.LoadBalancer), balancer.VpcId, cancellationToken),
            null,
            "The security group of the load balancer cannot be read, and stays").ConfigureAwait(false);
        return group is not null && balancer.SecurityGroups.Contains(group.GroupId) ? group.GroupId : null;
    }

    /// <summary>Removes the group and the rules of other groups that name it: those with which tasks admit the load balancer.</summary>
    private async Task RemoveGroupAsync(string group, string vpc, CancellationToken cancellationToken)
    {
        var referring = await connection.Ec2.DescribeSecurityGroupsAsync(
            new DescribeSecurityGroupsRequest
            {
                Filters = [new Filter { Name = "vpc-id", Values = [vpc] }, new Filter { Name = "ip-permission.group-id", Values = [group] }],
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var other in referring.SecurityGroups ?? [])
        {
            var rules = (other.IpPermissions ?? [])
                .Where(rule => (rule.UserIdGroupPairs ?? []).Exists(pair => pair.GroupId == group))
                .Select(rule => new IpPermission
                {
                    IpProtocol = rule.IpProtocol,
                    FromPort = rule.FromPort,
                    ToPort = rule.ToPort,
                    UserIdGroupPairs = [new UserIdGroupPair { GroupId = group }],
                }).ToList();
            if (rules.Count > 0)
            {
                await connection.Ec2.RevokeSecurityGroupIngressAsync(
                    new RevokeSecurityGroupIngressRequest { GroupId = other.GroupId, IpPermissions = rules }, cancellationToken).ConfigureAwait(false);
            }
        }

        await connection.Clock.RetryAsync(
            () => connection.Ec2.DeleteSecurityGroupAsync(new DeleteSecurityGroupRequest { GroupId = group }, cancellationToken),
            problem => problem is AmazonEC2Exception { ErrorCode: "DependencyViolation" },
            InterfaceDelay,
            cancellationToken).ConfigureAwait(false);
    }

    private static string Counted(int count, string noun) => count == 1 ? "1 " + noun : $"{count} {noun}s";
}
