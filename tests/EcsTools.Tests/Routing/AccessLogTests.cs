using System;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Routing.Balancers;
using EcsTools.Tests.Identity;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Routing;

/// <summary>The access log of a load balancer.</summary>
public sealed class AccessLogTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private const string Bucket = "ecstools-logs";

    [Fact]
    public async Task It_is_turned_on_and_off()
    {
        var (world, name) = (new RoutingWorld(sandbox.Connection), TaskSandbox.Unique("lb"));
        var request = new LoadBalancerRequest { LoadBalancer = name, AccessLogBucket = Bucket };
        Assert.Equal(Bucket, (await world.BalancerAsync(request)).AccessLogBucket);
        Assert.Equal(ChangeStatus.Unchanged, (await world.BalancerAsync(request)).Change);
        Assert.Equal(Bucket, (await world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name })).AccessLogBucket);
        var off = await world.BalancerAsync(request with { AccessLogBucket = "" });
        Assert.Equal((ChangeStatus.Updated, (string?)null), (off.Change, off.AccessLogBucket));
        Assert.Equal("- accessLogBucket: " + Bucket, Assert.Single(off.Differences).ToString());
        Assert.Equal(ChangeStatus.Unchanged, (await world.BalancerAsync(request with { AccessLogBucket = "" })).Change);
    }

    [Fact]
    public async Task A_bucket_that_AWS_cannot_write_to_is_explained_with_the_policy_that_it_needs()
    {
        var name = TaskSandbox.Unique("lb");
        using var relay = new Relay(
            sandbox.Server.EndpointUrl,
            body => body.Contains("Action=ModifyLoadBalancerAttributes", StringComparison.Ordinal)
                ? $"InvalidConfigurationRequest: Access Denied for bucket: {Bucket}. Please check S3bucket permission" : null);
        using var connection = new AwsConnection(
            new BasicAWSCredentials(sandbox.Server.AccessKey, sandbox.Server.SecretKey), "us-east-1", relay.EndpointUrl, new SandboxTime(sandbox.Server));
        var error = await Assert.ThrowsAsync<EcsToolsException>(
            () => new RoutingWorld(connection).BalancerAsync(new LoadBalancerRequest { LoadBalancer = name, AccessLogBucket = Bucket }));

        Assert.Equal(("AccessLogBucketRefused", "AccessLogBucket"), (error.ErrorId, error.Parameter));
        Assert.Contains($"could not write to the bucket '{Bucket}': Access Denied", error.Message, StringComparison.Ordinal);
        Assert.Contains($"load balancer {name} created", connection.Changes.Take(), StringComparison.Ordinal);
        Assert.Contains($"\"Resource\": \"arn:aws:s3:::{Bucket}/AWSLogs/000000000000/*\"", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://logs")]
    [InlineData("Logs")]
    [InlineData("ab")]
    [InlineData("logs/web")]
    [InlineData("arn:aws:s3:::logs")]
    public async Task What_is_not_a_bucket_is_refused_before_anything_is_created(string bucket)
    {
        var error = await Assert.ThrowsAsync<EcsToolsException>(
            () => new RoutingWorld(sandbox.Connection).PlanAsync(new LoadBalancerRequest { LoadBalancer = "never", AccessLogBucket = bucket }));
        Assert.Equal("InvalidAccessLogBucket", error.ErrorId);
    }
}
