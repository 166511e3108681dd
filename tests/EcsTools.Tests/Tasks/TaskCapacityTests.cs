using System.Linq;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Tasks;
using Xunit;

namespace EcsTools.Tests.Tasks;

public class TaskCapacityTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private static readonly StartTaskRequest Plain = new() { TaskDefinition = "web" };

    [Fact]
    public void Without_a_word_of_it_there_is_no_strategy() => Assert.Null(TaskCapacity.Strategy(Plain, 0));

    [Fact]
    public void The_base_is_of_all_tasks_and_not_of_each_call()
    {
        var mixed = Plain with { BaseOnDemand = 12, SpotWeight = 3 };
        Assert.Equal("FARGATE 1 12, FARGATE_SPOT 3 ", Text(mixed, 0));
        Assert.Equal("FARGATE 1 2, FARGATE_SPOT 3 ", Text(mixed, 10));
        Assert.Equal("FARGATE 1 , FARGATE_SPOT 3 ", Text(mixed, 20));
        Assert.Equal("FARGATE_SPOT 1 ", Text(Plain with { Spot = true }, 0));
        Assert.Equal("FARGATE 2 ", Text(Plain with { OnDemandWeight = 2 }, 0));
    }

    [Theory]
    [InlineData(true, 1, null, null, "Spot")]
    [InlineData(false, -1, null, null, "SpotWeight")]
    [InlineData(false, 1001, null, null, "SpotWeight")]
    [InlineData(false, null, 0, null, "OnDemandWeight")]
    [InlineData(false, null, null, -5, "BaseOnDemand")]
    public void Shares_that_cannot_be_right_are_named(bool spot, int? spotWeight, int? onDemandWeight, int? baseOnDemand, string parameter)
    {
        var request = Plain with { Spot = spot, SpotWeight = spotWeight, OnDemandWeight = onDemandWeight, BaseOnDemand = baseOnDemand };
        var error = Assert.Throws<EcsToolsException>(() => TaskCapacity.Check(request));
        Assert.Equal(($"Invalid{parameter}", parameter), (error.ErrorId, error.Parameter));
        Assert.False(string.IsNullOrEmpty(error.Remedy));
    }

    [Fact]
    public async Task Tasks_are_spread_over_both_kinds_of_capacity()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync();
        var tasks = await sandbox.StartAsync(
            new StartTaskRequest
            {
                TaskDefinition = definition.Family,
                Cluster = cluster.Cluster,
                Count = 20,
                BaseOnDemand = 12,
                SpotWeight = 1,
                OnDemandWeight = 1
            });

        // Ten and two of the base, and half of the eight that are left.
        Assert.Equal(16, tasks.Count(task => task.CapacityProvider == "FARGATE"));
        Assert.Equal(4, tasks.Count(task => task.CapacityProvider == "FARGATE_SPOT"));
    }

    [Fact]
    public async Task Commands_need_a_task_role()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync();
        var request = new StartTaskRequest { TaskDefinition = definition.Family, Cluster = cluster.Cluster, EnableExecuteCommand = true };
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => new TaskStart(sandbox.Connection).PlanAsync(request, default));
        Assert.Equal(("ExecNeedsTaskRole", "EnableExecuteCommand"), (error.ErrorId, error.Parameter));
        Assert.Contains($"Initialize-EcsRole Task -Name {definition.Family}-task -EnableExecuteCommand", error.Remedy);
    }

    private static string Text(StartTaskRequest request, int before)
        => string.Join(", ", TaskCapacity.Strategy(request, before)!.Select(item => $"{item.CapacityProvider} {item.Weight} {item.Base}"));
}
