using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Services;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;
using EcsTools.Sandbox.Services.Ecs.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.EcsServices;

/// <summary>How a service rolls, step by step, by its percentages alone.</summary>
public sealed class RollingPlanTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly EcsContext _context = new(new SandboxCloud("us-east-1", null, new SandboxClock(), default), null!);

    [Theory]
    [InlineData(1, 100, 200)]
    [InlineData(4, 100, 200)]
    [InlineData(4, 50, 100)]
    [InlineData(4, 100, 150)]
    [InlineData(2, 50, 100)]
    [InlineData(1, 0, 100)]
    [InlineData(5, 0, 100)]
    [InlineData(3, 66, 134)]
    public void A_roll_ends_and_never_leaves_its_bounds(int desired, int minimum, int maximum)
    {
        var service = Service(desired, minimum, maximum);
        var old = AddDeployment(service, "1");
        for (var number = 0; number < desired; number++)
        {
            Add(service, old).IsHealthy = true;
        }

        old.Status = DeploymentStatus.Active;
        var primary = AddDeployment(service, "2");
        for (var step = 0; step < 100; step++)
        {
            var plan = RollingPlan.Of(service, primary, Now);
            if (plan.IsSettled)
            {
                Assert.Equal(desired, service.Tasks.Count(task => task.Deployment == primary));
                Assert.DoesNotContain(service.Tasks, task => task.Deployment == old);
                return;
            }

            foreach (var task in plan.Stop)
            {
                service.Tasks.Remove(task);
            }

            var started = Enumerable.Range(0, plan.Start.Sum(item => item.Count)).Select(_ => Add(service, primary)).ToList();
            Assert.True(service.Tasks.Count(task => task.IsHealthy) >= service.Minimum, $"{step}: too few are healthy");
            Assert.True(service.Tasks.Count <= service.Maximum, $"{step}: there are too many");
            foreach (var task in started)
            {
                task.IsHealthy = true;
            }
        }

        Assert.Fail("The roll never ended.");
    }

    [Fact]
    public void Nothing_old_is_stopped_while_the_new_tasks_are_not_healthy()
    {
        var service = Service(2, 100, 200);
        var old = AddDeployment(service, "1");
        Add(service, old).IsHealthy = true;
        Add(service, old).IsHealthy = true;
        old.Status = DeploymentStatus.Active;
        var primary = AddDeployment(service, "2");
        Assert.Equal(2, RollingPlan.Of(service, primary, Now).Start.Sum(item => item.Count));
        var tasks = new[] { Add(service, primary), Add(service, primary) };

        Assert.Empty(RollingPlan.Of(service, primary, Now).Stop);
        tasks[0].IsHealthy = true;
        Assert.Single(RollingPlan.Of(service, primary, Now).Stop);
    }

    [Fact]
    public void What_does_not_serve_is_given_up_first_then_the_newest()
    {
        var service = Service(4, 100, 200);
        var primary = AddDeployment(service, "1");
        var tasks = Enumerable.Range(0, 4).Select(_ => Add(service, primary)).ToList();
        tasks[0].IsHealthy = tasks[2].IsHealthy = tasks[3].IsHealthy = true;
        service.Desired = 2;

        Assert.Equal([tasks[1], tasks[3]], RollingPlan.Of(service, primary, Now).Stop);
    }

    [Fact]
    public void An_unhealthy_task_is_replaced_at_once()
    {
        var service = Service(1, 100, 200);
        var primary = AddDeployment(service, "1");
        Add(service, primary).IsUnhealthy = true;
        var plan = RollingPlan.Of(service, primary, Now);
        Assert.Equal(1, plan.Start.Sum(item => item.Count));
        Assert.Single(plan.Unhealthy);
    }

    [Fact]
    public void The_tasks_of_a_failing_deployment_are_replaced_slowly()
    {
        var service = Service(1, 100, 200);
        var primary = AddDeployment(service, "1");
        Add(service, primary).IsUnhealthy = true;
        var pauses = new List<double>();
        var now = Now;
        for (var round = 0; round < 9; round++)
        {
            primary.NoteFailure(now);
            Assert.Equal(0, RollingPlan.Of(service, primary, now).Start.Sum(item => item.Count));
            pauses.Add((primary.NextStart - now).TotalSeconds);
            now = primary.NextStart;
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], pauses);
        primary.NoteSuccess(resets: true);
        Assert.Equal(1, RollingPlan.Of(service, primary, now).Start.Sum(item => item.Count));
    }

    [Fact]
    public void Tasks_that_fail_together_slow_a_deployment_down_once()
    {
        var deployment = AddDeployment(Service(10, 100, 200), "1");
        for (var number = 0; number < 10; number++)
        {
            deployment.NoteFailure(Now);
        }

        Assert.Equal(10, deployment.FailedTasks);
        Assert.Equal(Now.AddSeconds(1), deployment.NextStart);
    }

    [Theory]
    [InlineData("BOUNDED_PERCENT", 50, 1, 3)]
    [InlineData("BOUNDED_PERCENT", 50, 25, 13)]
    [InlineData("BOUNDED_PERCENT", 50, 400, 200)]
    [InlineData("BOUNDED_PERCENT", 50, 800, 200)]
    [InlineData("BOUNDED_PERCENT", 10, 55, 6)]
    [InlineData("UNBOUNDED_PERCENT", 50, 800, 400)]
    [InlineData("UNBOUNDED_PERCENT", 50, 1, 1)]
    [InlineData("COUNT", 5, 800, 5)]
    [InlineData("COUNT", 1, 1, 1)]
    public void The_threshold_of_the_breaker_is_that_of_AWS(string type, int value, int desired, int threshold)
        => Assert.Equal(threshold, new BreakerThreshold(type, value).Of(desired));

    [Theory]
    [InlineData(50, 2, 1)]
    [InlineData(50, 3, 2)]
    [InlineData(80, 10, 8)]
    [InlineData(0, 10, 1)]
    [InlineData(100, 10, 10)]
    [InlineData(50, 0, 0)]
    public void The_healthy_tasks_of_an_early_success_are_rounded_up(int percent, int desired, int healthy)
    {
        var criteria = new EarlySuccess(percent, EarlySuccess.Blocking);
        Assert.True(criteria.IsMet(healthy, desired));
        Assert.False(criteria.IsMet(healthy - 1, desired));
    }

    private static ServiceRecord Service(int desired, int minimum, int maximum)
        => new(Arn("service/c/web"), Arn("cluster/c"), new ServiceEvents("web", new SandboxClock()))
        {
            Settings = new ServiceSettings
            {
                Workload = new Workload { TaskDefinition = Arn("task-definition/web:1") },
                Desired = desired,
                Deployment = new DeploymentConfiguration { MinimumHealthyPercent = minimum, MaximumPercent = maximum },
            },
        };

    private static Deployment AddDeployment(ServiceRecord service, string number)
    {
        var deployment = new Deployment
        {
            Number = number,
            CreatedAt = 0,
            Definition = new TaskDefinition { Arn = service.Settings.Workload.TaskDefinition, Family = "web", Revision = 1, Registered = [] },
            Revision = new ServiceRevision { Arn = Arn("service-revision/c/web/" + number), Workload = service.Settings.Workload },
        };
        service.Deployments.Add(deployment);
        return deployment;
    }

    private ServiceTask Add(ServiceRecord service, Deployment deployment)
    {
        var running = new EcsTask(_context, Arn($"task/c/{Guid.NewGuid():N}")) { LastStatus = EcsTaskStatus.Running };
        var task = new ServiceTask(running, deployment);
        service.Tasks.Add(task);
        return task;
    }

    private static string Arn(string resource) => "arn:aws:ecs:us-east-1:000000000000:" + resource;
}
