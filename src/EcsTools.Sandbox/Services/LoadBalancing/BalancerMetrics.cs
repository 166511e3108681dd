using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>
/// Measures load balancers as CloudWatch shows them ("CloudWatch metrics for your Application Load Balancer"): for each balancer, and for each of its
/// target groups. Metrics by Availability Zone are left out. Used under the lock of the service.
/// </summary>
internal sealed class BalancerMetrics
{
    private const string Namespace = "AWS/ApplicationELB";

    private static readonly int[] OwnErrors = [500, 502, 503, 504];

    private static readonly GroupCounts Nothing = new(0, 0, 0, 0, 0, 0);

    private readonly ILoadBalancerHost _host;
    private readonly Dictionary<string, GroupCounts> _before = new(StringComparer.Ordinal);

    public BalancerMetrics(ILoadBalancerHost host)
    {
        _host = host;
    }

    public IReadOnlyList<MetricSample> Measure(IEnumerable<LoadBalancer> balancers)
    {
        var samples = new List<MetricSample>();
        foreach (var balancer in balancers)
        {
            var own = ("LoadBalancer", After(balancer.Arn, "loadbalancer/"));
            var (sum, times) = (Nothing, default(MetricValues));
            foreach (var group in balancer.GroupArns.Distinct(StringComparer.Ordinal))
            {
                var (counts, taken) = (Since(group), _host.TakeResponseTimes(group));
                (string, string)[] dimensions = [("TargetGroup", After(group, "")), own];
                Add(samples, counts, taken, dimensions);
                AddHealth(samples, group, dimensions);
                (sum, times) = (Sum(sum, counts), times + taken);
            }

            Add(samples, sum, times, [own]);
            AddOwnAnswers(samples, _host.TakeResponses(balancer.Arn), [own]);
        }

        return samples;
    }

    /// <summary>The last part of an ARN, without this beginning.</summary>
    private static string After(string arn, string beginning) => arn.Substring(arn.LastIndexOf(':') + 1 + beginning.Length);

    private GroupCounts Since(string group)
    {
        var now = _host.Counts(group);
        var before = _before.TryGetValue(group, out var known) && known.Requests <= now.Requests ? known : Nothing;
        _before[group] = now;
        return new GroupCounts(
            now.Requests - before.Requests,
            now.Answers2xx - before.Answers2xx,
            now.Answers3xx - before.Answers3xx,
            now.Answers4xx - before.Answers4xx,
            now.Answers5xx - before.Answers5xx,
            now.ConnectionErrors - before.ConnectionErrors);
    }

    private static GroupCounts Sum(GroupCounts one, GroupCounts other) => new(
        one.Requests + other.Requests,
        one.Answers2xx + other.Answers2xx,
        one.Answers3xx + other.Answers3xx,
        one.Answers4xx + other.Answers4xx,
        one.Answers5xx + other.Answers5xx,
        one.ConnectionErrors + other.ConnectionErrors);

    /// <summary>Requests are always reported, and the rest only if there is any.</summary>
    private static void Add(List<MetricSample> samples, GroupCounts counts, MetricValues times, IReadOnlyList<(string Name, string Value)> dimensions)
    {
        samples.Add(new MetricSample(Namespace, "RequestCount", "Count", dimensions, MetricValues.Number(counts.Requests)));
        foreach (var (name, count) in new[]
        {
            ("HTTPCode_Target_2XX_Count", counts.Answers2xx),
            ("HTTPCode_Target_3XX_Count", counts.Answers3xx),
            ("HTTPCode_Target_4XX_Count", counts.Answers4xx),
            ("HTTPCode_Target_5XX_Count", counts.Answers5xx),
            ("TargetConnectionErrorCount", counts.ConnectionErrors),
        })
        {
            if (count > 0)
            {
                samples.Add(new MetricSample(Namespace, name, "Count", dimensions, MetricValues.Number(count)));
            }
        }

        if (times.Count > 0)
        {
            samples.Add(new MetricSample(Namespace, "TargetResponseTime", "Seconds", dimensions, times));
        }
    }

    /// <summary>What the balancer answered itself, by class of status, and by the status of the errors that have a metric of their own.</summary>
    private static void AddOwnAnswers(List<MetricSample> samples, BalancerResponses answers, IReadOnlyList<(string Name, string Value)> dimensions)
    {
        long Sum(Func<int, bool> isCounted) => answers.ByStatus.Where(pair => isCounted(pair.Key)).Sum(pair => pair.Value);
        var counts = new[] { 3, 4, 5 }.Select(digit => (Name: $"HTTPCode_ELB_{digit}XX_Count", Count: Sum(status => status / 100 == digit)))
            .Concat(OwnErrors.Select(error => (Name: $"HTTPCode_ELB_{error}_Count", Count: Sum(status => status == error))))
            .Append((Name: "HTTP_Redirect_Count", Count: answers.Redirects))
            .Append((Name: "HTTP_Fixed_Response_Count", Count: answers.FixedResponses));
        samples.AddRange(counts.Where(metric => metric.Count > 0)
            .Select(metric => new MetricSample(Namespace, metric.Name, "Count", dimensions, MetricValues.Number(metric.Count))));
    }

    private void AddHealth(List<MetricSample> samples, string group, IReadOnlyList<(string Name, string Value)> dimensions)
    {
        var states = _host.Targets(group).Select(target => target.State).ToList();
        if (states.Count > 0)
        {
            var (healthy, unhealthy) = (states.Count(state => state == TargetState.Healthy), states.Count(state => state == TargetState.Unhealthy));
            samples.Add(new MetricSample(Namespace, "HealthyHostCount", "Count", dimensions, MetricValues.Of(healthy)));
            samples.Add(new MetricSample(Namespace, "UnHealthyHostCount", "Count", dimensions, MetricValues.Of(unhealthy)));
        }
    }
}
