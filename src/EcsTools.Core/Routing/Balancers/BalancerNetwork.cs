using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EC2.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Network;

namespace EcsTools.Routing.Balancers;

/// <summary>Chooses the subnets of a load balancer, and plans the security group that EcsTools creates for it.</summary>
internal sealed class BalancerNetwork(AwsConnection connection)
{
    // A load balancer can be in as many zones as a region has.
    private const int LeastZones = 2;

    private readonly SecurityGroups _groups = new(connection);

    /// <summary>One subnet in each zone, of one VPC.</summary>
    /// <exception cref="EcsToolsException">They are in fewer than two zones, or two of them are in one zone.</exception>
    public async Task<IReadOnlyList<Subnet>> SubnetsAsync(IReadOnlyList<string>? named, CancellationToken cancellationToken)
    {
        var finder = new TaskSubnets(connection);
        if (named is not { Count: > 0 })
        {
            var all = await finder.OfDefaultVpcAsync(cancellationToken).ConfigureAwait(false);
            var chosen = all.GroupBy(subnet => subnet.AvailabilityZone).Select(zone => zone.First()).ToList();
            return chosen.Count >= LeastZones ? chosen : throw OneZone(
                chosen, "The default VPC has public subnets in only one availability zone", "Create a subnet in another zone");
        }

        var subnets = await finder.NamedAsync(named, cancellationToken).ConfigureAwait(false);
        var zones = subnets.GroupBy(subnet => subnet.AvailabilityZone).ToList();
        if (zones.Find(zone => zone.Count() > 1) is { } twice)
        {
            throw new EcsToolsException(
                ErrorCodes.SubnetsOfOneZone,
                $"The subnets {string.Join(" and ", twice.Select(subnet => subnet.SubnetId))} are in the same availability zone, {twice.Key}. A load balancer "
                    + "takes one subnet in each zone.",
                $"Use -Subnet {string.Join(", ", zones.Select(zone => zone.First().SubnetId))}"
                    + (zones.Count < LeastZones ? " and a subnet in another zone." : "."),
                "Subnet",
                string.Join(",", named));
        }

        return zones.Count >= LeastZones ? subnets : throw OneZone(
            subnets, $"The subnet {named[0]} is in one availability zone", "Add a subnet in another zone");
    }

