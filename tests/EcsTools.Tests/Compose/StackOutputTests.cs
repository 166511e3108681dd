using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Compose;
using EcsTools.Stacks;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Compose;

/// <summary>Outputs of stacks in compose files.</summary>
public sealed class StackOutputTests(TaskSandbox sandbox, MotoServer moto) : IClassFixture<TaskSandbox>, IClassFixture<MotoServer>
{
    private const string Template = """
        {
          "Resources": { "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": "orders" } } },
          "Outputs": { "TopicName": { "Value": "orders" }, "SecretArn": { "Value": "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf" } }
        }
        """;

    [SkippableFact]
    public async Task The_value_of_an_output_becomes_a_variable_or_the_place_of_a_secret()
    {
        using var connection = await WithStackAsync();
        var app = await ReadAsync(connection, """
            services:
              web:
                image: example:1
                environment: { TOPIC: "${cfn:shop.TopicName}" }
                x-fargate: { secrets: { DB: "${cfn:shop.SecretArn}" } }
            """);
        Assert.Equal("orders", app.Services[0].Container.Environment!["TOPIC"]);
        Assert.Equal("arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf", app.Services[0].Container.Secrets!["DB"]);
    }

    [SkippableTheory]
    [InlineData("${cfn:shop.TopicNames}", "the stack 'shop' has no output 'TopicNames'", "TopicName")]
    [InlineData("${cfn:stop.TopicName}", "there is no stack 'stop' in us-east-1", "-Region")]
    [InlineData("${cfn:shop}", "does not name a stack and its output", "${cfn:network.VpcId}")]
    public async Task An_output_that_cannot_be_read_is_an_error_with_its_place(string token, string message, string remedy)
    {
        using var connection = await WithStackAsync();
        var problem = await Assert.ThrowsAsync<EcsToolsException>(() => ReadAsync(
            connection, $"services:\n  web:\n    image: example:1\n    environment:\n      TOPIC: \"{token}\"\n"));
        Assert.Contains("compose.yaml:5:7: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, problem.Remedy, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_sandbox_has_no_stacks()
    {
        var outputs = await new StackOutputs(sandbox.Connection).ReadAsync(["shop.TopicName"], default);
        Assert.Contains("there is no stack 'shop'", outputs["shop.TopicName"].Problem, StringComparison.Ordinal);
        Assert.Empty((await sandbox.Boto.CallAsync("cloudformation", "DescribeStacks"))["Stacks"]!.AsArray());
    }

    private static async Task<EcsTools.Apps.Definition.AppDefinition> ReadAsync(AwsConnection connection, string text)
    {
        using var folder = new TemporaryFolder();
        var request = new ComposeRequest { Paths = [folder.Write("compose.yaml", text)], Region = "us-east-1", Account = "123456789012" };
        var outputs = await new StackOutputs(connection).ReadAsync(ComposeApps.StackOutputsOf(request), default);
        return ComposeApps.Read(request with { StackOutputs = outputs });
    }

    private async Task<AwsConnection> WithStackAsync()
    {
        var endpoint = moto.EndpointUrl;
        using var client = await PythonServer.Clients.CallAsync(
            "boto_client", new JsonObject { ["endpoint"] = endpoint, ["accessKey"] = "test", ["secretKey"] = "test" });
        await client.WriteLineAsync(new JsonArray("cloudformation", "CreateStack", new JsonObject { ["StackName"] = "shop", ["TemplateBody"] = Template }));
        var answer = (await client.ReadLineAsync()).AsObject();
        Assert.True(answer["answer"] is not null || (string?)answer["code"] == "AlreadyExistsException", answer.ToJsonString());
        return new AwsConnection(new BasicAWSCredentials("test", "test"), "us-east-1", endpoint, SystemClock.Instance);
    }
}
