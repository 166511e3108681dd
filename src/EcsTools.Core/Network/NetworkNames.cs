using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EC2.Model;
using EcsTools.Aws;

namespace EcsTools.Network;

/// <summary>Lists the subnets and security groups of a region.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class NetworkNames(AwsConnection connection)
{
    /// <summary>Ids of subnets, each with its zone, VPC and address range.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> SubnetsAsync(CancellationToken cancellationToken)
    {
        var all = new List<KeyValuePair<string, string>>();
        var request = new DescribeSubnetsRequest();
        do
        {
            var page = await connection.Ec2.DescribeSubnetsAsync(request, cancellationToken).ConfigureAwait(false);
            all.AddRange((page.Subnets ?? []).Select(subnet => new KeyValuePair<string, string>(
                subnet.SubnetId, $"{subnet.AvailabilityZone}, {subnet.VpcId}, {subnet.CidrBlock}")));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return all;
    }

    /// <summary>Ids of security groups, each with its name and VPC.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> SecurityGroupsAsync(CancellationToken cancellationToken)
    {
        var all = new List<KeyValuePair<string, string>>();
        var request = new DescribeSecurityGroupsRequest();
        do
        {
            var page = await connection.Ec2.DescribeSecurityGroupsAsync(request, cancellationToken).ConfigureAwait(false);
            all.AddRange((page.SecurityGroups ?? []).Select(group => new KeyValuePair<string, string>(group.GroupId, $"{group.GroupName}, {group.VpcId}")));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return all;
    }
}
