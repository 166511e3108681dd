using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Services;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Services;

public sealed class ServiceWaitTests : IDisposable
{
    private readonly ScriptedEcs _ecs = new();
    private readonly ServiceScript _script;
    private readonly List<OperationProgress> _reports = [];

    public ServiceWaitTests() => _script = new ServiceScript(_ecs);

    public void Dispose() => _ecs.Dispose();

    [Fact]
    public async Task As_many_tasks_as_wanted_are_no_success_until_the_deployment_says_so()
    {
        _script.OnLook = look => _script.Status = look < 5 ? "IN_PROGRESS" : "SUCCESSFUL";
        var service = await WaitAsync();
        Assert.Equal(("web", 2, 5), (service.ServiceName, service.RunningCount, _ecs.Count("DescribeServices")));
    }

    [Fact]
    public async Task A_success_with_too_few_tasks_is_waited_for_until_they_run()
    {
        _script.Status = "SUCCESSFUL";
        _script.OnLook = look => _script.Running = Math.Min(2, look - 1);
        await WaitAsync();
        Assert.Equal(3, _ecs.Count("DescribeServices"));
    }

    [Fact]
    public async Task A_rollback_is_an_error_that_names_what_the_tasks_died_of()
    {
        _script.OnLook = look =>
        {
            if (look <= 3)
            {
                _script.Fail("EssentialContainerExited", "Essential container in task exited", 3);
            }

            _script.Status = look switch { < 3 => "IN_PROGRESS", < 6 => "ROLLBACK_IN_PROGRESS", _ => "ROLLBACK_SUCCESSFUL" };
        };
        var error = await FailAsync();
        Assert.Equal("ServiceRolledBack", error.ErrorId);
        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.Equal(
            "Service 'web': web:2 was rolled back to web:1: Container 'app' ended with exit code 3: Error: no database (3 tasks).",
            error.Message.Split(Environment.NewLine)[0]);
        Assert.Contains("ECS says: Essential container in task exited", error.Message);
        Assert.Equal(3, Assert.IsType<FargateFailure>(error.Target).ExitCode);
        Assert.Contains("web:1 runs as before", error.Remedy);
    }

    [Theory]
    [InlineData("TaskFailedToStart", "CannotPullContainerError: manifest for example:2 not found", null, null, "example:", "")]
    [InlineData(
        "ServiceSchedulerInitiated", "Task failed container health checks", 137, null,
        "'app' failed its health check", "-HealthCheckStartPeriod")]
    [InlineData(
        "ServiceSchedulerInitiated", "Task failed ELB health checks in (target-group tg)", 143, null,
        "load balancer's health check of target group tg", "0.0.0.0")]
    [InlineData("EssentialContainerExited", "Essential container in task exited", 0, null, "ended with exit code 0", "Start-FargateTask")]
    [InlineData(
        "EssentialContainerExited", "Essential container in task exited", 137, "OutOfMemoryError: Container killed due to memory usage",
        "needed more memory", "-Memory")]
    [InlineData("EssentialContainerExited", "Essential container in task exited", 127, null, "exit code 127", "is in the image")]
    [InlineData(
        "TaskFailedToStart",
        "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'", null, null,
        "linux/amd64", "latform")]
    public async Task Each_way_to_fail_is_named_with_its_remedy(
        string code, string reason, int? exitCode, string? containerReason, string cause, string remedy)
    {
        _script.Status = "ROLLBACK_SUCCESSFUL";
        _script.Fail(code, reason, exitCode, containerReason);
        var error = await FailAsync();
        Assert.Contains(cause, error.Message.Split('\n')[0]);
        Assert.Contains(remedy, error.Remedy);
    }

    [Fact]
    public async Task A_task_that_ends_after_the_deployment_still_gives_the_cause()
    {
        _script.Status = "ROLLBACK_SUCCESSFUL";
        _script.Fail("EssentialContainerExited", "Essential container in task exited", 3);
        _script.EndSlowly(looks: 12);
        Assert.Contains("ended with exit code 3", (await FailAsync()).Message);
    }

