using System;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Costs;
using EcsTools.Estimates;
using EcsTools.Models;
using EcsTools.Schedules.Expressions;
using EcsTools.Services;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Apps;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Estimates;

/// <summary>Apps and tasks, measured as they are in the sandbox.</summary>
public sealed class CostSubjectsTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private readonly AppWorld _world = new(sandbox.Connection);

    [Fact]
    public async Task An_app_has_the_lines_of_its_services_and_its_load_balancer_once()
    {
        var name = AppWorld.Unique();
        await _world.PublishAsync(AppWorld.Request(
            name, AppWorld.Web("web"), AppWorld.Web("api", path: "/api*") with { DesiredCount = 2, Cpu = 512, Memory = 1024 }, Nightly()));
        var (request, leftOut) = await new AppCostSubjects(sandbox.Connection).ReadAsync(name, null, default);
        Assert.Equal([name + "-nightly"], leftOut);
        var cost = MonthlyCost.Calculate(request);
        Assert.Equal(("app " + name, "2 services with 3 tasks, 24 hours a day"), (cost.Name, cost.Usage));
        Assert.Equal([182.5m, 730m], new[] { "web", "api" }.Select(service => Line(cost, "vCPU", service).Quantity));
        Assert.Equal(730m, Line(cost, "Load balancer", null).Quantity);
        var balancer = await new EcsTools.Routing.Balancers.LoadBalancers(sandbox.Connection).RequireAsync(name, default);
        Assert.Equal(balancer.MonthlyCost!.Value, Line(cost, "Load balancer", null).Amount + Line(cost, "Load balancer addresses", null).Amount, 2);
        var services = await Task.WhenAll(new[] { "web", "api" }.Select(service => new CostSubjects(sandbox.Connection).ServiceAsync(
            new ServiceReference(name + "-cluster", $"{name}-{service}"), default)));
        Assert.Equal(
            services.Sum(service => MonthlyCost.Calculate(service).Lines.Sum(line => line.Amount)),
            cost.Lines.Where(line => line.Service is not null).Sum(line => line.Amount));
    }

    [Fact]
    public async Task The_runs_of_a_scheduled_service_count_if_their_length_is_known()
    {
        var name = AppWorld.Unique();
        await _world.PublishAsync(AppWorld.Request(name, Nightly()));
        var subjects = new AppCostSubjects(sandbox.Connection);
        var problem = await Assert.ThrowsAsync<EcsToolsException>(() => subjects.ReadAsync(name, null, default));
        Assert.Equal("RunDurationMissing", problem.ErrorId);
        var (request, leftOut) = await subjects.ReadAsync(name, TimeSpan.FromMinutes(6), default);
        Assert.Empty(leftOut);
        Assert.Equal(730m / 24 / 10 / 4, Line(MonthlyCost.Calculate(request), "vCPU", "nightly").Quantity, 4);
    }

    [Fact]
    public async Task The_images_and_the_kept_log_lines_of_an_app_are_measured()
    {
        var name = AppWorld.Unique();
        await _world.PublishAsync(AppWorld.Request(name, AppWorld.Worker("queue")));
        var logs = sandbox.Connection.Logs;
        await logs.CreateLogStreamAsync(new Amazon.CloudWatchLogs.Model.CreateLogStreamRequest { LogGroupName = $"/ecs/{name}-queue", LogStreamName = "s" });
        await logs.PutLogEventsAsync(new Amazon.CloudWatchLogs.Model.PutLogEventsRequest
        {
            LogGroupName = $"/ecs/{name}-queue",
            LogStreamName = "s",
            LogEvents =
            [
                new Amazon.CloudWatchLogs.Model.InputLogEvent { Timestamp = sandbox.Connection.Clock.UtcNow.UtcDateTime, Message = new string('x', 50_000) },
            ],
        });
        var (request, _) = await new AppCostSubjects(sandbox.Connection).ReadAsync(name, null, default);
        Assert.InRange(request.StoredLogGb * (1 << 30), 50_000, 60_000);
        Assert.Null(request.LoadBalancerUnits);
        Assert.Contains(MonthlyCost.Calculate(request).Lines, line => line is { Name: "Log lines kept", Service: null });
    }

    [Fact]
    public async Task An_app_that_does_not_exist_is_answered_with_a_similar_name()
    {
        var name = AppWorld.Unique();
        await _world.PublishAsync(AppWorld.Request(name, AppWorld.Worker("queue")));
        var problem = await Assert.ThrowsAsync<EcsToolsException>(() => new AppCostSubjects(sandbox.Connection).ReadAsync(name + "x", null, default));
        Assert.Equal("AppNotFound", problem.ErrorId);
        Assert.Contains(name, problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_costs_what_its_run_is_billed()
    {
        var cluster = await sandbox.ClusterAsync();
        var request = new TaskDefinitionRequest { Family = TaskSandbox.Unique("f"), ImageUri = "example:1", Cpu = 512, Memory = 1024 };
        var definition = await sandbox.RegisterAsync(request);
        var started = await sandbox.StartAsync(new StartTaskRequest { Cluster = cluster.Cluster, TaskDefinition = definition.TaskDefinition });
        var query = new TaskQuery { Tasks = [started[0].TaskArn] };
        var ended = await sandbox.Connection.Clock.UntilAsync(
            async () => await new FargateTasks(sandbox.Connection).GetAsync(query, _ => { }, default).FirstAsync() is { LastStatus: "STOPPED" } task
                ? task : null,
            TimeSpan.FromMinutes(30),
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(5),
            default);
        Assert.NotNull(ended);
        var cost = MonthlyCost.Calculate(await new CostSubjects(sandbox.Connection).TaskAsync(ended.TaskArn, null, default));
        Assert.Equal(ended.EstimatedCost!.Amount - ended.EstimatedCost.PublicIpAmount, cost.RunCost!.Value, 6);
        Assert.Equal(cost.RunCost.Value, cost.Monthly, 6);
        Assert.True(cost.Monthly > 0);
        Assert.StartsWith("1 run of 00:", cost.Usage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_ECS_does_not_know_is_an_error()
    {
        var cluster = await sandbox.ClusterAsync();
        var problem = await Assert.ThrowsAsync<EcsToolsException>(() => new CostSubjects(sandbox.Connection).TaskAsync(
            $"arn:aws:ecs:us-east-1:000000000000:task/{cluster.Cluster}/0123456789abcdef0123456789abcdef", null, default));
        Assert.Equal("TaskNotFound", problem.ErrorId);
    }

    private static AppService Nightly() => new()
    {
        Name = "nightly",
        Kind = AppServiceKind.Scheduled,
        Container = new AppContainer { Name = "nightly", ImageUri = "example:1" },
        Schedule = new AppSchedule { Expression = ScheduleExpression.FromEvery("1d") },
    };

    private static FargateCostLine Line(FargateCost cost, string name, string? service)
        => cost.Lines.Single(line => line.Name == name && line.Service == service);
}