    /// <summary>The steps that create the security group of a load balancer, and bring its rules to the requested ones.</summary>
    /// <param name="request">The request.</param>
    /// <param name="state">Receives the group.</param>
    /// <param name="vpc">The VPC.</param>
    /// <param name="isInternal">Whether only the VPC shall connect by default.</param>
    /// <param name="addressType">The type of addresses.</param>
    /// <param name="ports">The ports of its listeners.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<ChangeStep>> GroupStepsAsync(
        LoadBalancerRequest request,
        BalancerState state,
        string vpc,
        bool isInternal,
        string addressType,
        IReadOnlyList<int> ports,
        CancellationToken cancellationToken)
    {
        var name = GroupName(request.LoadBalancer);
        var group = await _groups.FindAsync(name, vpc, cancellationToken).ConfigureAwait(false);
        if (state.Exists && (group is null || !state.SecurityGroups.Contains(group.GroupId)))
        {
            // The user gave this load balancer other groups. Their rules are the user's.
            return request.AllowFrom is null ? [] : throw NotOwn(request, state);
        }

        var steps = new List<ChangeStep>();
        var id = group?.GroupId;
        state.SecurityGroups = id is null ? state.SecurityGroups : [id];
        if (group is null)
        {
            steps.Add(new ChangeStep(new FieldChange($"securityGroups[{name}]", null, $"in {vpc}"), $"security group {name} created", async cancel =>
            {
                id = await _groups.CreateAsync(
                    name, "Listeners of a load balancer of EcsTools", ManagedTag.LoadBalancerGroup, vpc, request.Tags, cancel).ConfigureAwait(false);
                state.SecurityGroups = [id];
            }));
        }

        var ranges = await RangesAsync(request, group, vpc, isInternal, addressType, cancellationToken).ConfigureAwait(false);
        var missing = ports.SelectMany(port => ranges.Where(range => !Has(group, port, range)).Select(range => (Port: port, Range: range))).ToList();
        if (missing.Count > 0)
        {
            steps.Add(new ChangeStep(
                missing.Select(rule => new FieldChange($"securityGroups[{name}].{rule.Port}", null, "open to " + rule.Range)).ToList(),
                () => $"security group {name} opened",
                cancel => _groups.OpenAsync(id!, missing.Select(rule => Rule(rule.Port, rule.Range)), cancel)));
        }

        if (request.AllowFrom is not null && group is not null)
        {
            steps.AddRange(Closing(group, name, ports, ranges));
        }

        return steps;
    }

    /// <summary>Name of the group that EcsTools creates for a load balancer.</summary>
    public static string GroupName(string loadBalancer) => "ecstools-lb-" + loadBalancer;

    private IEnumerable<ChangeStep> Closing(SecurityGroup group, string name, IReadOnlyList<int> ports, IReadOnlyList<string> ranges)
    {
        var surplus = (group.IpPermissions ?? [])
            .Where(rule => rule.IpProtocol == "tcp" && rule.FromPort == rule.ToPort && ports.Contains((int)(rule.FromPort ?? 0)))
            .SelectMany(rule => RangesOf(rule).Select(range => (Port: (int)rule.FromPort!, Range: range)))
            .Where(rule => !ranges.Contains(rule.Range, StringComparer.OrdinalIgnoreCase))
            .ToList();
        return surplus.Count == 0 ? [] :
        [
            new ChangeStep(
                surplus.Select(rule => new FieldChange($"securityGroups[{name}].{rule.Port}", "open to " + rule.Range, null)).ToList(),
                () => $"security group {name} closed to {string.Join(", ", surplus.Select(rule => rule.Range).Distinct())}",
                cancel => connection.Ec2.RevokeSecurityGroupIngressAsync(
                    new RevokeSecurityGroupIngressRequest
                    {
                        GroupId = group.GroupId,
                        IpPermissions = surplus.Select(rule => Rule(rule.Port, rule.Range)).ToList(),
                    },
                    cancel)),
        ];
    }

    private async Task<IReadOnlyList<string>> RangesAsync(
        LoadBalancerRequest request, SecurityGroup? group, string vpc, bool isInternal, string addressType, CancellationToken cancellationToken)
    {
        if (request.AllowFrom is { } given)
        {
            return given.Select(LoadBalancerChecks.Range).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        }

        // A new port is open to those who may use the others.
        var known = (group?.IpPermissions ?? []).SelectMany(RangesOf).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (known.Count > 0)
        {
            return known;
        }

        if (!isInternal)
        {
            return addressType == "ipv4" ? [SecurityGroups.Everywhere] : [SecurityGroups.Everywhere, "::/0"];
        }

        var vpcs = await connection.Ec2.DescribeVpcsAsync(new DescribeVpcsRequest { VpcIds = [vpc] }, cancellationToken).ConfigureAwait(false);
        return [vpcs.Vpcs is [{ CidrBlock: { Length: > 0 } block }, ..] ? block : "10.0.0.0/8"];
    }

    private static IEnumerable<string> RangesOf(IpPermission rule)
        => (rule.Ipv4Ranges ?? []).Select(range => range.CidrIp).Concat((rule.Ipv6Ranges ?? []).Select(range => range.CidrIpv6));

    private static bool Has(SecurityGroup? group, int port, string range)
        => (group?.IpPermissions ?? []).Exists(rule => (rule.IpProtocol == "-1" || (rule.IpProtocol == "tcp" && rule.FromPort <= port && rule.ToPort >= port))
            && RangesOf(rule).Contains(range, StringComparer.OrdinalIgnoreCase));

    private static IpPermission Rule(int port, string range)
    {
        var rule = new IpPermission { IpProtocol = "tcp", FromPort = port, ToPort = port };
        if (range.Contains(":"))
        {
            rule.Ipv6Ranges = [new Ipv6Range { CidrIpv6 = range }];
        }
        else
        {
            rule.Ipv4Ranges = [new IpRange { CidrIp = range }];
        }

        return rule;
    }

    private static EcsToolsException NotOwn(LoadBalancerRequest request, BalancerState state)
        => new(
            ErrorCodes.AllowFromWithSecurityGroup,
            $"-AllowFrom {string.Join(", ", request.AllowFrom!)}: load balancer '{request.LoadBalancer}' uses {string.Join(", ", state.SecurityGroups)}, and "
                + "EcsTools does not change the rules of your own groups.",
            "Change the rules of that group, or leave out -AllowFrom.",
            "AllowFrom",
            request.AllowFrom![0]);

    private static EcsToolsException OneZone(IReadOnlyList<Subnet> subnets, string problem, string remedy)
        => new(
            ErrorCodes.SubnetsOfOneZone,
            $"{problem} ({subnets[0].AvailabilityZone}). A load balancer needs at least two.",
            $"{remedy}: -Subnet {subnets[0].SubnetId}, <subnet in another zone of {subnets[0].VpcId}>",
            "Subnet",
            subnets[0].SubnetId);
}