    [Fact]
    public async Task A_task_that_does_not_end_is_not_waited_for_without_limit()
    {
        _script.Status = "ROLLBACK_SUCCESSFUL";
        _script.Fail("EssentialContainerExited", "Essential container in task exited", 3);
        _script.EndSlowly(looks: 1000);
        Assert.Contains("circuit breaker threshold was exceeded", (await FailAsync()).Message);
    }

    [Fact]
    public async Task Without_a_failed_task_what_ecs_says_is_the_cause()
    {
        _script.Status = "ROLLBACK_SUCCESSFUL";
        Assert.Contains("circuit breaker threshold was exceeded", (await FailAsync()).Message);
    }

    [Fact]
    public async Task Without_a_failed_task_the_alarm_is_the_cause()
    {
        _script.Status = "ROLLBACK_SUCCESSFUL";
        _script.Alarms = ["too-slow"];
        Assert.Contains("the alarm too-slow was raised", (await FailAsync()).Message);
    }

    [Fact]
    public async Task A_rollback_that_fails_is_told_with_what_the_tasks_died_of()
    {
        _script.Status = "ROLLBACK_FAILED";
        _script.StatusReason = "The rollback failed because the circuit breaker threshold was exceeded.";
        _script.Fail("EssentialContainerExited", "Essential container in task exited", 1);
        var failed = await FailAsync();
        Assert.Equal("ServiceRollbackFailed", failed.ErrorId);
        Assert.Contains("exit code 1", failed.Message);
        Assert.Contains("Undo-FargateDeployment web -Cluster demo", failed.Remedy);
    }

    [Fact]
    public async Task A_first_deployment_that_fails_has_nothing_to_go_back_to()
    {
        _script.Status = "ROLLBACK_FAILED";
        _script.StatusReason = "The rollback failed because the circuit breaker threshold was exceeded.";
        _script.Fail("EssentialContainerExited", "Essential container in task exited", 1);
        _script.IsFirst = true;
        var first = await FailAsync();
        Assert.Equal("ServiceDeploymentFailed", first.ErrorId);
        Assert.Contains("no earlier revision to roll back to", first.Remedy);
    }

    [Fact]
    public async Task A_deployment_that_was_stopped_says_why()
    {
        _script.Status = "STOPPED";
        _script.StatusReason = "Service deployment stopped by the user.";
        Assert.Contains("was stopped: Service deployment stopped by the user", (await FailAsync()).Message);
    }

    [Fact]
    public async Task A_deployment_that_a_newer_one_replaced_says_so()
    {
        _script.Status = "STOPPED";
        _script.StatusReason = "Service deployment stopped by the user.";
        _script.Listed.Insert(0, ServiceScript.Deployment.Replace("second", "third"));
        var error = await FailAsync(new ServiceWaitRequest { Service = Web, DeploymentId = ServiceScript.Deployment });
        Assert.Equal("ServiceDeploymentReplaced", error.ErrorId);
        Assert.Contains("third", error.Message);
    }

    [Fact]
    public async Task The_same_failure_again_and_again_ends_the_wait_before_ecs_gives_up()
    {
        _script.HasBreaker = false;
        _script.OnLook = _ => _script.Fail("EssentialContainerExited", "Essential container in task exited", 1);
        var error = await FailAsync();
        Assert.Equal("ServiceTasksKeepFailing", error.ErrorId);
        Assert.Contains("exit code 1", error.Message);
        Assert.Contains("Undo-FargateDeployment", error.Remedy);
        Assert.Equal(4, _ecs.Count("DescribeServiceDeployments"));
        Assert.Equal(0, _ecs.Count("StopServiceDeployment"));
        Assert.Equal(4, _reports.Count(report => report.Level == ProgressLevel.Verbose && report.Status.Contains("exit code 1")));
    }

    [Fact]
    public async Task Different_failures_do_not_end_it()
    {
        _script.HasBreaker = false;
        _script.OnLook = look =>
        {
            if (look <= 3)
            {
                _script.Fail("EssentialContainerExited", "Essential container in task exited", look);
            }

            _script.Status = look < 8 ? "IN_PROGRESS" : "SUCCESSFUL";
        };
        await WaitAsync();
    }

