using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace EcsTools.Sandbox.Hosting;

/// <summary>
/// Token buckets at the rates AWS publishes per account and region. They run on real time: a client's retries do too.
/// </summary>
internal sealed class RateLimits
{
    private static readonly Rate ClusterRead = new("cluster read", 50, 20);
    private static readonly Rate ServiceModify = new("service modify", 50, 5);
    private static readonly Rate ServiceRead = new("service read", 100, 20);
    private static readonly Rate Launch = new("launch", 100, 20);

    /// <summary>
    /// ECS: "Request throttling for the Amazon ECS API" (buckets shared by a group of actions). Logs: "CloudWatch Logs quotas".
    /// </summary>
    private static readonly Dictionary<string, Rate> Rates = new(StringComparer.Ordinal)
    {
        ["ECS.DescribeClusters"] = ClusterRead,
        ["ECS.ListClusters"] = ClusterRead,
        ["ECS.DescribeServices"] = ServiceRead,
        ["ECS.ListServices"] = ServiceRead,
        ["ECS.ListServiceDeployments"] = ServiceRead,
        ["ECS.DescribeServiceDeployments"] = ServiceRead,
        ["ECS.CreateService"] = ServiceModify,
        ["ECS.UpdateService"] = ServiceModify,
        ["ECS.DeleteService"] = ServiceModify,
        ["ECS.RegisterTaskDefinition"] = new("RegisterTaskDefinition", 20, 1),
        ["ECS.RunTask"] = Launch,
        ["CloudWatch Logs.GetLogEvents"] = new("GetLogEvents", 25, 25),
        ["CloudWatch Logs.FilterLogEvents"] = new("FilterLogEvents", 10, 10),
        ["CloudWatch Logs.DescribeLogGroups"] = new("DescribeLogGroups", 10, 10),
    };

    private readonly Dictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>Takes one request out of the bucket of its operation.</summary>
    /// <exception cref="Protocol.AwsError">The bucket is empty: the service's throttling error.</exception>
    public void Take(ApiBinding binding, string operation)
    {
        if (!Rates.TryGetValue(binding.Model.ServiceId + "." + operation, out var rate))
        {
            return;
        }

        lock (_buckets)
        {
            var now = _watch.Elapsed.TotalSeconds;
            if (!_buckets.TryGetValue(rate.Name, out var bucket))
            {
                _buckets[rate.Name] = bucket = new Bucket { Tokens = rate.Burst, At = now };
            }

            bucket.Tokens = Math.Min(rate.Burst, bucket.Tokens + (now - bucket.At) * rate.PerSecond);
            bucket.At = now;
            if (bucket.Tokens < 1)
            {
                throw binding.Manners.Throttle();
            }

            bucket.Tokens--;
        }
    }

    private sealed record Rate(string Name, double Burst, double PerSecond);

    private sealed class Bucket
    {
        public double Tokens { get; set; }

        public double At { get; set; }
    }
}
