using System;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Services.Scheduling;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Scheduler;

/// <summary>Schedules that EventBridge Scheduler refuses, with its texts, and those that it takes although rules of EventBridge do not.</summary>
public sealed class ScheduleRefusalTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Role = "arn:aws:iam::000000000000:role/scheduler";

    private readonly RawAws _aws = RawAws.Root(sandbox.Server);

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData("rate(1 hours)")]
    [InlineData("rate(5 minute)")]
    [InlineData("rate(5minutes)")]
    [InlineData("RATE(5 Minutes)")]
    [InlineData("cron(0 9 * * ?)")]
    [InlineData("at(2030-01-01T00:00)")]
    [InlineData("AT(2030-01-01T00:00:00)")]
    public void The_Scheduler_takes_more_forms(string text)
    {
        Assert.NotNull(ScheduleExpression.TryParse(text, ScheduleDialect.Scheduler));
        Assert.Null(ScheduleExpression.TryParse(text, ScheduleDialect.Strict));
    }

    [Theory]
    [InlineData("rate(0 minutes)")]
    [InlineData("rate(10 seconds)")]
    [InlineData("rate( 10 minutes )")]
    [InlineData(" rate(10 minutes)")]
    [InlineData("rate(10)")]
    [InlineData("cron(0 1 * * * *)")]
    [InlineData("cron(*/0 1 * * ? *)")]
    [InlineData("cron(*/70 1 * * ? *)")]
    [InlineData("cron(0 1 ? * 2#6 *)")]
    [InlineData("cron(0 1 *)")]
    [InlineData("at(2030-01-01T00:00:00Z)")]
    [InlineData("at(2030-01-01)")]
    public async Task Other_expressions_are_refused(string expression)
    {
        var schedule = Schedule();
        schedule["ScheduleExpression"] = expression;

        await RefusedAsync(schedule, $"Invalid Schedule Expression {expression}.");
    }

    [Theory]
    [InlineData("""{"FlexibleTimeWindow":{"Mode":"FLEXIBLE"}}""", "MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.")]
    [InlineData("""{"FlexibleTimeWindow":{"Mode":"OFF","MaximumWindowInMinutes":5}}""",
        "MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.")]
    [InlineData("""{"StartDate":4102444800,"EndDate":4102444800}""", "The StartDate you specify must come before the EndDate.")]
    [InlineData("""{"StartDate":946684800}""", "The StartDate you specify cannot be earlier than 5 minutes ago.")]
    [InlineData("""{"EndDate":946684800}""", "The EndDate you specify cannot be in the past.")]
    [InlineData("""{"ScheduleExpressionTimezone":"Mars/Olympus"}""", "The ScheduleExpressionTimezone Mars/Olympus is not")]
    [InlineData("""{"ActionAfterCompletion":"KEEP"}""", "1 validation error detected: Value 'KEEP' at 'actionAfterCompletion'")]
    [InlineData("""{"ClientToken":"a b"}""", "1 validation error detected: Value 'a b' at 'clientToken'")]
    public async Task Windows_dates_and_zones_are_checked(string members, string message) => await RefusedAsync(With(Schedule(), members), message);

    [Theory]
    [InlineData("""{"Arn":"cluster"}""", "Provided Arn is not in correct format: cluster")]
    [InlineData("""{"Arn":"arn:aws:ecs:us-east-1:000000000000:service/c"}""", "Provided Arn is not in correct format")]
    [InlineData("""{"Arn":"arn:aws:ecs:eu-west-1:000000000000:cluster/c"}""", "The target ARN provided does not match the current region us-east-1.")]
    [InlineData("""{"Arn":"arn:aws:s3:us-east-1:000000000000:bucket"}""", "s3 is not a supported service for a target.")]
    [InlineData("""{"Arn":"arn:aws:lambda:us-east-1:000000000000:function:f"}""", "Parameters EcsParameters not supported for the target.")]
    [InlineData("""{"EcsParameters":null}""", "Parameters EcsParameters must be specified.")]
    [InlineData("""{"EcsParameters":null,"Arn":"arn:aws:sqs:us-east-1:000000000000:q.fifo"}""", "Parameters SqsParameters must be specified.")]
    [InlineData("""{"EcsParameters":null,"Arn":"arn:aws:sqs:us-east-1:000000000000:q","SqsParameters":{"MessageGroupId":"g"}}""",
        "Parameters MessageGroupId not valid for the target.")]
    [InlineData("""{"EcsParameters":null,"Arn":"arn:aws:scheduler:::aws-sdk:sqs:getQueueUrl","Input":"{}"}""", "getQueueUrl API is not supported.")]
    [InlineData("""{"EcsParameters":null,"Arn":"arn:aws:scheduler:::aws-sdk:sqs:sendMessage"}""", "You must provide an input to set this target for your schedule.")]
    [InlineData("""{"Input":"{"}""", "JSON syntax error in input for the target.")]
    [InlineData("""{"EcsParameters":{"TaskDefinitionArn":"arn:aws:ecs:us-east-1:000000000000:task-definition/w","LaunchType":"FARGATE"}}""",
        "Parameter NetworkConfiguration must be specified for the target when launch type is FARGATE.")]
    [InlineData("""{"EcsParameters":{"TaskDefinitionArn":"w"}}""", "Invalid TaskDefinitionArn: w")]
    [InlineData("""{"EcsParameters":{"TaskDefinitionArn":"arn:aws:ecs:us-east-1:000000000000:task-definition/w","TaskCount":11}}""",
        "1 validation error detected: Value '11' at 'target.ecsParameters.taskCount'")]
    [InlineData("""{"RoleArn":"role"}""", "1 validation error detected: Value 'role' at 'target.roleArn'")]
    [InlineData("""{"DeadLetterConfig":{"Arn":"arn:aws:sns:us-east-1:000000000000:t"}}""", "1 validation error detected: Value 'arn:aws:sns")]
    [InlineData("""{"RetryPolicy":{"MaximumRetryAttempts":186}}""", "1 validation error detected: Value '186'")]
    [InlineData("{}", "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.")]
    public async Task Targets_are_checked(string members, string message)
    {
        var schedule = Schedule();
        schedule["Target"] = With(schedule["Target"]!.AsObject(), members).DeepClone();

        await RefusedAsync(schedule, message);
    }

    [Fact]
    public async Task The_default_group_is_not_created_and_not_deleted()
    {
        var created = await _aws.SendAsync("scheduler", HttpMethod.Post, "/schedule-groups/default", "{}", "application/json");
        var deleted = await _aws.SendAsync("scheduler", HttpMethod.Delete, "/schedule-groups/default", "", null);

        Assert.Equal("This operation cannot be performed on schedule group default.", (string?)created.Json["Message"]);
        Assert.Equal("This operation cannot be performed on schedule group default.", (string?)deleted.Json["Message"]);
    }

    [Fact]
    public async Task The_same_token_creates_a_group_once()
    {
        var first = await GroupAsync("""{"ClientToken":"t1"}""");
        var again = await GroupAsync("""{"ClientToken":"t1"}""");
        var other = await GroupAsync("""{"ClientToken":"t2"}""");

        Assert.Equal(first.Body, again.Body);
        Assert.Equal("Schedule group once already exists.", (string?)other.Json["Message"]);
        Assert.Contains("Tag keys must be unique.", (await GroupAsync("""{"Tags":[{"Key":"a","Value":"1"},{"Key":"a","Value":"2"}]}""")).Body);
    }

    private static JsonObject Schedule() => new()
    {
        ["ScheduleExpression"] = "rate(1 day)",
        ["FlexibleTimeWindow"] = new JsonObject { ["Mode"] = "OFF" },
        ["Target"] = new JsonObject
        {
            ["Arn"] = "arn:aws:ecs:us-east-1:000000000000:cluster/c",
            ["RoleArn"] = Role,
            ["EcsParameters"] = new JsonObject { ["TaskDefinitionArn"] = "arn:aws:ecs:us-east-1:000000000000:task-definition/w" },
        },
    };

    private static JsonObject With(JsonObject into, string members)
    {
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            into[name] = value?.DeepClone();
        }

        return into;
    }

    private Task<RawAnswer> GroupAsync(string body) => _aws.SendAsync("scheduler", HttpMethod.Post, "/schedule-groups/once", body, "application/json");

    private async Task RefusedAsync(JsonObject schedule, string message)
    {
        var answer = await _aws.SendAsync("scheduler", HttpMethod.Post, "/schedules/s", schedule.ToJsonString(), "application/json");

        Assert.Equal("ValidationException", string.Join("", answer.Headers.GetValues("x-amzn-ErrorType")));
        Assert.StartsWith(message, (string?)answer.Json["Message"]);
    }
}