    [Fact]
    public async Task The_same_failure_does_not_end_it_while_a_task_stays_up()
    {
        _script.HasBreaker = false;
        _script.Run(startedAgo: 3600);
        _script.OnLook = look =>
        {
            if (look <= 6)
            {
                _script.Fail("EssentialContainerExited", "Essential container in task exited", 1);
            }

            _script.Status = look < 8 ? "IN_PROGRESS" : "SUCCESSFUL";
        };
        await WaitAsync();
    }

    [Fact]
    public async Task Tasks_that_ecs_or_a_person_ended_are_no_failures()
    {
        _script.HasBreaker = false;
        _script.OnLook = look =>
        {
            _script.Fail("ServiceSchedulerInitiated", "Scaling activity initiated by (deployment ecs-svc/1)", 143);
            _script.Fail("UserInitiated", "Task stopped by user", 143);
            _script.Fail("SpotInterruption", "Your Spot Task was interrupted.", 143);
            _script.Status = look < 6 ? "IN_PROGRESS" : "SUCCESSFUL";
        };
        await WaitAsync();
        Assert.DoesNotContain(_reports, report => report.Status.Contains("failed"));
    }

    [Fact]
    public async Task Who_deployed_it_rolls_it_back_where_the_breaker_would_take_long()
    {
        _script.Desired = 40;
        _script.BreakerThreshold = 20;
        _script.OnLook = look =>
        {
            if (_script.Status == "IN_PROGRESS")
            {
                _script.Fail("EssentialContainerExited", "Essential container in task exited", 1);
            }
        };
        var error = await FailAsync(new ServiceWaitRequest { Service = Web, RollBack = true });
        Assert.Equal("ServiceRolledBack", error.ErrorId);
        Assert.Contains("exit code 1", error.Message);
        var stop = Assert.Single(_ecs.Calls, call => call.Operation == "StopServiceDeployment");
        Assert.Equal(
            ("ROLLBACK", ServiceScript.Deployment), ((string)stop.Input["stopType"]!, (string)stop.Input["serviceDeploymentArn"]!));
    }

    [Fact]
    public async Task Who_only_waits_leaves_it_to_a_breaker_that_is_near()
    {
        _script.OnLook = look =>
        {
            _script.BreakerCount = Math.Min(look, 3);
            if (look <= 4)
            {
                _script.Fail("TaskFailedToStart", "CannotPullContainerError: not found");
            }

            _script.Status = look < 8 ? "IN_PROGRESS" : "ROLLBACK_SUCCESSFUL";
        };
        Assert.Equal("ServiceRolledBack", (await FailAsync()).ErrorId);
        Assert.Equal(0, _ecs.Count("StopServiceDeployment"));
    }

    [Fact]
    public async Task Tasks_that_cannot_even_be_placed_are_told_by_the_events()
    {
        _script.HasBreaker = false;
        _script.Running = 0;
        _script.OnLook = look => _script.Happen(
            "(service web) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::123456789012:role/r' "
                + $"{look}).");
        var error = await FailAsync();
        Assert.Equal("ServiceTasksKeepFailing", error.ErrorId);
        Assert.Contains("unable to assume the role", error.Message);
        Assert.Contains("ecs-tasks.amazonaws.com", error.Remedy);
    }

    [Fact]
    public async Task A_wait_that_is_over_says_where_it_is_and_why()
    {
        _script.Running = 1;
        _script.Fail("EssentialContainerExited", "Essential container in task exited", 9);
        var error = await FailAsync(new ServiceWaitRequest { Service = Web, Timeout = TimeSpan.FromMinutes(1) });
        Assert.Equal(("ServiceWaitTimeout", ErrorKind.Timeout), (error.ErrorId, error.Kind));
        Assert.Contains("web:2 is IN_PROGRESS after 00:01:", error.Message);
        Assert.Contains("1 of 2 tasks run", error.Message);
        Assert.Contains("exit code 9", error.Message);
    }

