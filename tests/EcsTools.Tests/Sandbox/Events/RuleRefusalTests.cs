using System;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Events;

/// <summary>Rules and targets that EventBridge refuses, with its texts.</summary>
public sealed class RuleRefusalTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Cluster = "arn:aws:ecs:us-east-1:000000000000:cluster/c";
    private const string TaskArn = "arn:aws:ecs:us-east-1:000000000000:task-definition/web";
    private const string Network = """{"awsvpcConfiguration":{"Subnets":["subnet-1"]}}""";

    private readonly RawAws _aws = RawAws.Root(sandbox.Server);

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData("rate(1 hours)")]
    [InlineData("rate(5 minute)")]
    [InlineData("RATE(5 minutes)")]
    [InlineData("cron(*/0 * * * ? *)")]
    [InlineData("cron(*/70 * * * ? *)")]
    [InlineData("cron(0 */24 * * ? *)")]
    [InlineData("cron(0 0 * */13 ? *)")]
    [InlineData("cron(0 9 * * ?)")]
    [InlineData("cron(0 9 * * MON *)")]
    [InlineData("cron(0 9 2#1 * ? *)")]
    [InlineData("cron(0 9 ? * 2W *)")]
    [InlineData("cron(0 9 * * ? 1969)")]
    [InlineData("at(2030-01-01T00:00:00)")]
    public async Task An_expression_of_another_form_is_refused(string expression)
        => await RefusedAsync(
            "PutRule", $$"""{"Name":"r","ScheduleExpression":"{{expression}}"}""", "ValidationException", "Parameter ScheduleExpression is not valid.");

    [Fact]
    public async Task A_pattern_is_checked()
    {
        await RefusedAsync(
            "PutRule", """{"Name":"r","EventPattern":"{\"source\":\"aws.ecs\"}"}""", "InvalidEventPatternException", "Event pattern is not valid. Reason: \"source\" must be");
        var good = await CallAsync("PutRule", """{"Name":"r","EventPattern":"{\"source\":[\"aws.ecs\"]}"}""");

        Assert.Contains("rule/r", good.Body);
    }

    [Theory]
    [InlineData("""{"Id":"a","Arn":"bus"}""", "Parameter bus is not valid. Reason: Provided Arn is not in correct format.")]
    [InlineData("""{"Id":"a","Arn":"arn:aws:sns:us-east-1:000000000000:t","Input":"{}","InputPath":"$.a"}""",
        "Only one of Input, InputPath, or InputTransformer must be provided for target a.")]
    [InlineData("""{"Id":"a","Arn":"arn:aws:sns:us-east-1:000000000000:t","InputPath":"$","InputTransformer":{"InputTemplate":"x"}}""",
        "Only one of Input, InputPath, or InputTransformer must be provided for target a.")]
    [InlineData("""{"Id":"a","Arn":"arn:aws:sns:us-east-1:000000000000:t","Input":"hello"}""", "JSON syntax error in input for target a.")]
    [InlineData("""{"Id":"a","Arn":"arn:aws:sns:us-east-1:000000000000:t","InputPath":"detail"}""", "InputPath for target a is invalid.")]
    [InlineData("""{"Id":"a","Arn":"arn:aws:sns:us-east-1:000000000000:t","InputPath":"$.detail['x']"}""", "InputPath for target a is invalid.")]
    [InlineData("""{"Id":"a","Arn":"arn:aws:sns:us-east-1:000000000000:t","InputTransformer":{"InputPathsMap":{"x":"y"},"InputTemplate":"<x>"}}""",
        "InputPath for target a is invalid.")]
    [InlineData("""{"Id":"a","Arn":"arn:aws:sns:us-east-1:000000000000:t","InputTransformer":{"InputPathsMap":{"x":"$.y"},"InputTemplate":"<z>"}}""",
        "InputTemplate for target a contains invalid placeholder z.")]
    [InlineData("""{"Id":"a","Arn":"arn:aws:sns:us-east-1:000000000000:t","DeadLetterConfig":{"Arn":"arn:aws:sns:us-east-1:000000000000:t"}}""",
        "sns is not supported as a dead letter resource.")]
    [InlineData("""{"Id":"a","Arn":"arn:aws:sns:us-east-1:000000000000:t","DeadLetterConfig":{"Arn":"arn:aws:sqs:us-east-1:000000000000:q.fifo"}}""",
        "SQS FIFO is not supported by Dead Letter Queues.")]
    [InlineData("""{"Id":"a","Arn":"arn:aws:sqs:us-east-1:000000000000:q.fifo"}""", "Parameter(s) SqsParameters must be specified for target: a.")]
    [InlineData("""{"Id":"a","Arn":"arn:aws:sns:us-east-1:000000000000:t","EcsParameters":{"TaskDefinitionArn":"x"}}""",
        "Parameter(s) EcsParameters not valid for target: a.")]
    [InlineData("""{"Id":"a","Arn":"<cluster>"}""", "Parameter(s) EcsParameters must be specified for target: a.")]
    [InlineData("""{"Id":"a","Arn":"<cluster>","EcsParameters":{"TaskDefinitionArn":"web"}}""",
        "Parameter web is not valid. Reason: Provided Arn is not in correct format.")]
    [InlineData("""{"Id":"a","Arn":"<cluster>","EcsParameters":{"TaskDefinitionArn":"arn:aws:ecs:eu-west-1:000000000000:task-definition/web"}}""",
        "Region of " + Cluster + " does not match region of arn:aws:ecs:eu-west-1:000000000000:task-definition/web.")]
    [InlineData("""{"Id":"a","Arn":"<cluster>","EcsParameters":{"TaskDefinitionArn":"<task>","TaskCount":11}}""",
        "Parameter(s) TaskCount not valid for target: a.")]
    [InlineData("""{"Id":"a","Arn":"<cluster>","EcsParameters":{"TaskDefinitionArn":"<task>","LaunchType":"FARGATE"}}""",
        "Parameter NetworkConfiguration must be specified for target a when launch type is FARGATE.")]
    [InlineData("""{"Id":"a","Arn":"<cluster>","EcsParameters":{"TaskDefinitionArn":"<task>","LaunchType":"EC2","PlatformVersion":"1.4.0"}}""",
        "Parameter PlatformVersion for target a is not supported when launch type is EC2.")]
    [InlineData("""{"Id":"a","Arn":"<cluster>","EcsParameters":{"TaskDefinitionArn":"<task>","NetworkConfiguration":{"awsvpcConfiguration":{"Subnets":[]}}}}""",
        "Parameter Subnets is not valid. Reason: size must be in between 1 and 16.")]
    [InlineData("""{"Id":"a","Arn":"<cluster>","EcsParameters":{"TaskDefinitionArn":"<task>","LaunchType":"FARGATE","NetworkConfiguration":<network>}}""",
        "RoleArn is required for target " + Cluster + ".")]
    public async Task A_target_is_checked(string target, string message)
    {
        await CallAsync("PutRule", """{"Name":"targets","ScheduleExpression":"rate(1 day)"}""");
        var given = target.Replace("<cluster>", Cluster).Replace("<task>", TaskArn).Replace("<network>", Network);
        await RefusedAsync("PutTargets", $$"""{"Rule":"targets","Targets":[{{given}}]}""", "ValidationException", message);

        Assert.Empty((await CallAsync("ListTargetsByRule", """{"Rule":"targets"}""")).Json["Targets"]!.AsArray());
    }

    [Fact]
    public async Task Two_targets_of_one_id_are_refused()
        => await RefusedAsync(
            "PutTargets",
            """{"Rule":"r","Targets":[{"Id":"a","Arn":"arn:aws:sns:us-east-1:000000000000:t"},{"Id":"a","Arn":"arn:aws:sns:us-east-1:000000000000:u"}]}""",
            "ValidationException",
            "Parameter targets is not valid. Reason: More than one target with Id 'a' is provided.");

    [Theory]
    [InlineData("""{"Name":"a b","ScheduleExpression":"rate(1 day)"}""", "1 validation error detected: Value 'a b' at 'name'")]
    [InlineData("""{"Name":"t","ScheduleExpression":"rate(1 day)","Tags":[{"Key":"aws:x","Value":"1"}]}""", "Tag keys that begin with aws:")]
    [InlineData("""{"Name":"t","ScheduleExpression":"rate(1 day)","Tags":[{"Key":"x","Value":"1"},{"Key":"x","Value":"2"}]}""", "Tag keys must be unique.")]
    public async Task Names_and_tags_are_checked(string body, string message) => await RefusedAsync("PutRule", body, "ValidationException", message);

    [Fact]
    public async Task A_resource_that_is_not_a_rule_is_not_in_the_right_form()
        => await RefusedAsync("ListTagsForResource", """{"ResourceARN":"rule/x"}""", "ValidationException", "Parameter rule/x is not valid.");

    private Task<RawAnswer> CallAsync(string operation, string body) => _aws.JsonAsync("events", "AWSEvents." + operation, body);

    private async Task RefusedAsync(string operation, string body, string code, string message)
    {
        var answer = await CallAsync(operation, body);

        Assert.Equal(code, (string?)answer.Json["__type"]);
        Assert.StartsWith(message, (string?)answer.Json["message"]);
    }
}
