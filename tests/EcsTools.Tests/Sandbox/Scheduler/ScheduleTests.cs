using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Scheduler;

public sealed class ScheduleTests(SchedulerSandbox sandbox) : IClassFixture<SchedulerSandbox>
{
    [SkippableFact]
    public async Task A_rate_fires_at_once_and_again_and_its_tasks_say_so()
    {
        var schedule = await sandbox.ScheduleAsync("rate(1 minute)");
        var name = (string)schedule["Name"]!;
        await sandbox.CallAsync("CreateSchedule", schedule);
        var fired = await sandbox.WaitForInvocationsAsync(name, 3);
        await sandbox.CallAsync("DeleteSchedule", new JsonObject { ["Name"] = name });
        var tasks = await sandbox.TasksAsync(schedule["Target"]!.AsObject());

        Assert.All(fired, invocation => Assert.Null(invocation.Error));
        Assert.All(fired.Zip(fired.Skip(1)), pair => Assert.True(pair.Second.ScheduledAt >= pair.First.ScheduledAt.AddMinutes(1)));
        Assert.All(tasks, task => Assert.StartsWith("chronos-schedule/schedule-", (string?)task["startedBy"]));
        Assert.True(tasks.Count >= 3);
    }

    [SkippableFact]
    public async Task Without_PassRole_nothing_runs_and_nobody_is_told()
    {
        var role = await sandbox.NewRoleAsync("scheduler.amazonaws.com", null, "ecs:RunTask");
        var schedule = await sandbox.ScheduleAsync("rate(1 minute)", role);
        await sandbox.CallAsync("CreateSchedule", schedule);
        var fired = await sandbox.WaitForInvocationsAsync((string)schedule["Name"]!, 1);

        Assert.StartsWith("AccessDeniedException: ", fired[0].Error);
        Assert.Contains("iam:PassRole", fired[0].Error);
        Assert.Empty(await sandbox.TasksAsync(schedule["Target"]!.AsObject()));
    }

    [SkippableFact]
    public async Task Without_RunTask_nothing_runs()
    {
        var role = await sandbox.NewRoleAsync("scheduler.amazonaws.com", null, "iam:PassRole");
        var schedule = await sandbox.ScheduleAsync("rate(1 minute)", role);
        await sandbox.CallAsync("CreateSchedule", schedule);
        var fired = await sandbox.WaitForInvocationsAsync((string)schedule["Name"]!, 1);

        Assert.Contains("is not authorized to perform: ecs:RunTask", fired[0].Error);
    }

    [SkippableFact]
    public async Task A_one_time_schedule_fires_once_and_goes_when_told_to()
    {
        var kept = await sandbox.ScheduleAsync(At(TimeSpan.FromHours(1)));
        var gone = await sandbox.ScheduleAsync(At(TimeSpan.FromHours(1)));
        gone["ActionAfterCompletion"] = "DELETE";
        await sandbox.CallAsync("CreateSchedule", kept);
        await sandbox.CallAsync("CreateSchedule", gone);
        await sandbox.WaitForInvocationsAsync((string)gone["Name"]!, 1);
        await sandbox.WaitForInvocationsAsync((string)kept["Name"]!, 1);

        Assert.Equal("NONE", (string?)(await sandbox.CallAsync("GetSchedule", new JsonObject { ["Name"] = (string)kept["Name"]! }))["ActionAfterCompletion"]);
        Assert.Equal(
            $"ResourceNotFoundException: Schedule {gone["Name"]} does not exist.",
            await sandbox.RefusedAsync("GetSchedule", new JsonObject { ["Name"] = (string)gone["Name"]! }));
        Assert.Single(sandbox.Invocations((string)kept["Name"]!));
    }

    [SkippableFact]
    public async Task A_disabled_schedule_does_not_fire_until_it_is_enabled()
    {
        var schedule = await sandbox.ScheduleAsync("rate(1 minute)");
        schedule["State"] = "DISABLED";
        var name = (string)schedule["Name"]!;
        await sandbox.CallAsync("CreateSchedule", schedule);
        var witness = await sandbox.ScheduleAsync("rate(1 minute)");
        await sandbox.CallAsync("CreateSchedule", witness);
        await sandbox.WaitForInvocationsAsync((string)witness["Name"]!, 3);
        Assert.Empty(sandbox.Invocations(name));

        schedule["State"] = "ENABLED";
        await sandbox.CallAsync("UpdateSchedule", schedule);
        await sandbox.WaitForInvocationsAsync(name, 1);
    }