    [Fact]
    public async Task A_newer_deployment_is_waited_for_until_it_is_listed()
    {
        _script.Listed.Remove(ServiceScript.Deployment);
        _script.OnLook = look =>
        {
            if (look == 4)
            {
                _script.Listed.Insert(0, ServiceScript.Deployment);
            }

            _script.Status = look < 6 ? "IN_PROGRESS" : "SUCCESSFUL";
        };
        await WaitAsync(new ServiceWaitRequest { Service = Web, NewerThan = ServiceScript.FirstDeployment });
        Assert.Equal(6, _ecs.Count("DescribeServices"));
    }

    [Fact]
    public async Task A_change_of_the_count_alone_follows_no_deployment()
    {
        _script.Status = "ROLLBACK_SUCCESSFUL";
        _script.Running = 1;
        _script.OnLook = look => _script.Running = look < 4 ? 1 : 2;
        await WaitAsync(new ServiceWaitRequest { Service = Web, CountOnly = true });
        Assert.Equal(0, _ecs.Count("DescribeServiceDeployments"));
    }

    [Fact]
    public async Task A_rollback_that_was_asked_for_is_a_success()
    {
        _script.OnLook = look => _script.Status = look < 3 ? "ROLLBACK_IN_PROGRESS" : "ROLLBACK_SUCCESSFUL";
        Assert.Equal("web:1", (await WaitAsync(RollbackWanted)).TaskDefinition);
    }

    [Fact]
    public async Task A_deployment_that_was_quicker_than_the_rollback_that_was_asked_for_is_no_success()
    {
        _script.Status = "SUCCESSFUL";
        Assert.Equal("DeploymentFinishedFirst", (await FailAsync(RollbackWanted)).ErrorId);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_not_waited_for_as_long_as_one_whose_deployment_is_not_listed_yet()
    {
        _script.IsThere = false;
        await Assert.ThrowsAnyAsync<Exception>(() => WaitAsync());
        Assert.InRange(_ecs.Count("DescribeServices"), 2, 7);
    }

    [Fact]
    public async Task The_bar_says_what_the_tasks_died_of_while_others_are_still_tried()
    {
        _script.OnLook = look =>
        {
            if (look == 1)
            {
                _script.Fail("TaskFailedToStart", "CannotPullContainerError: not found");
            }

            _script.Status = look < 3 ? "IN_PROGRESS" : "SUCCESSFUL";
        };
        await WaitAsync();
        Assert.Contains(
            _reports,
            report => report.Level != ProgressLevel.Verbose && report.Status.EndsWith("1 failed: CannotPullContainerError: not found", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_and_counts_are_shown_as_they_come()
    {
        _script.OnLook = look =>
        {
            _script.Running = look - 1;
            _script.Happen($"(service web) has started 1 tasks: (task {look}).");
            _script.Status = look < 3 ? "IN_PROGRESS" : "SUCCESSFUL";
        };
        await WaitAsync();
        Assert.Equal(
            Enumerable.Range(1, 3).Select(look => $"(service web) has started 1 tasks: (task {look})."),
            _reports.Where(report => report.Level == ProgressLevel.Verbose).Select(report => report.Status));
        Assert.Contains(_reports, report => report.Status == "web:2: IN_PROGRESS, 1 of 2 running" && report.Percent == 50);
        Assert.True(_reports[^1].Completed);
    }

    private static ServiceReference Web => new("demo", "web");

    private static ServiceWaitRequest RollbackWanted => new() { Service = Web, DeploymentId = ServiceScript.Deployment, RollbackIsWanted = true };

    private async Task<FargateService> WaitAsync(ServiceWaitRequest? request = null)
    {
        using var connection = _ecs.Connect(new SkippingClock());
        return await new ServiceWait(connection).WaitAsync(
            request ?? new ServiceWaitRequest { Service = Web }, new Reports(_reports), default);
    }

    private async Task<EcsToolsException> FailAsync(ServiceWaitRequest? request = null)
        => await Assert.ThrowsAsync<EcsToolsException>(() => WaitAsync(request));

    private sealed class Reports(List<OperationProgress> all) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => all.Add(value);
    }
}
