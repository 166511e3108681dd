using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecs;

/// <summary>The walk of someone with nothing but the AWS CLI.</summary>
public sealed class AwsCliWalkTests(EcsSandbox sandbox) : IClassFixture<EcsSandbox>
{
    [SkippableFact]
    public async Task A_cluster_a_definition_a_run_and_a_schedule()
    {
        var aws = new AwsCli(sandbox.Server.EndpointUrl, sandbox.Server.AccessKey, sandbox.Server.SecretKey);
        var cluster = await aws.JsonAsync("ecs", "create-cluster", "--cluster-name", "walk");
        var definition = EcsSandbox.Definition("walk").ToJsonString();
        var registered = await aws.JsonAsync("ecs", "register-task-definition", "--cli-input-json", definition);
        var subnet = (string)(await aws.JsonAsync("ec2", "describe-subnets"))["Subnets"]![0]!["SubnetId"]!;
        var run = await aws.JsonAsync(
            "ecs", "run-task", "--cluster", "walk", "--task-definition", "walk", "--launch-type", "FARGATE",
            "--network-configuration", $"awsvpcConfiguration={{subnets=[{subnet}]}}");
        var task = (string)run["tasks"]![0]!["taskArn"]!;
        await aws.JsonAsync("ecs", "wait", "tasks-stopped", "--cluster", "walk", "--tasks", task);
        var described = await aws.JsonAsync("ecs", "describe-tasks", "--cluster", "walk", "--tasks", task);
        var target = new JsonObject
        {
            ["Arn"] = (string)cluster["cluster"]!["clusterArn"]!,
            ["RoleArn"] = await sandbox.NewRoleAsync("scheduler.amazonaws.com", null, "ecs:RunTask", "iam:PassRole"),
            ["EcsParameters"] = new JsonObject { ["TaskDefinitionArn"] = (string)registered["taskDefinition"]!["taskDefinitionArn"]! },
        };
        await aws.JsonAsync(
            "scheduler", "create-schedule", "--name", "walk", "--schedule-expression", "rate(1 day)",
            "--flexible-time-window", "Mode=OFF", "--target", target.ToJsonString());
        var schedules = await aws.JsonAsync("scheduler", "list-schedules");

        Assert.Equal(0, (int?)described["tasks"]![0]!["containers"]![0]!["exitCode"]);
        Assert.Equal("walk", (string?)schedules["Schedules"]![0]!["Name"]);
        Assert.Contains(
            "(ClientException) when calling the RegisterTaskDefinition operation: No Fargate configuration exists for given values: 300 CPU, 512 memory.",
            await aws.ErrorAsync("ecs", "register-task-definition", "--cli-input-json", definition.Replace("\"256\"", "\"300\"")));
    }
}