    [SkippableFact]
    public async Task The_input_of_a_target_is_the_overrides_of_its_task()
    {
        var schedule = await sandbox.ScheduleAsync("rate(1 hour)");
        schedule["Target"]!["Input"] = """{"containerOverrides":[{"name":"main","command":["nightly"]}]}""";
        schedule["Target"]!["EcsParameters"]!["TaskCount"] = 2;
        schedule["Target"]!["EcsParameters"]!["Tags"] = new JsonArray(new JsonObject { ["key"] = "from", ["value"] = "schedule" });
        await sandbox.CallAsync("CreateSchedule", schedule);
        await sandbox.WaitForInvocationsAsync((string)schedule["Name"]!, 1);
        var tasks = await sandbox.TasksAsync(schedule["Target"]!.AsObject());

        Assert.True(tasks.Count >= 2);
        Assert.Equal("nightly", (string?)tasks[0]["overrides"]!["containerOverrides"]![0]!["command"]![0]);
    }

    [SkippableFact]
    public async Task A_schedule_is_kept_with_its_defaults_and_replaced_whole()
    {
        var schedule = await sandbox.ScheduleAsync("cron(0 9 ? * MON-FRI *)");
        schedule["Description"] = "first";
        schedule["ScheduleExpressionTimezone"] = "Asia/Seoul";
        var name = new JsonObject { ["Name"] = (string)schedule["Name"]! };
        var created = await sandbox.CallAsync("CreateSchedule", schedule);
        var first = await sandbox.CallAsync("GetSchedule", name);
        schedule.Remove("Description");
        schedule.Remove("ScheduleExpressionTimezone");
        await sandbox.CallAsync("UpdateSchedule", schedule);
        var second = await sandbox.CallAsync("GetSchedule", name);

        Assert.Equal($"arn:aws:scheduler:us-east-1:000000000000:schedule/default/{schedule["Name"]}", (string?)created["ScheduleArn"]);
        Assert.Equal("ENABLED", (string?)first["State"]);
        Assert.Equal("default", (string?)first["GroupName"]);
        Assert.Equal(185, (int?)first["Target"]!["RetryPolicy"]!["MaximumRetryAttempts"]);
        Assert.Equal("Asia/Seoul", (string?)first["ScheduleExpressionTimezone"]);
        Assert.Null(second["Description"]);
        Assert.Equal("UTC", (string?)second["ScheduleExpressionTimezone"]);
        Assert.Equal((double)first["CreationDate"]!, (double)second["CreationDate"]!);
    }

    [SkippableFact]
    public async Task Creating_twice_is_a_conflict_but_not_with_the_same_token()
    {
        var schedule = await sandbox.ScheduleAsync("cron(0 9 * * ? *)");
        schedule["ClientToken"] = "token-1";
        var first = await sandbox.CallAsync("CreateSchedule", schedule);
        var again = await sandbox.CallAsync("CreateSchedule", schedule);
        schedule["ClientToken"] = "token-2";

        Assert.Equal((string?)first["ScheduleArn"], (string?)again["ScheduleArn"]);
        Assert.Equal($"ConflictException: Schedule {schedule["Name"]} already exists.", await sandbox.RefusedAsync("CreateSchedule", schedule));
    }

