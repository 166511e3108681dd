using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Ecr;
using EcsTools.Logs;
using EcsTools.Models;
using EcsTools.Schedules;
using EcsTools.Schedules.Expressions;
using EcsTools.Services;
using EcsTools.Services.Scaling;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using EcsTools.Usage;
using Task = System.Threading.Tasks.Task;
using Xunit;

namespace EcsTools.Tests.Identity;

/// <summary>A command that lacks a permission does all that it can, and says once what it leaves out.</summary>
public sealed class MissingPermissionTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    [Fact]
    public async Task A_log_group_is_made_without_its_retention_and_its_tag_where_these_are_refused()
    {
        using var caller = await RestrictedCaller.CreateAsync(sandbox.Server, "logs:PutRetentionPolicy", "logs:TagResource");
        var name = "/ecs/" + TaskSandbox.Unique("group");

        Assert.Equal(ChangeStatus.Created, await new LogGroups(caller.Connection).EnsureAsync(name, 30, null, default));

        Assert.True(await new LogGroups(sandbox.Connection).ExistsAsync(name, default));
        Assert.Equal(["logs:TagResource", "logs:PutRetentionPolicy"], caller.Gaps.Select(gap => gap.Denial.Action));
        Assert.All(caller.Gaps, gap => Assert.Contains(name, gap.LeftOut, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_group_that_is_there_needs_no_look_and_one_that_is_not_is_still_an_error()
    {
        var name = "/ecs/" + TaskSandbox.Unique("group");
        await new LogGroups(sandbox.Connection).EnsureAsync(name, 30, null, default);
        using var blind = await RestrictedCaller.CreateAsync(sandbox.Server, "logs:DescribeLogGroups");
        using var neither = await RestrictedCaller.CreateAsync(sandbox.Server, "logs:DescribeLogGroups", "logs:CreateLogGroup");
        using var looking = await RestrictedCaller.CreateAsync(sandbox.Server, "logs:CreateLogGroup");

        Assert.Equal(ChangeStatus.Unchanged, await new LogGroups(blind.Connection).EnsureAsync(name, 30, null, default));
        Assert.Empty(blind.Gaps);
        Assert.Equal(ChangeStatus.Unchanged, await new LogGroups(neither.Connection).EnsureAsync(name, 30, null, default));
        Assert.Equal("logs:CreateLogGroup", Assert.Single(neither.Gaps).Denial.Action);
        var refused = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => new LogGroups(looking.Connection).EnsureAsync(name + "-new", 30, null, default));
        Assert.Equal("logs:CreateLogGroup", AccessDenial.Find(refused)!.Action);
    }

    [Fact]
    public async Task A_wait_keeps_exit_code_and_status_where_no_log_may_be_read()
    {
        using var caller = await RestrictedCaller.CreateAsync(sandbox.Server, "logs:GetLogEvents", "logs:FilterLogEvents");
        var task = await StartAsync();

        var stopped = Assert.Single(await new TaskRunMonitor(caller.Connection)
            .StayAsync([task], false, TimeSpan.FromSeconds(60), null, (problem, _) => throw problem, null, default));

        Assert.Equal(("STOPPED", 0), (stopped.LastStatus, stopped.ExitCode));
        Assert.Empty(stopped.Logs);
        var gap = Assert.Single(caller.Gaps);
        Assert.Equal(("The logs of the tasks are left out", "logs:GetLogEvents"), (gap.LeftOut, gap.Denial.Action));
    }

    [Theory]
    [InlineData("logs:GetLogEvents", null, null)]
    [InlineData("logs:GetLogEvents", null, 2)]
    [InlineData("logs:FilterLogEvents", "error", null)]
    [InlineData("logs:FilterLogEvents", "error", 1)]
    [InlineData("logs:FilterLogEvents", "?error ?warning -debug", null)]
    public async Task A_log_is_read_by_one_call_where_the_other_is_refused(string denied, string? filter, int? tail)
    {
        var task = await RunAsync();
        await WriteAsync(task, "one error", "a warning", "fine", "another error");
        using var caller = await RestrictedCaller.CreateAsync(sandbox.Server, denied);
        var request = new TaskLogRequest { Tasks = [new TaskReference(task.ClusterArn, task.TaskArn)], Filter = filter, Tail = tail };

        if (filter is not null && filter.Contains('-', StringComparison.Ordinal))
        {
            // Terms of several kinds are for CloudWatch Logs alone.
            await Assert.ThrowsAnyAsync<AmazonServiceException>(() => ReadAsync(caller.Connection, request));
            return;
        }

        Assert.Equal(await ReadAsync(sandbox.Connection, request), await ReadAsync(caller.Connection, request));
        Assert.Empty(caller.Gaps);
    }

    [Fact]
    public async Task The_error_names_the_call_that_is_preferred_where_both_are_refused()
    {
        var task = await RunAsync();
        await WriteAsync(task, "a line");
        using var caller = await RestrictedCaller.CreateAsync(sandbox.Server, "logs:GetLogEvents", "logs:FilterLogEvents");
        var request = new TaskLogRequest { Tasks = [new TaskReference(task.ClusterArn, task.TaskArn)] };

        var refused = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => ReadAsync(caller.Connection, request));

        Assert.Equal("logs:GetLogEvents", AccessDenial.Find(refused)!.Action);
    }

    [Fact]
    public async Task A_plan_is_made_where_what_exists_may_not_be_read()
    {
        using var caller = await RestrictedCaller.CreateAsync(
            sandbox.Server, "ecs:DescribeClusters", "ecs:DescribeTaskDefinition", "ecr:DescribeRepositories", "logs:DescribeLogGroups");
        var name = TaskSandbox.Unique("plan");

        Assert.Equal(
            ChangeStatus.Created, (await new FargateClusters(caller.Connection).PlanAsync(new FargateClusterRequest { Cluster = name }, default)).Change);
        Assert.True((await new FargateTaskDefinitions(caller.Connection)
            .PlanAsync(new TaskDefinitionRequest { Family = name, ImageUri = "example:1" }, default)).Registers);
        Assert.Equal(
            ChangeStatus.Created,
            (await new EcrRepositories(caller.Connection).PlanAsync(new InitializeRepositoryRequest { RepositoryName = name }, default)).Change);

        Assert.Equal(
            ["ecs:DescribeClusters", "ecs:DescribeTaskDefinition", "ecr:DescribeRepositories"], caller.Gaps.Select(gap => gap.Denial.Action));
    }

    [Fact]
    public async Task A_repository_is_made_and_pushed_to_by_who_may_not_look_it_up()
    {
        using var caller = await RestrictedCaller.CreateAsync(sandbox.Server, "ecr:DescribeRepositories");
        var name = TaskSandbox.Unique("blind");

        var made = await new EcrRepositories(caller.Connection).InitializeAsync(new InitializeRepositoryRequest { RepositoryName = name }, default);

        Assert.Equal((name, ChangeStatus.Created), (made.RepositoryName, made.Change));
        var found = await new EcrImageFinder(caller.Connection)
            .FindAsync(new FindImagesRequest { RepositoryNames = [name] }, error => throw error, default).ToListAsync();
        Assert.Empty(found);
        Assert.Equal("ecr:DescribeRepositories", Assert.Single(caller.Gaps).Denial.Action);
    }

    [Fact]
    public async Task A_push_by_who_may_not_look_needs_the_right_to_create_only_where_the_repository_is_missing()
    {
        using var caller = await RestrictedCaller.CreateAsync(sandbox.Server, "ecr:DescribeRepositories", "ecr:CreateRepository");
        var there = TaskSandbox.Unique("there");
        await new EcrRepositories(sandbox.Connection).InitializeAsync(new InitializeRepositoryRequest { RepositoryName = there }, default);
        var repositories = new EcrRepositories(caller.Connection);

        Assert.Equal(ChangeStatus.Unchanged, (await repositories.EnsureAsync(there, _ => { }, default)).Change);
        Assert.Equal(there, (await repositories.PlanEnsureAsync(there, default)).Found?.RepositoryName);
        Assert.Equal(["create the repository no-such"], (await repositories.PlanEnsureAsync("no-such", default)).Steps.Words());
        var refused = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => repositories.EnsureAsync("no-such", _ => { }, default));
        Assert.Equal("ecr:CreateRepository", AccessDenial.Find(refused)!.Action);
    }

    [Fact]
    public async Task Schedules_of_one_service_are_listed_where_the_other_is_refused_and_none_is_an_error()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync();
        var name = TaskSandbox.Unique("s");
        var schedules = new ScheduledTasks(sandbox.Connection);
        await schedules.ApplyAsync(
            await schedules.PlanAsync(
                new ScheduledTaskRequest
                {
                    Name = name, Expression = ScheduleExpression.FromEvery("1d"), TaskDefinition = definition.Family, Cluster = cluster.Cluster,
                    Backend = ScheduleBackend.Rule,
                },
                keep: false,
                default),
            null,
            default);
        using var caller = await RestrictedCaller.CreateAsync(sandbox.Server, "scheduler:ListSchedules");
        using var neither = await RestrictedCaller.CreateAsync(sandbox.Server, "scheduler:ListSchedules", "events:ListRules");

        var found = await new ScheduledTasks(caller.Connection).GetAsync([name], null, null, error => throw error, default).ToListAsync();

        Assert.Equal(name, Assert.Single(found).ScheduleName);
        Assert.Equal("The schedules of EventBridge Scheduler are left out", Assert.Single(caller.Gaps).LeftOut);
        var refused = await Assert.ThrowsAnyAsync<AmazonServiceException>(
            () => new ScheduledTasks(neither.Connection).GetAsync(null, null, null, null, default).ToListAsync().AsTask());
        Assert.Equal("scheduler:ListSchedules", AccessDenial.Find(refused)!.Action);
        await Assert.ThrowsAnyAsync<AmazonServiceException>(
            () => new ScheduledTasks(caller.Connection).GetAsync(null, null, ScheduleBackend.Scheduler, null, default).ToListAsync().AsTask());
    }

    [Fact]
    public async Task A_security_group_is_made_without_its_tag()
    {
        using var caller = await RestrictedCaller.CreateAsync(sandbox.Server, "ec2:CreateTags");
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync();
        var start = new TaskStart(caller.Connection);
        var plan = await start.PlanAsync(new StartTaskRequest { TaskDefinition = definition.TaskDefinition, Cluster = cluster.Cluster }, default);

        Assert.Single(await start.StartAsync(plan, error => throw error, null, default).ToListAsync());

        Assert.Equal("ec2:CreateTags", Assert.Single(caller.Gaps).Denial.Action);
    }

    [Fact]
    public async Task What_is_left_out_is_told_once_and_another_error_is_none_of_this()
    {
        using var caller = await RestrictedCaller.CreateAsync(sandbox.Server, "logs:DescribeLogGroups");
        for (var time = 0; time < 3; time++)
        {
            Assert.False(await caller.Connection.UnlessDeniedAsync(
                () => caller.Connection.Logs.DescribeLogGroupsAsync(new DescribeLogGroupsRequest()), "Something"));
        }

        Assert.Equal("Something", Assert.Single(caller.Gaps).LeftOut);
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => caller.Connection.UnlessDeniedAsync(
            () => caller.Connection.Logs.GetLogEventsAsync(new GetLogEventsRequest { LogGroupName = "/no/such", LogStreamName = "x" }), "Something"));
    }

    [Theory]
    [InlineData("error", true)]
    [InlineData("error timeout", true)]
    [InlineData("?error ?fail", true)]
    [InlineData("\"exactly this\" -debug", true)]
    [InlineData("-debug", true)]
    [InlineData("?error warning", false)]
    [InlineData("{ $.level = \"error\" }", false)]
    [InlineData("[w1, w2]", false)]
    [InlineData("%err[0-9]%", false)]
    [InlineData("", false)]
    [InlineData("a.b", false)]
    public void A_filter_of_terms_matches_what_the_service_matches(string pattern, bool isTerms)
    {
        var terms = LogFilterTerms.TryParse(pattern);
        Assert.Equal(isTerms, terms is not null);
        if (terms is null)
        {
            return;
        }

        var service = new EcsTools.Sandbox.Services.Logs.LogFilter(pattern);
        var words = new[] { "error", "Error", "timeout", "fail", "exactly this", "this exactly", "debug", "warning", "" };
        foreach (var line in words.SelectMany(first => words.Select(second => $"{first} {second}")))
        {
            Assert.Equal(service.Matches(line), terms.Match(line));
        }
    }

    private static async Task<List<string>> ReadAsync(AwsConnection connection, TaskLogRequest request)
        => await new TaskLogs(connection).ReadAsync(request, error => throw error, null, default).Select(line => line.Message).ToListAsync();

    private async Task<FargateTask> StartAsync()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync();
        return Assert.Single(await sandbox.StartAsync(new StartTaskRequest { TaskDefinition = definition.TaskDefinition, Cluster = cluster.Cluster }));
    }

    /// <summary>A task that writes nothing any more.</summary>
    private async Task<FargateTask> RunAsync()
    {
        var task = await StartAsync();
        return await new TaskWait(sandbox.Connection)
            .WaitAsync(
                [new TaskReference(task.ClusterArn, task.TaskArn)], TaskWaitFor.Stopped, TimeSpan.FromMinutes(1), (problem, _) => throw problem, null, default)
            .FirstAsync();
    }

    /// <summary>Puts lines into the stream of the task's container, as its log driver does.</summary>
    private async Task WriteAsync(FargateTask task, params string[] lines)
    {
        var group = "/ecs/" + task.Family;
        var stream = $"ecs/{task.Containers[0].Name}/{task.TaskId}";
        try
        {
            await sandbox.Connection.Logs.CreateLogStreamAsync(new CreateLogStreamRequest { LogGroupName = group, LogStreamName = stream });
        }
        catch (ResourceAlreadyExistsException)
        {
            // The simulated container has written already.
        }

        var now = DateTime.UtcNow;
        await sandbox.Connection.Logs.PutLogEventsAsync(new PutLogEventsRequest
        {
            LogGroupName = group,
            LogStreamName = stream,
            LogEvents = lines.Select((line, at) => new InputLogEvent { Timestamp = now.AddMilliseconds(at), Message = line }).ToList(),
        });
    }
}
