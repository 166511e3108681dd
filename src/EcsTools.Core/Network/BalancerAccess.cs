using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;
using TargetGroup = Amazon.ElasticLoadBalancingV2.Model.TargetGroup;

namespace EcsTools.Network;

/// <summary>The load balancers that send requests to a target group.</summary>
/// <param name="TargetGroupName">Name of the target group.</param>
/// <param name="LoadBalancers">Names of the load balancers; empty if no listener forwards to the group.</param>
/// <param name="SecurityGroups">Ids of their security groups.</param>
internal sealed record BalancerAccess(string TargetGroupName, IReadOnlyList<string> LoadBalancers, IReadOnlyList<string> SecurityGroups)
{
    /// <summary>Reads who sends requests to a target group; null if the caller may not read it.</summary>
    /// <exception cref="EcsToolsException">The target group does not exist, or its target type is not ip.</exception>
    public static Task<BalancerAccess?> FindAsync(AwsConnection connection, string targetGroupArn, CancellationToken cancellationToken)
        => connection.UnlessDeniedAsync(
            () => ReadAsync(connection, targetGroupArn, cancellationToken),
            null,
            "It was not checked whether the tasks admit the load balancer, and their port is open to everyone");

    /// <summary>Whether one of the groups of a task admits all of these load balancers at a port.</summary>
    public bool IsAdmittedBy(IEnumerable<SecurityGroup> groups, int port)
        => SecurityGroups.Count == 0 || groups.Any(group => SecurityGroups.Any(source => Admits(group, source, port)));

    /// <summary>The command that lets a group of the tasks admit the load balancers. EcsTools changes only groups that it created.</summary>
    public string AdmitCommand(string group, int port)
        => FormattableString.Invariant($"aws ec2 authorize-security-group-ingress --group-id {group} --protocol tcp --port {port} ")
            + $"--source-group {SecurityGroups[0]}";

    /// <summary>Whether a group admits another group, or everyone, at a port.</summary>
    public static bool Admits(SecurityGroup group, string source, int port)
        => (group.IpPermissions ?? []).Exists(rule =>
            (rule.IpProtocol == "-1" || (rule.IpProtocol == "tcp" && rule.FromPort <= port && rule.ToPort >= port))
            && ((rule.UserIdGroupPairs ?? []).Exists(pair => pair.GroupId == source)
                || (rule.Ipv4Ranges ?? []).Exists(range => IsWide(range.CidrIp))));

    /// <summary>A range such as 10.0.0.0/8 contains the subnets of the load balancer, one such as 10.1.2.3/32 does not.</summary>
    private static bool IsWide(string cidr)
        => int.TryParse(cidr.Split('/').Last(), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= 24;

    private static async Task<BalancerAccess?> ReadAsync(AwsConnection connection, string targetGroupArn, CancellationToken cancellationToken)
    {
        TargetGroup group;
        try
        {
            var found = await connection.LoadBalancing.DescribeTargetGroupsAsync(
                new DescribeTargetGroupsRequest { TargetGroupArns = [targetGroupArn] }, cancellationToken).ConfigureAwait(false);
            group = found.TargetGroups[0];
        }
        catch (TargetGroupNotFoundException problem)
        {
            throw new EcsToolsException(
                ErrorCodes.TargetGroupNotFound,
                $"There is no target group '{targetGroupArn}' in {connection.Region}.",
                "Add a route, and pipe it: Add-FargateRoute -Path /api* -Name api -ContainerPort 80 | New-FargateService <service> <family>",
                "TargetGroupArn",
                targetGroupArn,
                problem);
        }

        if (group.TargetType?.Value is not (null or "ip"))
        {
            throw new EcsToolsException(
                ErrorCodes.TargetGroupOfOtherType,
                $"Target group '{group.TargetGroupName}' has the target type {group.TargetType.Value}. Tasks on Fargate need the type ip, and "
                    + "AWS cannot change it.",
                "Add a route, which creates a target group of the type ip, and pipe it: Add-FargateRoute -Path /api* -Name api -ContainerPort 80 | "
                    + "New-FargateService <service> <family>",
                "TargetGroupArn",
                targetGroupArn);
        }

        var arns = group.LoadBalancerArns ?? [];
        var balancers = arns.Count == 0 ? [] : (await connection.LoadBalancing.DescribeLoadBalancersAsync(
            new DescribeLoadBalancersRequest { LoadBalancerArns = arns }, cancellationToken).ConfigureAwait(false)).LoadBalancers ?? [];
        return new BalancerAccess(
            group.TargetGroupName,
            balancers.Select(balancer => balancer.LoadBalancerName).ToList(),
            balancers.SelectMany(balancer => balancer.SecurityGroups ?? []).Distinct(StringComparer.Ordinal).ToList());
    }
}
