using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;

namespace EcsTools.Routing;

/// <summary>Reads the lists of Elastic Load Balancing completely.</summary>
internal static class ElbLists
{
    // Resources of one DescribeTags.
    private const int TagBatch = 20;

    public static async Task<IReadOnlyList<Listener>> ListenersAsync(this AwsConnection connection, string loadBalancer, CancellationToken cancellationToken)
    {
        var all = new List<Listener>();
        var request = new DescribeListenersRequest { LoadBalancerArn = loadBalancer };
        do
        {
            var page = await connection.LoadBalancing.DescribeListenersAsync(request, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.Listeners ?? []);
            request.Marker = page.NextMarker;
        }
        while (!string.IsNullOrEmpty(request.Marker));
        return all.OrderBy(listener => listener.Port).ToList();
    }

    /// <summary>The rules of a listener in the order in which they are tried, the default rule last.</summary>
    public static async Task<IReadOnlyList<Rule>> RulesAsync(this AwsConnection connection, string listener, CancellationToken cancellationToken)
    {
        var all = new List<Rule>();
        var request = new DescribeRulesRequest { ListenerArn = listener };
        do
        {
            var page = await connection.LoadBalancing.DescribeRulesAsync(request, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.Rules ?? []);
            request.Marker = page.NextMarker;
        }
        while (!string.IsNullOrEmpty(request.Marker));
        return all.OrderBy(rule => rule.Priority() ?? int.MaxValue).ToList();
    }

    public static async Task<IReadOnlyList<TargetGroup>> TargetGroupsAsync(
        this AwsConnection connection, DescribeTargetGroupsRequest request, CancellationToken cancellationToken)
    {
        var all = new List<TargetGroup>();
        do
        {
            var page = await connection.LoadBalancing.DescribeTargetGroupsAsync(request, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.TargetGroups ?? []);
            request.Marker = page.NextMarker;
        }
        while (!string.IsNullOrEmpty(request.Marker));
        return all;
    }

    /// <summary>The tags of resources by ARN. Resources without tags have an empty entry.</summary>
    public static async Task<Dictionary<string, IReadOnlyDictionary<string, string>>> TagsAsync(
        this AwsConnection connection, IReadOnlyList<string> arns, CancellationToken cancellationToken)
    {
        var all = arns.Distinct().ToDictionary(arn => arn, _ => (IReadOnlyDictionary<string, string>)new Dictionary<string, string>());
        foreach (var batch in all.Keys.ToList().InBatches(TagBatch))
        {
            var answer = await connection.LoadBalancing.DescribeTagsAsync(
                new DescribeTagsRequest { ResourceArns = batch.ToList() }, cancellationToken).ConfigureAwait(false);
            foreach (var description in answer.TagDescriptions ?? [])
            {
                all[description.ResourceArn] = (description.Tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value ?? "");
            }
        }

        return all;
    }

    /// <summary>The priority of a rule; null for the default rule.</summary>
    public static int? Priority(this Rule rule)
        => int.TryParse(rule.Priority, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number : null;

    public static List<Tag>? ToTags(IEnumerable<KeyValuePair<string, string>>? tags)
        => tags?.Select(tag => new Tag { Key = tag.Key, Value = tag.Value }).ToList() is { Count: > 0 } list ? list : null;
}
