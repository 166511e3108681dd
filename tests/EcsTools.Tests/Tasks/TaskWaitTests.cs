using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Tasks;
using EcsTools.Tests.Services;
using Xunit;

namespace EcsTools.Tests.Tasks;

public class TaskWaitTests
{
    private const string TaskArn = "arn:aws:ecs:us-east-1:123456789012:task/demo/0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("203.0.113.9", true)]
    [InlineData(null, false)]
    public async Task The_address_a_task_was_seen_with_is_in_the_cost_it_ends_with(string? address, bool costs)
    {
        using var aws = new ScriptedEcs();
        var looks = 0;
        aws.On("DescribeTasks", _ => new JsonObject { ["tasks"] = new JsonArray(Described(++looks < 3 ? "RUNNING" : "STOPPED")) })
            .On("DescribeTaskDefinition", _ => new JsonObject { ["__type"] = "ClientException", ["message"] = "Unable to describe task definition." })
            .OnEc2("DescribeNetworkInterfaces", Interface(address));
        using var connection = aws.Connect(new SkippingClock());

        var tasks = await new TaskWait(connection)
            .WaitAsync([TaskReference.Parse(TaskArn, null)], TaskWaitFor.Stopped, null, (error, _) => throw error, null, default)
            .ToListAsync();

        var stopped = Assert.Single(tasks);
        Assert.Equal(("STOPPED", null), (stopped.LastStatus, stopped.PublicIp));
        Assert.Equal(costs ? 0.005m : 0, stopped.EstimatedCost!.PublicIpAmount);
        Assert.Equal(1, aws.Count("DescribeNetworkInterfaces"));
    }

    [Fact]
    public async Task A_task_whose_health_check_failed_is_waited_for_no_longer()
    {
        using var aws = new ScriptedEcs();
        var described = Described("RUNNING");
        described["healthStatus"] = "UNHEALTHY";
        described["containers"] = new JsonArray(new JsonObject { ["name"] = "web", ["healthStatus"] = "UNHEALTHY" });
        aws.On("DescribeTasks", _ => new JsonObject { ["tasks"] = new JsonArray(described.DeepClone()) })
            .On("DescribeTaskDefinition", _ => new JsonObject { ["__type"] = "ClientException", ["message"] = "Unable to describe task definition." });
        using var connection = aws.Connect(new SkippingClock());
        var failures = new List<EcsToolsException>();

        var tasks = await new TaskWait(connection)
            .WaitAsync([TaskReference.Parse(TaskArn, null)], TaskWaitFor.Healthy, null, (error, _) => failures.Add(error), null, default)
            .ToListAsync();

        Assert.Empty(tasks);
        Assert.Equal("TaskUnhealthy", Assert.Single(failures).ErrorId);
        Assert.Contains(": web is UNHEALTHY", failures[0].Message);
    }

    private static JsonObject Described(string status)
    {
        var task = new JsonObject
        {
            ["taskArn"] = TaskArn,
            ["clusterArn"] = "arn:aws:ecs:us-east-1:123456789012:cluster/demo",
            ["taskDefinitionArn"] = "arn:aws:ecs:us-east-1:123456789012:task-definition/web:1",
            ["lastStatus"] = status,
            ["desiredStatus"] = status,
            ["cpu"] = "256",
            ["memory"] = "512",
            ["pullStartedAt"] = 1_700_000_000,
            ["startedAt"] = 1_700_000_060,
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["type"] = "ElasticNetworkInterface",
                ["details"] = new JsonArray(new JsonObject { ["name"] = "networkInterfaceId", ["value"] = "eni-0123456789abcdef0" }),
            }),
        };
        if (status == "STOPPED")
        {
            task["stoppedAt"] = 1_700_003_600;
        }

        return task;
    }

    private static string Interface(string? address) => $"""
        <DescribeNetworkInterfacesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
          <networkInterfaceSet>
            <item>
              <networkInterfaceId>eni-0123456789abcdef0</networkInterfaceId>
              {(address is null ? "" : $"<association><publicIp>{address}</publicIp></association>")}
            </item>
          </networkInterfaceSet>
        </DescribeNetworkInterfacesResponse>
        """;
}
