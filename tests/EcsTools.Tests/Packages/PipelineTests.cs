using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using Amazon.Scheduler;
using Amazon.Scheduler.Model;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Tests.Packages;

/// <summary>The stand-ins run on the SDK's own pipeline: its retries, its signer, its credentials.</summary>
public class PipelineTests
{
    [Fact]
    public async Task A_throttled_request_is_sent_again_with_the_same_token()
    {
        var answers = new Queue<string?>(["ThrottlingException", null]);
        var wire = new Loopback(_ => answers.Dequeue() is { } code
            ? Loopback.Answer(HttpStatusCode.BadRequest, $$"""{"__type":"{{code}}","message":"Rate exceeded"}""")
            : Loopback.Answer(HttpStatusCode.OK, """{"tasks":[{"taskArn":"arn:1"}],"failures":[]}"""));
        using var client = Ecs(wire, retries: 1);
        var response = await client.RunTaskAsync(new RunTaskRequest { TaskDefinition = "web" });
        Assert.Equal("arn:1", Assert.Single(response.Tasks).TaskArn);
        var tokens = wire.Sent.Select(s => JsonNode.Parse(s.Body)!["clientToken"]!.GetValue<string>()).ToList();
        Assert.Equal(2, tokens.Count);
        Assert.True(Guid.TryParse(tokens[0], out _), tokens[0]);
        Assert.Equal(tokens[0], tokens[1]);
    }

