using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using EcsTools.Aws;
using EcsTools.Tests.Identity;
using EcsTools.Tests.Packages;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Tests.Aws;

public sealed class ThrottlingHandlerTests : IDisposable
{
    private const string Throttled = """{"__type":"ThrottlingException","message":"Rate exceeded"}""";

    private readonly StepClock _clock = new();
    private readonly AwsConnection _connection;

    public ThrottlingHandlerTests()
        => _connection = new AwsConnection(new BasicAWSCredentials($"AKID{Guid.NewGuid():N}", "secret"), "us-west-2", "http://127.0.0.1:9", _clock);

    public void Dispose() => _connection.Dispose();

    // ListServices has a published rate, StopServiceDeployment has none.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_throttled_call_is_sent_until_it_succeeds(bool hasRate)
    {
        var wire = Answers(25);
        using var client = Ours(wire);
        await CallAsync(client, hasRate);
        Assert.Equal(26, wire.Sent.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_stays_throttled_ends_with_the_error(bool hasRate)
    {
        var wire = Answers(int.MaxValue);
        using var client = Ours(wire);
        var started = _clock.UtcNow;
        var refused = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => CallAsync(client, hasRate));
        Assert.True(AwsErrorInfo.TryRead(refused, out var error) && error!.IsThrottling);
        Assert.InRange(_clock.UtcNow - started, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(3.5));
    }

    /// <summary>In Windows PowerShell, another module's clients run on the same assembly of the SDK.</summary>
    [Fact]
    public async Task A_client_of_other_code_is_as_the_SDK_makes_it()
    {
        using var ours = Ours(Answers(0));
        await CallAsync(ours, hasRate: true);

        var wire = Answers(int.MaxValue);
        var config = StandIn.Of("AWSSDK.ECS").NewConfig(wire);
        config.MaxErrorRetry = 1;
        using var theirs = (AmazonECSClient)StandIn.Of("AWSSDK.ECS").NewClient(config);
        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => CallAsync(theirs, hasRate: true));
        Assert.Equal(2, wire.Sent.Count);

        var handlers = Handlers(theirs);
        Assert.DoesNotContain(handlers, handler => handler.GetType().Assembly == typeof(AwsConnection).Assembly);
        Assert.Equal(typeof(StandardRetryPolicy), handlers.OfType<RetryHandler>().Single().RetryPolicy.GetType());
        Assert.Single(Handlers(ours), handler => handler is ThrottlingHandler);
    }

    [Fact]
    public async Task Clients_created_by_others_at_the_same_time_are_not_touched()
    {
        using var creating = new ManualResetEventSlim();
        using var created = new ManualResetEventSlim();
        var theirs = Task.Run(() =>
        {
            creating.Wait();
            var client = (AmazonECSClient)StandIn.Of("AWSSDK.ECS").NewClient(StandIn.Of("AWSSDK.ECS").NewConfig(Answers(0)));
            created.Set();
            return client;
        });
        using var ours = ThrottlingHandler.Attach(_connection, () =>
        {
            creating.Set();
            created.Wait();
            return (AmazonECSClient)StandIn.Of("AWSSDK.ECS").NewClient(StandIn.Of("AWSSDK.ECS").NewConfig(Answers(0)));
        });
        using var other = await theirs;
        Assert.DoesNotContain(Handlers(other), handler => handler is ThrottlingHandler);
        Assert.Single(Handlers(ours), handler => handler is ThrottlingHandler);
    }

    [Theory]
    [InlineData("Throttling", 400, true)]
    [InlineData("ThrottlingException", 400, true)]
    [InlineData("RequestThrottled", 400, true)]
    [InlineData("EC2ThrottledException", 503, true)]
    [InlineData("TooManyRequestsException", 429, true)]
    [InlineData("RequestLimitExceeded", 503, true)]
    [InlineData("SlowDown", 503, true)]
    [InlineData("BandwidthLimitExceeded", 400, true)]
    [InlineData("Anything", 429, true)]
    [InlineData("LimitExceededException", 400, false)]
    [InlineData("ServiceUnavailable", 503, false)]
    [InlineData("AccessDeniedException", 400, false)]
    public void Throttling_is_recognized_by_its_code_or_status(string code, int status, bool isThrottling)
        => Assert.Equal(isThrottling, new AwsErrorInfo(code, "", null, status, null).IsThrottling);

    private static async Task CallAsync(AmazonECSClient client, bool hasRate)
    {
        if (hasRate)
        {
            await client.ListServicesAsync(new ListServicesRequest());
        }
        else
        {
            await client.StopServiceDeploymentAsync(new StopServiceDeploymentRequest { ServiceDeploymentArn = "arn:1" });
        }
    }

    private AmazonECSClient Ours(Loopback wire)
        => (AmazonECSClient)ThrottlingHandler.Attach(
            _connection, () => StandIn.Of("AWSSDK.ECS").NewClient(ClientSettings.Apply(StandIn.Of("AWSSDK.ECS").NewConfig(wire), _connection)));

    private static Loopback Answers(int refusals)
    {
        var left = refusals;
        return new Loopback(_ => left-- > 0 ? Loopback.Answer(HttpStatusCode.BadRequest, Throttled) : Loopback.Answer(HttpStatusCode.OK, "{}"));
    }

    private static List<IPipelineHandler> Handlers(AmazonServiceClient client)
        => ((RuntimePipeline)typeof(AmazonServiceClient).GetProperty("RuntimePipeline", BindingFlags.Instance | BindingFlags.NonPublic)!
            .GetValue(client)!).Handlers;
}
