using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.CloudWatch.Model;
using EcsTools.Aws;

namespace EcsTools.Routing.Targets;

/// <summary>
/// Watches the answers of target groups through their metrics in CloudWatch ("CloudWatch metrics for your Application Load Balancer"). It compares sums of the
/// whole time since it began, because CloudWatch delivers them a minute or two late.
/// </summary>
internal sealed class AnswerWatch
{
    private const string Namespace = "AWS/ApplicationELB";
    private const string Requests = "RequestCount";
    private const int Minute = 60;

    private static readonly string[] Metrics = [Requests, "HTTPCode_Target_5XX_Count", "TargetConnectionErrorCount"];

    private readonly AwsConnection _connection;
    private readonly string _loadBalancerArn;
    private readonly IReadOnlyList<string> _groups;
    private readonly DateTimeOffset _began;
    private Dictionary<string, AnswerTotals>? _before;

    /// <param name="connection">The connection.</param>
    /// <param name="loadBalancerArn">The load balancer.</param>
    /// <param name="groups">ARNs of the target groups.</param>
    public AnswerWatch(AwsConnection connection, string loadBalancerArn, IReadOnlyList<string> groups)
    {
        (_connection, _loadBalancerArn, _groups) = (connection, loadBalancerArn, groups);
        _began = connection.Clock.UtcNow - TimeSpan.FromMinutes(5);
    }

    /// <summary>Groups of which an answer was counted.</summary>
    public HashSet<string> Answered { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the metrics can be read. They cannot without the permission, which the user is then told.</summary>
    public bool CanRead { get; private set; } = true;

    /// <summary>Begins to count: what is counted from now on is new.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken) => _before = await ReadAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>What was counted since <see cref="BeginAsync"/>, by the ARN of the group; empty if it cannot be read.</summary>
    public async Task<IReadOnlyDictionary<string, AnswerTotals>> SinceAsync(CancellationToken cancellationToken)
    {
        if (_before is null || await ReadAsync(cancellationToken).ConfigureAwait(false) is not { } now)
        {
            return new Dictionary<string, AnswerTotals>();
        }

        var since = _groups.ToDictionary(group => group, group => now[group] - _before[group], StringComparer.Ordinal);
        Answered.UnionWith(since.Where(item => item.Value.Requests > 0).Select(item => item.Key));
        return since;
    }

    private async Task<Dictionary<string, AnswerTotals>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!CanRead)
        {
            return null;
        }

        var sums = await _connection.UnlessDeniedAsync(
            () => SumsAsync(cancellationToken),
            null,
            "The answers of targets cannot be read, so only the health of the targets is judged").ConfigureAwait(false);
        CanRead = sums is not null;
        return sums is null ? null : _groups.Select((group, i) => (group, i)).ToDictionary(
            item => item.group,
            item => new AnswerTotals(
                Sum(sums, item.i, Requests), Metrics.Where(metric => metric != Requests).Sum(metric => Sum(sums, item.i, metric))),
            StringComparer.Ordinal);
    }

    private async Task<Dictionary<string, double>?> SumsAsync(CancellationToken cancellationToken)
    {
        var request = new GetMetricDataRequest
        {
            StartTime = _began.UtcDateTime,

            // The clock of this machine may be behind that of CloudWatch, and the newest values must not be missing.
            EndTime = _connection.Clock.UtcNow.AddDays(7).UtcDateTime,
            MetricDataQueries = _groups.SelectMany((group, i) => Metrics.Select(metric => Query(Id(i, metric), group, metric))).ToList(),
        };
        var sums = new Dictionary<string, double>(StringComparer.Ordinal);
        do
        {
            var page = await _connection.Metrics.GetMetricDataAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var result in page.MetricDataResults ?? [])
            {
                sums[result.Id] = (sums.TryGetValue(result.Id, out var known) ? known : 0) + (result.Values ?? []).Sum();
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return sums;
    }

    private MetricDataQuery Query(string id, string group, string metric) => new()
    {
        Id = id,
        MetricStat = new MetricStat
        {
            Metric = new Metric
            {
                Namespace = Namespace,
                MetricName = metric,
                Dimensions =
                [
                    new Dimension { Name = "TargetGroup", Value = AwsArn.Parse(group).Resource },
                    new Dimension { Name = "LoadBalancer", Value = AwsArn.Parse(_loadBalancerArn).Resource.Substring("loadbalancer/".Length) },
                ],
            },
            Period = Minute,
            Stat = "Sum",
        },
    };

    private static double Sum(Dictionary<string, double> sums, int group, string metric) => sums.TryGetValue(Id(group, metric), out var sum) ? sum : 0;

    private static string Id(int group, string metric) => FormattableString.Invariant($"m{group}_{Array.IndexOf(Metrics, metric)}");
}