    [Fact]
    public async Task A_token_of_the_callers_is_sent_as_it_is()
    {
        var wire = Loopback.Empty(isXml: false);
        using var client = Ecs(wire);
        await client.RunTaskAsync(new RunTaskRequest { TaskDefinition = "web", ClientToken = "mine" });
        Assert.Equal("mine", JsonNode.Parse(wire.Sent[0].Body)!["clientToken"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_token_that_goes_into_the_query_string_is_made_up_there()
    {
        var wire = Loopback.Empty(isXml: false);
        using var client = (IAmazonScheduler)StandIn.Of("AWSSDK.Scheduler").NewClient(StandIn.Of("AWSSDK.Scheduler").NewConfig(wire));
        await client.DeleteScheduleAsync(new DeleteScheduleRequest { Name = "nightly", GroupName = "demo" });
        Assert.Matches(@"^/schedules/nightly\?clientToken=[0-9a-f-]{36}&groupName=demo$", wire.Sent[0].Uri.PathAndQuery);
    }

    [Fact]
    public async Task A_member_of_the_path_that_is_not_set_is_refused_before_anything_is_sent()
    {
        var wire = Loopback.Empty(isXml: false);
        using var client = (IAmazonScheduler)StandIn.Of("AWSSDK.Scheduler").NewClient(StandIn.Of("AWSSDK.Scheduler").NewConfig(wire));
        var exception = await Assert.ThrowsAsync<AmazonSchedulerException>(() => client.GetScheduleAsync(new GetScheduleRequest()));
        Assert.Contains("Name", exception.Message, StringComparison.Ordinal);
        Assert.Empty(wire.Sent);
    }

    [Fact]
    public async Task Session_credentials_send_their_token()
    {
        foreach (var standIn in StandIn.All)
        {
            var wire = Loopback.Empty(standIn.IsXml);
            using var client = standIn.NewClient(standIn.NewConfig(wire), new SessionAWSCredentials("AKIDEXAMPLE", "secret", "the-session"));
            var operation = standIn.Operations.First();
            await standIn.CallAsync(client, operation, ResponseWireTests.RequestFor(standIn, operation));
            Assert.Equal("the-session", wire.Sent[0].Headers["X-Amz-Security-Token"]);
        }
    }

    [Fact]
    public async Task Every_request_says_which_service_it_is_for()
    {
        foreach (var standIn in StandIn.All)
        {
            var wire = Loopback.Empty(standIn.IsXml);
            using var client = standIn.NewClient(standIn.NewConfig(wire), new SessionAWSCredentials("AKIDEXAMPLE", "secret", "the-session"));
            var operation = standIn.Operations.First();
            await standIn.CallAsync(client, operation, ResponseWireTests.RequestFor(standIn, operation));
            Assert.Matches(@" api/[A-Za-z0-9 ]+#4\.", wire.Sent[0].Headers["User-Agent"]);
        }
    }

    [Fact]
    public async Task Collections_and_numbers_are_null_until_the_service_says_something()
    {
        using var client = Ecs(new Loopback(_ => Loopback.Answer(HttpStatusCode.OK, """{"clusters":[{"clusterName":"demo","tags":null}]}""")));
        var response = await client.DescribeClustersAsync(new DescribeClustersRequest());
        var cluster = Assert.Single(response.Clusters);
        Assert.Null(response.Failures);
        Assert.Null(cluster.Tags);
        Assert.Null(cluster.RunningTasksCount);
        Assert.Null(new RunTaskRequest().Tags);
    }

    [Fact]
    public async Task An_enum_value_newer_than_the_model_is_kept()
    {
        using var client = Ecs(new Loopback(_ => Loopback.Answer(HttpStatusCode.OK, """{"tasks":[{"launchType":"QUANTUM"}]}""")));
        var response = await client.DescribeTasksAsync(new DescribeTasksRequest());
        Assert.Equal("QUANTUM", response.Tasks[0].LaunchType.Value);
        Assert.NotEqual(Amazon.ECS.LaunchType.FARGATE, response.Tasks[0].LaunchType);
    }

    [Fact]
    public async Task A_policy_document_stays_url_encoded_as_iam_sent_it()
    {
        const string encoded = "%7B%22Version%22%3A%222012-10-17%22%7D";
        var wire = new Loopback(_ => Loopback.Answer(HttpStatusCode.OK,
            $"<GetRolePolicyResponse><GetRolePolicyResult><PolicyDocument>{encoded}</PolicyDocument></GetRolePolicyResult></GetRolePolicyResponse>"));
        using var client = (IAmazonIdentityManagementService)StandIn.Of("AWSSDK.IdentityManagement").NewClient(StandIn.Of("AWSSDK.IdentityManagement").NewConfig(wire));
        Assert.Equal(encoded, (await client.GetRolePolicyAsync(new GetRolePolicyRequest { RoleName = "r", PolicyName = "p" })).PolicyDocument);
    }

    [Fact]
    public async Task Cancelling_stops_the_call()
    {
        using var client = Ecs(Loopback.Empty(isXml: false));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            client.ListClustersAsync(new ListClustersRequest(), new System.Threading.CancellationToken(canceled: true)));
    }

    [Fact]
    public void Each_default_configuration_mode_has_the_timeouts_of_the_published_packages()
    {
        foreach (var mode in Enum.GetValues<DefaultConfigurationMode>())
        {
            var published = new Amazon.SecurityToken.AmazonSecurityTokenServiceConfig { DefaultConfigurationMode = mode, RegionEndpoint = Amazon.RegionEndpoint.USEast1 };
            var standIn = new AmazonECSConfig { DefaultConfigurationMode = mode, RegionEndpoint = Amazon.RegionEndpoint.USEast1 };
            Assert.Equal(published.ConnectTimeout, standIn.ConnectTimeout);
            Assert.Equal(published.Timeout, standIn.Timeout);
            Assert.Equal(published.RetryMode, standIn.RetryMode);
            Assert.Equal(published.MaxErrorRetry, standIn.MaxErrorRetry);
        }
    }

    private static IAmazonECS Ecs(Loopback wire, int retries = 0)
    {
        var config = StandIn.Of("AWSSDK.ECS").NewConfig(wire);
        config.MaxErrorRetry = retries;
        return (IAmazonECS)StandIn.Of("AWSSDK.ECS").NewClient(config);
    }
}
