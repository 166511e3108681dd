using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Tests.Tasks;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Tests.Aws;

public sealed class TokenBucketTests
{
    private static readonly ApiRate Reads = new("reads", 100, 20);

    [Fact]
    public async Task A_full_bucket_gives_its_burst_at_once_and_its_rate_from_then_on()
    {
        var clock = new SkippingClock();
        var start = clock.UtcNow;
        var bucket = new TokenBucket(Reads, clock);
        await TakeAsync(bucket, 100);
        Assert.Equal(start, clock.UtcNow);
        await TakeAsync(bucket, 100);
        Assert.Equal(5, (clock.UtcNow - start).TotalSeconds, 3);
    }

    [Fact]
    public async Task It_fills_again_but_never_above_its_burst()
    {
        var clock = new SkippingClock();
        var bucket = new TokenBucket(Reads, clock);
        await TakeAsync(bucket, 100);
        await clock.DelayAsync(TimeSpan.FromHours(1), default);
        var rested = clock.UtcNow;
        await TakeAsync(bucket, 120);
        Assert.Equal(1, (clock.UtcNow - rested).TotalSeconds, 3);
    }

    [Fact]
    public async Task One_that_the_service_calls_empty_is_empty()
    {
        var clock = new SkippingClock();
        var start = clock.UtcNow;
        var bucket = new TokenBucket(Reads, clock);
        bucket.Empty();
        await TakeAsync(bucket, 20);
        Assert.Equal(1, (clock.UtcNow - start).TotalSeconds, 3);
    }

    [Fact]
    public async Task Who_no_longer_waits_gives_the_token_back()
    {
        var clock = new SkippingClock();
        var start = clock.UtcNow;
        var bucket = new TokenBucket(new ApiRate("slow", 1, 1), clock);
        await bucket.TakeAsync(default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bucket.TakeAsync(new CancellationToken(canceled: true)));
        await bucket.TakeAsync(default);
        Assert.Equal(1, (clock.UtcNow - start).TotalSeconds, 3);
    }

    [Fact]
    public void Calls_of_a_group_share_a_bucket()
    {
        var pace = ApiRateLimiter.From(new SkippingClock(), "one");
        Assert.Same(pace.Buckets(typeof(ListTasksRequest)).Single(), pace.Buckets(typeof(DescribeTasksRequest)).Single());
        Assert.NotSame(pace.Buckets(typeof(ListTasksRequest)).Single(), pace.Buckets(typeof(ListServicesRequest)).Single());
        Assert.Equal(2, pace.Buckets(typeof(RunTaskRequest)).Count);
        Assert.Empty(pace.Buckets(typeof(Amazon.IdentityManagement.Model.GetRoleRequest)));
    }

    [Fact]
    public void Connections_of_one_caller_share_their_buckets()
    {
        var clock = new SkippingClock();
        var pace = ApiRateLimiter.From(clock, "one");
        Assert.Same(pace, ApiRateLimiter.From(clock, "one"));
        Assert.NotSame(pace, ApiRateLimiter.From(clock, "another"));
    }

    private static async Task TakeAsync(TokenBucket bucket, int tokens)
    {
        for (var taken = 0; taken < tokens; taken++)
        {
            await bucket.TakeAsync(default);
        }
    }
}
