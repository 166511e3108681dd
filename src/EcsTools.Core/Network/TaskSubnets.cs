using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EC2;
using Amazon.EC2.Model;
using EcsTools.Aws;

namespace EcsTools.Network;

/// <summary>Finds subnets, and whether they have a route to the internet.</summary>
internal sealed class TaskSubnets(AwsConnection connection)
{
    public async Task<IReadOnlyList<Subnet>> NamedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        try
        {
            var found = await connection.Ec2.DescribeSubnetsAsync(
                new DescribeSubnetsRequest { SubnetIds = ids.ToList() }, cancellationToken).ConfigureAwait(false);
            var subnets = found.Subnets ?? [];
            var vpcs = subnets.Select(subnet => subnet.VpcId).Distinct(StringComparer.Ordinal).ToList();
            return vpcs.Count == 1
                ? subnets
                : throw new EcsToolsException(
                    ErrorCodes.SubnetsOfSeveralVpcs,
                    $"The subnets {string.Join(", ", ids)} are in {vpcs.Count} VPCs: {string.Join(", ", vpcs)}.",
                    "Use subnets that are all in the same VPC.",
                    "Subnet",
                    string.Join(",", ids));
        }
        catch (AmazonEC2Exception problem) when (problem.ErrorCode?.StartsWith("InvalidSubnetI", StringComparison.Ordinal) == true)
        {
            throw new EcsToolsException(
                ErrorCodes.SubnetNotFound,
                $"There is no subnet '{string.Join(", ", ids)}' in {connection.Region}: {problem.Message}",
                "Give ids such as subnet-0123456789abcdef0 of this region, or leave out -Subnet to use the default VPC.",
                "Subnet",
                string.Join(",", ids),
                problem);
        }
    }

    /// <summary>The public subnets of the default VPC in all availability zones.</summary>
    public async Task<IReadOnlyList<Subnet>> OfDefaultVpcAsync(CancellationToken cancellationToken)
    {
        var vpcs = await connection.Ec2.DescribeVpcsAsync(
            new DescribeVpcsRequest { Filters = [new Filter { Name = "isDefault", Values = ["true"] }] }, cancellationToken)
                .ConfigureAwait(false);
        if (vpcs.Vpcs is not [var vpc, ..])
        {
            throw NoNetwork($"There is no default VPC in {connection.Region}, and no subnet was given.");
        }

        var all = await SubnetsOfAsync(vpc.VpcId, cancellationToken).ConfigureAwait(false);
        var likely = all.Where(subnet => subnet.MapPublicIpOnLaunch == true || subnet.DefaultForAz == true).ToList();
        var chosen = likely.Count > 0 ? likely : await PublicOfAsync(all, cancellationToken).ConfigureAwait(false);
        return chosen.Count > 0
            ? chosen.OrderBy(subnet => subnet.AvailabilityZone, StringComparer.Ordinal).ToList()
            : throw NoNetwork($"The default VPC {vpc.VpcId} in {connection.Region} has no public subnet, and no subnet was given.");
    }

    /// <summary>Whether all of the subnets have a route to an internet gateway.</summary>
    public async Task<bool> ArePublicAsync(IReadOnlyList<Subnet> subnets, CancellationToken cancellationToken)
        => subnets.All(subnet => subnet.DefaultForAz == true)
            || (await PublicOfAsync(subnets, cancellationToken).ConfigureAwait(false)).Count == subnets.Count;

    private async Task<List<Subnet>> SubnetsOfAsync(string vpc, CancellationToken cancellationToken)
    {
        var all = new List<Subnet>();
        var request = new DescribeSubnetsRequest { Filters = [new Filter { Name = "vpc-id", Values = [vpc] }] };
        do
        {
            var page = await connection.Ec2.DescribeSubnetsAsync(request, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.Subnets ?? []);
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return all;
    }

    /// <summary>
    /// The subnets whose route table has a route to an internet gateway. A subnet without its own table uses the VPC's main one.
    /// </summary>
    private async Task<List<Subnet>> PublicOfAsync(IReadOnlyList<Subnet> subnets, CancellationToken cancellationToken)
    {
        if (subnets.Count == 0)
        {
            return [];
        }

        var tables = await connection.Ec2.DescribeRouteTablesAsync(
            new DescribeRouteTablesRequest { Filters = [new Filter { Name = "vpc-id", Values = [subnets[0].VpcId] }] }, cancellationToken)
                .ConfigureAwait(false);
        var all = tables.RouteTables ?? [];
        var main = all.Find(table => (table.Associations ?? []).Exists(association => association.Main == true));
        return subnets.Where(subnet => LeadsOut(TableOf(subnet) ?? main)).ToList();

        RouteTable? TableOf(Subnet subnet)
            => all.Find(table => (table.Associations ?? []).Exists(association => association.SubnetId == subnet.SubnetId));
    }

    private static bool LeadsOut(RouteTable? table)
        => (table?.Routes ?? []).Exists(route => route.DestinationCidrBlock == "0.0.0.0/0"
            && route.GatewayId?.StartsWith("igw-", StringComparison.Ordinal) == true);

    private static EcsToolsException NoNetwork(string message)
        => new(
            ErrorCodes.NoDefaultNetwork,
            message,
            "Choose the network with -Subnet (and -SecurityGroup), or create a default VPC: aws ec2 create-default-vpc.",
            "Subnet");
}
