using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;

namespace EcsTools.Sandbox.Api;

/// <summary>
/// Token buckets at the rates AWS publishes per account and region. They run on real time: a client's retries do too.
/// </summary>
internal sealed class RateLimits
{
    private static readonly Rate ClusterModify = new("cluster modify", 20, 1);
    private static readonly Rate ClusterRead = new("cluster read", 50, 20);
    private static readonly Rate DefinitionModify = new("task definition modify", 20, 1);
    private static readonly Rate DefinitionRead = new("task definition read", 50, 20);
    private static readonly Rate TagModify = new("tag modify", 20, 10);
    private static readonly Rate ResourceModify = new("cluster resource modify", 100, 40);
    private static readonly Rate ResourceRead = new("cluster resource read", 100, 20);
    private static readonly Rate ServiceModify = new("service modify", 50, 5);
    private static readonly Rate ServiceRead = new("service read", 100, 20);
    private static readonly Rate ServiceDeployment = new("service deployment", 50, 20);

    /// <summary>
    /// ECS: "Request throttling for the Amazon ECS API" (buckets shared by a group of actions); Fargate: "AWS Fargate throttling quotas".
    /// Logs: "CloudWatch Logs quotas".
    /// </summary>
    private static readonly Dictionary<string, Rate[]> Rates = new(StringComparer.Ordinal)
    {
        ["ECS.CreateCluster"] = [ClusterModify],
        ["ECS.DeleteCluster"] = [ClusterModify],
        ["ECS.PutClusterCapacityProviders"] = [ClusterModify],
        ["ECS.UpdateCluster"] = [ClusterModify],
        ["ECS.DescribeClusters"] = [ClusterRead],
        ["ECS.ListClusters"] = [ClusterRead],
        ["ECS.RegisterTaskDefinition"] = [DefinitionModify],
        ["ECS.DeregisterTaskDefinition"] = [DefinitionModify],
        ["ECS.DescribeTaskDefinition"] = [DefinitionRead],
        ["ECS.ListTaskDefinitions"] = [DefinitionRead],
        ["ECS.ListTaskDefinitionFamilies"] = [DefinitionRead],
        ["ECS.DeleteTaskDefinitions"] = [new("task definition deletion", 5, 1)],
        ["ECS.TagResource"] = [TagModify],
        ["ECS.UntagResource"] = [TagModify],
        ["ECS.ListTagsForResource"] = [new("tag read", 50, 20)],
        ["ECS.ListAccountSettings"] = [new("setting read", 50, 20)],
        ["ECS.ExecuteCommand"] = [ResourceModify],
        ["ECS.StopTask"] = [ResourceModify],
        ["ECS.RunTask"] = [ResourceModify, new("launch", 100, 20)],
        ["ECS.DescribeTasks"] = [ResourceRead],
        ["ECS.ListTasks"] = [ResourceRead],
        ["ECS.CreateService"] = [ServiceModify],
        ["ECS.UpdateService"] = [ServiceModify],
        ["ECS.DeleteService"] = [ServiceModify],
        ["ECS.DescribeServices"] = [ServiceRead],
        ["ECS.ListServices"] = [ServiceRead],
        ["ECS.ListServiceDeployments"] = [ServiceDeployment],
        ["ECS.DescribeServiceDeployments"] = [ServiceDeployment],
        ["ECS.DescribeServiceRevisions"] = [new("service revision", 50, 20)],
        ["CloudWatch Logs.GetLogEvents"] = [new("GetLogEvents", 25, 25)],
        ["CloudWatch Logs.FilterLogEvents"] = [new("FilterLogEvents", 10, 10)],
        ["CloudWatch Logs.DescribeLogGroups"] = [new("DescribeLogGroups", 10, 10)],
    };

    private readonly Dictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _refused;

    /// <summary>Requests answered with a throttling error so far.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Takes one request out of the buckets of its operation.</summary>
    /// <exception cref="Protocol.AwsError">A bucket is empty: the service's throttling error.</exception>
    public void Take(ApiBinding binding, string operation)
    {
        if (!Rates.TryGetValue(binding.Model.ServiceId + "." + operation, out var rates))
        {
            return;
        }

        lock (_buckets)
        {
            var now = _watch.Elapsed.TotalSeconds;
            var buckets = rates.Select(rate => Filled(rate, now)).ToList();
            if (buckets.Exists(bucket => bucket.Tokens < 1))
            {
                Interlocked.Increment(ref _refused);
                throw binding.Errors.Throttle();
            }

            buckets.ForEach(bucket => bucket.Tokens--);
        }
    }

    /// <summary>Fills every bucket, as an hour without calls does: for measurements one after the other.</summary>
    public void Refill()
    {
        lock (_buckets)
        {
            _buckets.Clear();
        }
    }

    private Bucket Filled(Rate rate, double now)
    {
        if (!_buckets.TryGetValue(rate.Name, out var bucket))
        {
            _buckets[rate.Name] = bucket = new Bucket { Tokens = rate.Burst, At = now };
        }

        bucket.Tokens = Math.Min(rate.Burst, bucket.Tokens + (now - bucket.At) * rate.PerSecond);
        bucket.At = now;
        return bucket;
    }

    private sealed record Rate(string Name, double Burst, double PerSecond);

    private sealed class Bucket
    {
        public double Tokens { get; set; }

        public double At { get; set; }
    }
}