    [SkippableFact]
    public async Task Groups_hold_schedules_and_tags_and_take_the_schedules_with_them()
    {
        var group = SchedulerSandbox.Unique("group");
        var schedule = await sandbox.ScheduleAsync("cron(0 9 * * ? *)");
        schedule["GroupName"] = group;
        Assert.Equal($"ResourceNotFoundException: Schedule group {group} does not exist.", await sandbox.RefusedAsync("CreateSchedule", schedule));

        var arn = (string)(await sandbox.CallAsync("CreateScheduleGroup", new JsonObject
        {
            ["Name"] = group,
            ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "a", ["Value"] = "1" }),
        }))["ScheduleGroupArn"]!;
        await sandbox.CallAsync("CreateSchedule", schedule);
        await sandbox.CallAsync("TagResource", new JsonObject
        {
            ["ResourceArn"] = arn,
            ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "b", ["Value"] = "2" }),
        });
        await sandbox.CallAsync("UntagResource", new JsonObject { ["ResourceArn"] = arn, ["TagKeys"] = new JsonArray("a") });
        var tags = await sandbox.CallAsync("ListTagsForResource", new JsonObject { ["ResourceArn"] = arn });
        var listed = await sandbox.CallAsync("ListSchedules", new JsonObject { ["GroupName"] = group });
        await sandbox.CallAsync("DeleteScheduleGroup", new JsonObject { ["Name"] = group });

        Assert.Equal("b", (string?)Assert.Single(tags["Tags"]!.AsArray())!["Key"]);
        Assert.Equal((string?)schedule["Name"], (string?)Assert.Single(listed["Schedules"]!.AsArray())!["Name"]);
        Assert.DoesNotContain(
            (await sandbox.CallAsync("ListSchedules"))["Schedules"]!.AsArray(), item => (string?)item!["Name"] == (string?)schedule["Name"]);
        Assert.StartsWith("ValidationException", await sandbox.RefusedAsync("DeleteScheduleGroup", new JsonObject { ["Name"] = "default" }));
    }

    /// <summary>Members of the schedule, of its target and of its EcsParameters that replace good ones, and what is answered.</summary>
    public static TheoryData<string, string, string, string> Refused => new()
    {
        { """{"ScheduleExpression":"rate(5 seconds)"}""", "{}", "{}", "ValidationException: Invalid Schedule Expression rate(5 seconds)." },
        { """{"ScheduleExpression":"cron(0 9 * * *)"}""", "{}", "{}", "ValidationException: Invalid Schedule Expression cron(0 9 * * *)." },
        { """{"ScheduleExpressionTimezone":"Mars/Olympus"}""", "{}", "{}", "ValidationException: The ScheduleExpressionTimezone Mars/Olympus" },
        { """{"ScheduleExpressionTimezone":"W. Europe Standard Time"}""", "{}", "{}", "ValidationException: The ScheduleExpressionTimezone W. Europe" },
        { """{"FlexibleTimeWindow":null}""", "{}", "{}", "ValidationException" },
        { """{"FlexibleTimeWindow":{"Mode":"FLEXIBLE"}}""", "{}", "{}", "ValidationException: MaximumWindowInMinutes must be provided" },
        { """{"FlexibleTimeWindow":{"Mode":"FLEXIBLE","MaximumWindowInMinutes":1441}}""", "{}", "{}", "ValidationException" },
        { """{"Name":"no spaces"}""", "{}", "{}", "ValidationException" },
        { """{"StartDate":946684800}""", "{}", "{}", "ValidationException: The StartDate you specify cannot be earlier than 5 minutes ago." },
        { """{"EndDate":946684800}""", "{}", "{}", "ValidationException: The EndDate you specify cannot be in the past." },
        { """{"StartDate":4102444800,"EndDate":4102444700}""", "{}", "{}", "ValidationException: The StartDate you specify must come before the EndDate." },
        {
            "{}", """{"RoleArn":"arn:aws:iam::000000000000:role/not-there"}""", "{}",
            "ValidationException: The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
        },
        { "{}", """{"Arn":"not an arn"}""", "{}", "ValidationException: Provided Arn is not in correct format" },
        { "{}", """{"EcsParameters":null}""", "{}", "ValidationException: Parameters EcsParameters must be specified." },
        { "{}", """{"RetryPolicy":{"MaximumRetryAttempts":186}}""", "{}", "ValidationException" },
        { "{}", """{"RetryPolicy":{"MaximumEventAgeInSeconds":59}}""", "{}", "ValidationException" },
        { "{}", "{}", """{"TaskDefinitionArn":null}""", "ValidationException" },
        { "{}", "{}", """{"TaskDefinitionArn":"family"}""", "ValidationException: Invalid TaskDefinitionArn: family" },
        { "{}", "{}", """{"TaskCount":11}""", "ValidationException" },
        { "{}", "{}", """{"NetworkConfiguration":null}""", "ValidationException: Parameter NetworkConfiguration must be specified" },
    };

    [SkippableTheory]
    [MemberData(nameof(Refused))]
    public async Task A_wrong_schedule_is_refused(string members, string target, string task, string refusal)
    {
        var schedule = await sandbox.ScheduleAsync("rate(1 hour)");
        Replace(schedule["Target"]!["EcsParameters"]!.AsObject(), task);
        Replace(schedule["Target"]!.AsObject(), target);
        Replace(schedule, members);

        Assert.StartsWith(refusal, await sandbox.RefusedAsync("CreateSchedule", schedule));
    }

    [SkippableFact]
    public async Task A_role_of_another_service_is_refused()
    {
        var schedule = await sandbox.ScheduleAsync("rate(1 hour)", await sandbox.RunnerAsync("events.amazonaws.com"));

        Assert.EndsWith("must allow AWS EventBridge Scheduler to assume the role.", await sandbox.RefusedAsync("CreateSchedule", schedule));
    }

    private static void Replace(JsonObject members, string by)
    {
        foreach (var (name, value) in JsonNode.Parse(by)!.AsObject())
        {
            if (value is null)
            {
                members.Remove(name);
            }
            else
            {
                members[name] = value.DeepClone();
            }
        }
    }

    /// <summary>A one-time expression some fast time from now.</summary>
    private string At(TimeSpan later)
        => $"at({sandbox.Server.Cloud.ScaledClock.UtcNow.Add(later).ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)})";
}
