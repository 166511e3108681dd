using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Models;
using EcsTools.Schedules;
using EcsTools.Schedules.Expressions;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Identity;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Tasks;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Tests.Schedules;

public class ScheduledTasksTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private readonly ScheduledTasks _schedules = new(sandbox.Connection);

    [Theory]
    [InlineData(ScheduleBackend.Scheduler)]
    [InlineData(ScheduleBackend.Rule)]
    public async Task The_plan_of_a_new_schedule_lists_its_role_and_next_runs(ScheduleBackend backend)
    {
        var plan = await _schedules.PlanAsync(await RequestAsync(backend), keep: false, default);

        Assert.Equal(ChangeStatus.Created, plan.Change);
        Assert.NotEmpty(plan.RoleSteps);
        Assert.Equal(3, plan.Outcome.NextRuns.Count);

        // Scheduler runs a rate without a start at once, a rule after its interval.
        Assert.Equal(backend == ScheduleBackend.Scheduler, plan.Outcome.NextRuns[0] < DateTimeOffset.UtcNow.AddHours(12));
    }

    [Theory]
    [InlineData(ScheduleBackend.Scheduler)]
    [InlineData(ScheduleBackend.Rule)]
    public async Task A_new_schedule_has_the_requested_settings_in_the_default_network(ScheduleBackend backend)
    {
        var request = await RequestAsync(backend);

        var made = await EnsureAsync(request);

        Assert.Equal(
            (ChangeStatus.Created, "rate(1 day)", "ENABLED", backend.ToString()),
            (made.Change, made.Expression, made.State, made.Backend));
        Assert.Equal(request.TaskDefinition, made.TaskDefinition);
        Assert.Equal(3, made.NextRuns.Count);
        Assert.StartsWith("sg-", Assert.Single(made.SecurityGroups));
        Assert.True(made.AssignPublicIp);
    }

    [Theory]
    [InlineData(ScheduleBackend.Scheduler)]
    [InlineData(ScheduleBackend.Rule)]
    public async Task A_second_run_with_the_same_request_changes_nothing(ScheduleBackend backend)
    {
        var request = await RequestAsync(backend);
        await EnsureAsync(request);

        var again = await _schedules.PlanAsync(request, keep: false, default);

        Assert.Empty(again.Differences);
        Assert.False(again.IsNeeded);
    }

    [Fact]
    public async Task One_that_is_stopped_half_way_says_what_is_done_and_continues_from_there()
    {
        var request = await RequestAsync(ScheduleBackend.Scheduler);
        using var stop = new CancellationTokenSource();
        var log = new ProgressLog(report =>
        {
            if (report.Activity == $"Schedule {request.Name}" && report.Status == $"Schedule {request.Name}")
            {
                stop.Cancel();
            }
        });
        using var connection = sandbox.Connect(new SandboxTime(sandbox.Server));
        var schedules = new ScheduledTasks(connection);
        var plan = await schedules.PlanAsync(request, keep: false, default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => schedules.ApplyAsync(plan, log, stop.Token));
        Assert.Contains("Done before that: role EcsTools", connection.Changes.Take(), StringComparison.Ordinal);
        var rest = await _schedules.PlanAsync(request, keep: false, default);
        Assert.Empty(rest.RoleSteps);
        Assert.Equal(ChangeStatus.Created, (await _schedules.ApplyAsync(rest, null, default)).Change);
    }

    [SkippableFact]
    public async Task What_was_made_is_what_aws_clients_see()
    {
        var request = await RequestAsync(ScheduleBackend.Scheduler) with
        {
            Expression = ScheduleExpression.FromCron("0 3 ? * MON-FRI *"),
            TimeZone = ScheduleTimeZone.Parse("W. Europe Standard Time"),
            Group = TaskSandbox.Unique("group"),
            FlexibleWindow = TimeSpan.FromMinutes(15),
            RetryAttempts = 2,
            MaximumEventAge = TimeSpan.FromHours(1),
            Overrides = new TaskOverrides { Command = ["crawl", "deep"], Environment = new Dictionary<string, string> { ["A"] = "1" } },
            Count = 2,
        };
        var made = await EnsureAsync(request);
        var seen = await sandbox.Boto.CallAsync(
            "scheduler",
            "GetSchedule",
            new JsonObject { ["Name"] = request.Name, ["GroupName"] = request.Group });
        Assert.Equal("Europe/Berlin", (string)seen["ScheduleExpressionTimezone"]!);
        Assert.Equal("15", seen["FlexibleTimeWindow"]!["MaximumWindowInMinutes"]!.ToJsonString());
        var target = seen["Target"]!;
        Assert.EndsWith("task-definition/" + request.TaskDefinition, (string)target["EcsParameters"]!["TaskDefinitionArn"]!);
        Assert.Equal("2", target["RetryPolicy"]!["MaximumRetryAttempts"]!.ToJsonString());
        Assert.Equal("crawl", (string)JsonNode.Parse((string)target["Input"]!)!["containerOverrides"]![0]!["command"]![0]!);
        Assert.Equal(made.RoleArn, (string)target["RoleArn"]!);
        Assert.Equal(ChangeStatus.Unchanged, (await EnsureAsync(request)).Change);
    }

    [Fact]
    public async Task A_change_names_what_differs_and_what_is_not_said_is_kept_or_reset()
    {
        var request = await RequestAsync(ScheduleBackend.Scheduler) with { Description = "nightly", Enabled = false };
        await EnsureAsync(request);
        var change = new ScheduledTaskRequest { Name = request.Name, Expression = ScheduleExpression.FromEvery("6h") };
        var plan = await _schedules.PlanAsync(change, keep: true, default);
        Assert.Equal("~ expression: rate(1 day) -> rate(6 hours)", Assert.Single(plan.Differences).ToString());
        var kept = await _schedules.ApplyAsync(plan, null, default);
        Assert.Equal((ChangeStatus.Updated, "nightly", "DISABLED"), (kept.Change, kept.Description, kept.State));
        Assert.Empty(kept.NextRuns);
        var reset = await _schedules.PlanAsync(request with { Description = null, Enabled = null }, keep: false, default);
        Assert.Equal(["expression", "state", "description"], reset.Differences.Select(difference => difference.Field));
    }

    [Fact]
    public async Task A_revision_is_pinned_only_where_it_is_asked_for()
    {
        var request = await RequestAsync(ScheduleBackend.Scheduler);
        var named = request with { TaskDefinition = request.TaskDefinition + ":1" };
        Assert.Equal(request.TaskDefinition, (await EnsureAsync(named)).TaskDefinition);
        Assert.Equal(named.TaskDefinition, (await EnsureAsync(named with { PinRevision = true })).TaskDefinition);
    }

    [Theory]
    [InlineData(ScheduleBackend.Scheduler)]
    [InlineData(ScheduleBackend.Rule)]
    public async Task A_schedule_whose_task_definition_is_gone_can_be_disabled(ScheduleBackend backend)
    {
        var schedule = await EnsureAsync(await RequestAsync(backend));
        var arns = await sandbox.Connection.Ecs.ListTaskDefinitionsAsync(new ListTaskDefinitionsRequest { FamilyPrefix = schedule.Family });
        foreach (var arn in arns.TaskDefinitionArns)
        {
            await sandbox.Connection.Ecs.DeregisterTaskDefinitionAsync(new DeregisterTaskDefinitionRequest { TaskDefinition = arn });
        }

        var disabled = await _schedules.SwitchAsync(schedule, enabled: false, default);
        Assert.Equal(("DISABLED", ChangeStatus.Updated, "state"), (disabled.State, disabled.Change, Assert.Single(disabled.Differences).Field));
        var kept = Assert.Single(await _schedules.GetAsync([schedule.ScheduleName], null, null, null, default).ToListAsync());
        Assert.Equal(
            ("DISABLED", schedule.Expression, schedule.TaskDefinitionArn, schedule.ClusterArn, schedule.RoleArn),
            (kept.State, kept.Expression, kept.TaskDefinitionArn, kept.ClusterArn, kept.RoleArn));
        await _schedules.RemoveAsync(schedule, default);
    }

    [Fact]
    public async Task A_schedule_has_ended_when_it_never_runs_again()
    {
        var request = await RequestAsync(ScheduleBackend.Scheduler);
        var now = DateTimeOffset.UtcNow;
        Assert.False((await EnsureAsync(request)).HasEnded);
        Assert.False((await EnsureAsync(request with { Enabled = false })).HasEnded);
        var spec = new ScheduleSpec
        {
            Name = "x",
            Backend = ScheduleBackend.Scheduler,
            ClusterArn = "arn:aws:ecs:us-east-1:000000000000:cluster/plan",
            TaskDefinitionArn = "arn:aws:ecs:us-east-1:000000000000:task-definition/plan",
            Expression = "rate(1 day)",
        };
        Assert.False(spec.ToModel(now).HasEnded);
        Assert.True((spec with { EndDate = now.AddDays(-1) }).ToModel(now).HasEnded);
        Assert.True((spec with { EndDate = now.AddDays(-1), Enabled = false }).ToModel(now).HasEnded);
        Assert.True((spec with { Expression = "at(2020-01-01T00:00:00)" }).ToModel(now).HasEnded);
        Assert.False((spec with { Expression = "at(2099-01-01T00:00:00)" }).ToModel(now).HasEnded);
        Assert.False((spec with { Expression = "at(2020-01-01T00:00:00)", TimeZone = "Mars/Base" }).ToModel(now).HasEnded);
    }

    [Fact]
    public async Task Schedules_of_both_kinds_are_found_switched_and_removed()
    {
        var scheduler = await EnsureAsync(await RequestAsync(ScheduleBackend.Scheduler));
        var rule = await EnsureAsync(await RequestAsync(ScheduleBackend.Rule));
        var missing = new List<EcsToolsException>();
        Assert.Single(await GetAsync(scheduler.ScheduleName));
        Assert.Equal("Rule", Assert.Single(await GetAsync(rule.ScheduleName)).Backend);
        Assert.True((await GetAsync("plan-*")).Count >= 2);
        foreach (var schedule in new[] { scheduler, rule })
        {
            Assert.Equal("DISABLED", (await _schedules.SwitchAsync(schedule, enabled: false, default)).State);
            Assert.Equal(ChangeStatus.Unchanged, (await _schedules.SwitchAsync(schedule, enabled: false, default)).Change);
            await _schedules.RemoveAsync(schedule, default);
            Assert.Empty(await GetAsync(schedule.ScheduleName));
        }

        Assert.All(missing, error => Assert.Equal("ScheduleNotFound", error.ErrorId));
        Assert.Equal(2, missing.Count);

        async Task<List<ScheduledTask>> GetAsync(string name)
            => await _schedules.GetAsync([name], null, null, missing.Add, default).ToListAsync();
    }

    [SkippableFact]
    public async Task A_schedule_can_be_run_now_with_its_own_overrides()
    {
        var request = await RequestAsync(ScheduleBackend.Scheduler) with { Overrides = new TaskOverrides { Command = ["now"] } };
        var made = await EnsureAsync(request);
        var task = Assert.Single(await sandbox.StartAsync(_schedules.RunRequest(made)));
        Assert.Equal("chronos-schedule/" + request.Name, task.StartedBy);
        var seen = await sandbox.Boto.CallAsync(
            "ecs",
            "DescribeTasks",
            new JsonObject { ["cluster"] = task.ClusterArn, ["tasks"] = new JsonArray(task.TaskArn) });
        Assert.Equal("now", (string)seen["tasks"]![0]!["overrides"]!["containerOverrides"]![0]!["command"]![0]!);
    }

    [SkippableFact]
    public async Task A_name_that_something_else_has_is_left_alone()
    {
        var request = await RequestAsync(ScheduleBackend.Rule);
        await sandbox.Boto.CallAsync("events", "PutRule", new JsonObject { ["Name"] = request.Name, ["EventPattern"] = """{"source":["aws.ecs"]}""" });
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => _schedules.PlanAsync(request, keep: false, default));
        Assert.Equal("ScheduleNameTaken", error.ErrorId);
    }

    [Fact]
    public async Task What_is_wrong_is_said_before_anything_is_made()
    {
        var good = await RequestAsync(ScheduleBackend.Scheduler);
        await AssertWrongAsync("Name", good with { Name = "every night" }, "every-night");
        await AssertWrongAsync("Group", good with { Group = "a b" }, "a-b");
        await AssertWrongAsync("Count", good with { Count = 11 }, "-Count 10");
        await AssertWrongAsync("RetryAttempts", good with { RetryAttempts = 200 }, "-RetryAttempts 185");
        await AssertWrongAsync("MaximumEventAge", good with { MaximumEventAge = TimeSpan.FromSeconds(5) }, "-MaximumEventAge 1m");
        await AssertWrongAsync("FlexibleWindow", good with { FlexibleWindow = TimeSpan.FromDays(2) }, "-FlexibleWindow 1d");
        await AssertWrongAsync("DeadLetterArn", good with { DeadLetterArn = "my-queue" }, "arn:aws:sqs:");
        await AssertWrongAsync("EndDate", good with { EndDate = DateTimeOffset.UtcNow.AddDays(-1) }, "in the future");
        await AssertWrongAsync("At", good with { Expression = ScheduleExpression.FromAt(new DateTime(2020, 1, 1)) }, "in the future");
        foreach (var never in new[] { "0 3 31 2 ? *", "0 3 * * ? 2020" })
        {
            await AssertWrongAsync("Cron", good with { Expression = ScheduleExpression.FromCron(never) }, "-StartDate");
        }

        await AssertWrongAsync("Cluster", good with { Cluster = good.Cluster + "x" }, good.Cluster!);
        await AssertWrongAsync("TaskDefinition", good with { TaskDefinition = good.TaskDefinition + "x" }, good.TaskDefinition!);
        await AssertWrongAsync("TaskDefinition", good with { TaskDefinition = null }, "-TaskDefinition");
        await AssertWrongAsync("Every", good with { Expression = null }, "-Every");
        await AssertWrongAsync("RoleArn", good with { RoleArn = "arn:aws:iam::000000000000:role/none" }, "Leave out -RoleArn");
        await AssertWrongAsync(
            "TimeZone",
            good with { Backend = ScheduleBackend.Rule, TimeZone = ScheduleTimeZone.Parse("Europe/Rome") },
            "UTC");
        await AssertWrongAsync(
            "FlexibleWindow",
            good with { Backend = ScheduleBackend.Rule, FlexibleWindow = TimeSpan.FromMinutes(5) },
            "Scheduler");

        async Task AssertWrongAsync(string parameter, ScheduledTaskRequest request, string remedy)
        {
            var error = await Assert.ThrowsAsync<EcsToolsException>(() => _schedules.PlanAsync(request, keep: false, default));
            Assert.Equal(parameter, error.Parameter);
            Assert.Contains(remedy, error.Remedy);
        }
    }

    private async Task<ScheduledTaskRequest> RequestAsync(ScheduleBackend backend)
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync(
            new TaskDefinitionRequest { Family = TaskSandbox.Unique("crawler"), ImageUri = "example:1" });
        return new ScheduledTaskRequest
        {
            Name = TaskSandbox.Unique("plan"),
            Backend = backend,
            Expression = ScheduleExpression.FromEvery("1d"),
            TaskDefinition = definition.Family,
            Cluster = cluster.Cluster,
        };
    }

    private async Task<ScheduledTask> EnsureAsync(ScheduledTaskRequest request)
        => await _schedules.ApplyAsync(await _schedules.PlanAsync(request, keep: false, default), null, default);
}
