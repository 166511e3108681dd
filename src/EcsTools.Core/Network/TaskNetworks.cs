using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EC2.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Network;

/// <summary>
/// Finds a network for tasks: the named one, or else the public subnets of the default VPC with a security group for the family.
/// </summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class TaskNetworks(AwsConnection connection)
{
    // ECS limits for one awsvpcConfiguration.
    private const int MaximumSubnets = 16;
    private const int MaximumSecurityGroups = 5;

    private const string Everywhere = SecurityGroups.Everywhere;

    private readonly TaskSubnets _subnets = new(connection);
    private readonly SecurityGroups _groups = new(connection);

    /// <summary>Decides on the network, as far as possible without changing anything.</summary>
    /// <param name="request">The requested network.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">
    /// A subnet or group does not exist, or no network was given and there is no default VPC.
    /// </exception>
    public async Task<TaskNetworkPlan> PlanAsync(TaskNetworkRequest request, CancellationToken cancellationToken)
    {
        CheckCount(request.Subnets, MaximumSubnets, "Subnet");
        CheckCount(request.SecurityGroups, MaximumSecurityGroups, "SecurityGroup");
        var subnets = request.Subnets is { Count: > 0 } named
            ? await _subnets.NamedAsync(named, cancellationToken).ConfigureAwait(false)
            : await _subnets.OfDefaultVpcAsync(cancellationToken).ConfigureAwait(false);
        var vpc = subnets[0].VpcId;
        var ids = subnets.Take(MaximumSubnets).Select(subnet => subnet.SubnetId).ToList();
        var isPublic = request.AssignPublicIp ?? await _subnets.ArePublicAsync(subnets, cancellationToken).ConfigureAwait(false);
        if (request.SecurityGroups is { Count: > 0 } groups)
        {
            await _groups.RequireAsync(groups, vpc, cancellationToken).ConfigureAwait(false);
            return new TaskNetworkPlan(vpc, ids, groups, isPublic, null, [], []);
        }

        var peers = request.AdmitPeers ? subnets.Select(subnet => subnet.CidrBlock).Where(range => !string.IsNullOrEmpty(range)).Distinct().ToList() : [];
        return await OwnGroupAsync(request, vpc, ids, isPublic, peers, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates or opens the security group if needed.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<TaskNetwork> ApplyAsync(
        TaskNetworkPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var groups = plan.SecurityGroups;
        if (plan.OwnGroup is { } name && groups.Count == 0)
        {
            progress?.Report(new OperationProgress(name, $"Created security group {name} in {plan.VpcId}", Level: ProgressLevel.Verbose));
            groups =
            [
                await _groups.CreateAsync(
                    name, "Ports of the tasks that EcsTools runs", ManagedTag.SecurityGroup, plan.VpcId, plan.CreatedTags, cancellationToken)
                    .ConfigureAwait(false),
            ];
        }

        if (plan.PortsToOpen.Count > 0)
        {
            progress?.Report(new OperationProgress(
                plan.OwnGroup!, $"Security group {plan.OwnGroup} now opens {string.Join(", ", plan.PortsToOpen)} to "
                    + $"{Everywhere}", Level: ProgressLevel.Verbose));
            await _groups.OpenAsync(groups[0], plan.PortsToOpen.Select(Rule), cancellationToken).ConfigureAwait(false);
        }

        if (plan.GroupsToAdmit.Count > 0)
        {
            progress?.Report(new OperationProgress(
                plan.OwnGroup!,
                $"Security group {plan.OwnGroup} now opens {plan.BalancerPort} to {string.Join(", ", plan.GroupsToAdmit)}",
                Level: ProgressLevel.Verbose));
            await _groups.OpenAsync(groups[0], plan.GroupsToAdmit.Select(group => Rule(plan.BalancerPort!, group)), cancellationToken).ConfigureAwait(false);
        }

        if (plan.RangesToAdmit.Count > 0)
        {
            progress?.Report(new OperationProgress(
                plan.OwnGroup!,
                $"Security group {plan.OwnGroup} now opens {plan.BalancerPort} to {string.Join(", ", plan.RangesToAdmit)}",
                Level: ProgressLevel.Verbose));
            await _groups.OpenAsync(groups[0], [Rule(plan.BalancerPort!, plan.RangesToAdmit)], cancellationToken).ConfigureAwait(false);
        }

        return new TaskNetwork(plan.Subnets, groups, plan.AssignPublicIp);
    }

    private async Task<TaskNetworkPlan> OwnGroupAsync(
        TaskNetworkRequest request, string vpc, List<string> subnets, bool isPublic, List<string> peers, CancellationToken cancellationToken)
    {
        var name = GroupName(request.Family);
        var group = await _groups.FindAsync(name, vpc, cancellationToken).ConfigureAwait(false);
        var isBalanced = request is { BalancerPort: not null, BalancerGroups.Count: > 0 };
        var closed = request.Ports.Distinct().Where(port => !(isBalanced && port == request.BalancerPort) && (group is null || !IsOpen(group, port))).ToList();
        var barred = isBalanced
            ? request.BalancerGroups.Where(source => group is null || !BalancerAccess.Admits(group, source, request.BalancerPort!.Number)).ToList() : [];
        var closedToPeers = isBalanced ? peers.Where(range => group is null || !IsOpen(group, request.BalancerPort!, range)).ToList() : [];
        var ports = closed.Select(port => new FieldChange($"securityGroups[{name}].{port}", null, "open to " + Everywhere))
            .Concat(barred.Concat(closedToPeers).Select(
                source => new FieldChange($"securityGroups[{name}].{request.BalancerPort}", null, "open to " + source))).ToList();
        FieldChange[] created = group is null ? [new FieldChange($"securityGroups[{name}]", null, $"in {vpc}")] : [];
        return new TaskNetworkPlan(vpc, subnets, group is null ? [] : [group.GroupId], isPublic, name, closed, [.. created, .. ports])
        {
            PortChanges = ports,
            GroupsToAdmit = barred,
            RangesToAdmit = closedToPeers,
            BalancerPort = request.BalancerPort,
            CreatedTags = request.CreatedTags,
        };
    }

    /// <summary>A group's name has at most 255 characters.</summary>
    private static string GroupName(string family) => "ecstools-" + family.Substring(0, Math.Min(family.Length, 240));

    private static bool IsOpen(SecurityGroup group, TaskPort port, string range = Everywhere)
        => (group.IpPermissions ?? []).Exists(rule =>
            (rule.IpProtocol == "-1" || (rule.IpProtocol == port.Protocol && rule.FromPort <= port.Number && rule.ToPort >= port.Number))
            && (rule.Ipv4Ranges ?? []).Exists(open => open.CidrIp == range || open.CidrIp == Everywhere));

    private static IpPermission Rule(TaskPort port) => Rule(port, [Everywhere]);

    private static IpPermission Rule(TaskPort port, IReadOnlyList<string> ranges) => new()
    {
        IpProtocol = port.Protocol,
        FromPort = port.Number,
        ToPort = port.Number,
        Ipv4Ranges = ranges.Select(range => new IpRange { CidrIp = range }).ToList(),
    };

    private static IpPermission Rule(TaskPort port, string group) => new()
    {
        IpProtocol = port.Protocol,
        FromPort = port.Number,
        ToPort = port.Number,
        UserIdGroupPairs = [new UserIdGroupPair { GroupId = group }],
    };

    private static void CheckCount(IReadOnlyList<string>? values, int maximum, string parameter)
    {
        if (values?.Count > maximum)
        {
            throw new EcsToolsException(
                parameter == "Subnet" ? ErrorCodes.TooManySubnets : ErrorCodes.TooManySecurityGroups,
                $"{values.Count.ToString(CultureInfo.InvariantCulture)} values for -{parameter} are too many: a task can have at most {maximum}.",
                $"Use at most {maximum}.",
                parameter,
                values.Count);
        }
    }
}
