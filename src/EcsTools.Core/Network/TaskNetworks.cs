using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EC2;
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

    private const string Everywhere = "0.0.0.0/0";

    private readonly TaskSubnets _subnets = new(connection);

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
            await CheckGroupsAsync(groups, vpc, cancellationToken).ConfigureAwait(false);
            return new TaskNetworkPlan(vpc, ids, groups, isPublic, null, [], []);
        }

        return await OwnGroupAsync(request, vpc, ids, isPublic, cancellationToken).ConfigureAwait(false);
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
            groups = [await CreateGroupAsync(name, plan.VpcId, cancellationToken).ConfigureAwait(false)];
        }

        if (plan.PortsToOpen.Count > 0)
        {
            progress?.Report(new OperationProgress(
                plan.OwnGroup!, $"Security group {plan.OwnGroup} now opens {string.Join(", ", plan.PortsToOpen)} to "
                    + $"{Everywhere}", Level: ProgressLevel.Verbose));
            await OpenAsync(groups[0], plan.PortsToOpen, cancellationToken).ConfigureAwait(false);
        }

        return new TaskNetwork(plan.Subnets, groups, plan.AssignPublicIp);
    }

    private async Task<TaskNetworkPlan> OwnGroupAsync(
        TaskNetworkRequest request, string vpc, List<string> subnets, bool isPublic, CancellationToken cancellationToken)
    {
        var name = GroupName(request.Family);
        var group = await FindGroupAsync(name, vpc, cancellationToken).ConfigureAwait(false);
        var closed = request.Ports.Distinct().Where(port => group is null || !IsOpen(group, port)).ToList();
        var ports = closed.Select(port => new FieldChange($"securityGroups[{name}].{port}", null, "open to " + Everywhere)).ToList();
        FieldChange[] created = group is null ? [new FieldChange("securityGroups", null, $"{name} in {vpc}")] : [];
        return new TaskNetworkPlan(vpc, subnets, group is null ? [] : [group.GroupId], isPublic, name, closed, [.. created, .. ports])
        {
            PortChanges = ports,
        };
    }

    /// <summary>A group's name has at most 255 characters.</summary>
    private static string GroupName(string family) => "ecstools-" + family.Substring(0, Math.Min(family.Length, 240));

    private static bool IsOpen(SecurityGroup group, TaskPort port)
        => (group.IpPermissions ?? []).Exists(rule =>
            (rule.IpProtocol == "-1" || (rule.IpProtocol == port.Protocol && rule.FromPort <= port.Number && rule.ToPort >= port.Number))
            && (rule.Ipv4Ranges ?? []).Exists(range => range.CidrIp == Everywhere));

    private async Task<SecurityGroup?> FindGroupAsync(string name, string vpc, CancellationToken cancellationToken)
    {
        var found = await connection.Ec2.DescribeSecurityGroupsAsync(
            new DescribeSecurityGroupsRequest
            {
                Filters = [new Filter { Name = "vpc-id", Values = [vpc] }, new Filter { Name = "group-name", Values = [name] }],
            },
            cancellationToken).ConfigureAwait(false);
        return found.SecurityGroups is [var group, ..] ? group : null;
    }

    private async Task<string> CreateGroupAsync(string name, string vpc, CancellationToken cancellationToken)
    {
        Task<CreateSecurityGroupResponse> SendAsync(params TagSpecification[] tags) => connection.Ec2.CreateSecurityGroupAsync(
            new CreateSecurityGroupRequest
            {
                GroupName = name,
                Description = "Ports of the tasks that EcsTools runs",
                VpcId = vpc,
                TagSpecifications = [.. tags],
            },
            cancellationToken);
        var tag = new TagSpecification
        {
            ResourceType = ResourceType.SecurityGroup,
            Tags = [new Tag { Key = ManagedTag.Key, Value = ManagedTag.SecurityGroup }],
        };
        try
        {
            var created = await connection.OrIfDeniedAsync(
                () => SendAsync(tag), () => SendAsync(), $"Security group '{name}' has no tag {ManagedTag.Key}").ConfigureAwait(false);
            return created.GroupId;
        }
        catch (AmazonEC2Exception problem) when (problem.ErrorCode == "InvalidGroup.Duplicate")
        {
            // Another start of the family created it at this moment.
            return (await FindGroupAsync(name, vpc, cancellationToken).ConfigureAwait(false))?.GroupId ?? throw Rethrown(problem);
        }
    }

    private async Task OpenAsync(string group, IReadOnlyList<TaskPort> ports, CancellationToken cancellationToken)
    {
        var rules = ports.Select(port => new IpPermission
        {
            IpProtocol = port.Protocol,
            FromPort = port.Number,
            ToPort = port.Number,
            Ipv4Ranges = [new IpRange { CidrIp = Everywhere }],
        });
        try
        {
            await connection.Ec2.AuthorizeSecurityGroupIngressAsync(
                new AuthorizeSecurityGroupIngressRequest { GroupId = group, IpPermissions = rules.ToList() }, cancellationToken)
                    .ConfigureAwait(false);
        }
        catch (AmazonEC2Exception problem) when (problem.ErrorCode == "InvalidPermission.Duplicate")
        {
            // Already open: another start of the family was faster.
        }
    }

    private async Task CheckGroupsAsync(IReadOnlyList<string> groups, string vpc, CancellationToken cancellationToken)
    {
        DescribeSecurityGroupsResponse found;
        try
        {
            found = await connection.Ec2.DescribeSecurityGroupsAsync(
                new DescribeSecurityGroupsRequest { GroupIds = groups.ToList() }, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonEC2Exception problem)
            when (problem.ErrorCode is "InvalidGroup.NotFound" or "InvalidGroupId.Malformed" or "InvalidGroupId.NotFound")
        {
            throw new EcsToolsException(
                ErrorCodes.SecurityGroupNotFound,
                $"There is no security group '{string.Join(", ", groups)}' in {connection.Region}: {problem.Message}",
                "Give ids such as sg-0123456789abcdef0, or leave out -SecurityGroup to have one created for the task.",
                "SecurityGroup",
                string.Join(",", groups),
                problem);
        }

        if ((found.SecurityGroups ?? []).Find(group => group.VpcId is { } other && other != vpc) is { } stranger)
        {
            throw new EcsToolsException(
                ErrorCodes.SecurityGroupOfOtherVpc,
                $"Security group {stranger.GroupId} is in {stranger.VpcId}, but the subnets are in {vpc}.",
                "Name groups and subnets of one VPC.",
                "SecurityGroup",
                stranger.GroupId);
        }
    }

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

    private static Exception Rethrown(Exception problem)
    {
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(problem).Throw();
        return problem;
    }
}
