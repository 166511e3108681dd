using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;

namespace EcsTools.Routing.Targets;

/// <summary>Lists the target groups of a region.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class TargetGroups(AwsConnection connection)
{
    /// <summary>ARNs of target groups, each with its name, type and port.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> ArnsAsync(CancellationToken cancellationToken)
    {
        var groups = await connection.TargetGroupsAsync(new DescribeTargetGroupsRequest(), cancellationToken).ConfigureAwait(false);
        return groups.Select(group => new KeyValuePair<string, string>(
            group.TargetGroupArn, $"{group.TargetGroupName}, {group.TargetType?.Value}, port {group.Port}")).ToList();
    }
}
