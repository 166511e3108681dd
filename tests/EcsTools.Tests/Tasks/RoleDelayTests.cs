using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Amazon.ECS;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using Xunit;

namespace EcsTools.Tests.Tasks;

/// <summary>A role that was made just now is not known everywhere at once: only then is "unable to assume" worth another try.</summary>
public class RoleDelayTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    [SkippableFact]
    public async Task A_task_whose_role_was_made_just_now_is_started_when_the_role_is_known()
    {
        var role = await RoleAsync("ec2.amazonaws.com");
        var request = await RequestAsync(role);
        var waits = 0;
        using var connection = sandbox.Connect(new SkippingClock(async count =>
        {
            waits = count;
            if (count == 3)
            {
                await TrustAsync(role, "ecs-tasks.amazonaws.com");
            }
        }));
        var start = new TaskStart(connection);
        var tasks = await start.StartAsync(await start.PlanAsync(request, default), error => throw error, null, default).ToListAsync();
        Assert.Single(tasks);
        Assert.Equal(3, waits);
    }

    [SkippableFact]
    public async Task A_role_that_never_can_be_assumed_is_given_up_after_two_minutes()
    {
        var request = await RequestAsync(await RoleAsync("ec2.amazonaws.com"));
        var clock = new SkippingClock();
        var from = clock.UtcNow;
        using var connection = sandbox.Connect(clock);
        var start = new TaskStart(connection);
        var plan = await start.PlanAsync(request, default);
        await Assert.ThrowsAnyAsync<AmazonECSException>(
            async () => await start.StartAsync(plan, error => throw error, null, default).ToListAsync());
        Assert.InRange(clock.UtcNow - from, TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(140));
    }

    private async Task<StartTaskRequest> RequestAsync(string role)
    {
        var definition = await sandbox.RegisterAsync(
            new TaskDefinitionRequest { Family = TaskSandbox.Unique("role"), ImageUri = "example:1", ExecutionRole = role });
        return new StartTaskRequest { TaskDefinition = definition.Family, Cluster = (await sandbox.ClusterAsync()).Cluster };
    }

    private async Task<string> RoleAsync(string service)
    {
        var name = TaskSandbox.Unique("role");
        await sandbox.Boto.CallAsync(
            "iam",
            "CreateRole",
            new JsonObject { ["RoleName"] = name, ["AssumeRolePolicyDocument"] = Trust(service) });
        return name;
    }

    private Task TrustAsync(string role, string service)
        => sandbox.Boto.CallAsync(
            "iam",
            "UpdateAssumeRolePolicy",
            new JsonObject { ["RoleName"] = role, ["PolicyDocument"] = Trust(service) });

    private static string Trust(string service)
        => $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"{{service}}"},"Action":"sts:AssumeRole"}]}""";
}
