using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EC2;
using Amazon.EC2.Model;
using EcsTools.Aws;
using EcsTools.Failures.Rules;

namespace EcsTools.Failures;

/// <summary>Asks EC2 how a subnet reaches the internet.</summary>
internal sealed class NetworkProbe(AwsConnection connection)
{
    private readonly Dictionary<string, NetworkFacts?> _known = new(StringComparer.Ordinal);

    /// <summary>What is known about a subnet; null if it no longer exists or the caller may not read it.</summary>
    /// <param name="subnetId">The subnet.</param>
    /// <param name="publicAddress">Whether the task had a public address, if that is known.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<NetworkFacts?> AskAsync(string? subnetId, bool? publicAddress, CancellationToken cancellationToken)
    {
        if (subnetId is null)
        {
            return null;
        }

        if (!_known.TryGetValue(subnetId, out var facts))
        {
            try
            {
                facts = await connection.UnlessDeniedAsync(
                    () => LookAsync(subnetId, cancellationToken), null, "The network of failed tasks was not inspected").ConfigureAwait(false);
            }
            catch (AmazonEC2Exception)
            {
                // The subnet no longer exists. The failure is then explained without it.
            }

            _known[subnetId] = facts;
        }

        return facts is null ? null : facts with { PublicAddress = publicAddress };
    }

    private async Task<NetworkFacts?> LookAsync(string subnetId, CancellationToken cancellationToken)
    {
        var found = await connection.Ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { SubnetIds = [subnetId] }, cancellationToken)
            .ConfigureAwait(false);
        if (found.Subnets is not [var subnet, ..])
        {
            return null;
        }

        var filters = new List<Filter> { new() { Name = "vpc-id", Values = [subnet.VpcId] } };
        var tables = (await connection.Ec2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest { Filters = filters },
            cancellationToken).ConfigureAwait(false)).RouteTables ?? [];
        var table = tables.Find(candidate => (candidate.Associations ?? []).Exists(association => association.SubnetId == subnetId))
            ?? tables.Find(candidate => (candidate.Associations ?? []).Exists(association => association.Main == true));
        var endpoints = (await connection.Ec2.DescribeVpcEndpointsAsync(new DescribeVpcEndpointsRequest { Filters = filters },
            cancellationToken).ConfigureAwait(false)).VpcEndpoints ?? [];
        var (way, gateway) = Way(table);
        return new NetworkFacts(subnetId, subnet.VpcId, way, gateway, null,
            endpoints.Select(Service).Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal).ToList());
    }

    private static (EgressKind Way, string? Gateway) Way(RouteTable? table)
    {
        var route = (table?.Routes ?? []).Find(candidate => candidate.DestinationCidrBlock == "0.0.0.0/0");
        return route switch
        {
            null => (EgressKind.None, null),
            { NatGatewayId: { Length: > 0 } nat } => (EgressKind.NatGateway, nat),
            { GatewayId: { } gateway } when gateway.StartsWith("igw-", StringComparison.Ordinal) => (EgressKind.InternetGateway, gateway),
            _ => (EgressKind.Other, route.TransitGatewayId ?? route.NetworkInterfaceId ?? route.GatewayId ?? route.InstanceId
                ?? "another gateway"),
        };
    }

    /// <summary>Shortens <c>com.amazonaws.eu-west-1.ecr.api</c> to <c>ecr.api</c>.</summary>
    private static string Service(VpcEndpoint endpoint)
    {
        var parts = (endpoint.ServiceName ?? "").Split('.');
        var name = parts.SkipWhile(part => part != "amazonaws").Skip(2).ToList();
        return name.Count == 0 ? endpoint.ServiceName ?? "" : string.Join(".", name);
    }
}
