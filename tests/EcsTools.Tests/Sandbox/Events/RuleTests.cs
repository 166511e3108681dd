using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Scheduler;
using Xunit;

namespace EcsTools.Tests.Sandbox.Events;

public sealed class RuleTests(SchedulerSandbox sandbox) : IClassFixture<SchedulerSandbox>
{
    private const string Service = "events.amazonaws.com";

    [SkippableFact]
    public async Task A_rule_fires_its_target()
    {
        var name = await RuleAsync("rate(1 minute)");
        var target = await TargetAsync("1");
        var put = await PutTargetsAsync(name, target);
        var fired = await sandbox.WaitForInvocationsAsync(name, 2);
        await CallAsync("DisableRule", new JsonObject { ["Name"] = name });
        var tasks = await sandbox.TasksAsync(target);

        Assert.Equal(0, (int?)put["FailedEntryCount"]);
        Assert.All(fired, invocation => Assert.Null(invocation.Error));
        Assert.All(tasks, task => Assert.StartsWith("events-rule/rule-", (string?)task["startedBy"]));
    }

    [SkippableFact]
    public async Task Without_PassRole_nothing_runs_and_nobody_is_told()
    {
        var name = await RuleAsync("rate(1 minute)");
        var target = await TargetAsync("1", await sandbox.NewRoleAsync(Service, null, "ecs:RunTask"));
        await PutTargetsAsync(name, target);
        var fired = await sandbox.WaitForInvocationsAsync(name, 1);

        Assert.Contains("iam:PassRole", fired[0].Error);
        Assert.Empty(await sandbox.TasksAsync(target));
    }

    [SkippableFact]
    public async Task Putting_a_rule_again_forgets_what_is_left_out_and_keeps_the_targets()
    {
        var name = SchedulerSandbox.Unique("rule");
        await CallAsync("PutRule", new JsonObject { ["Name"] = name, ["ScheduleExpression"] = "rate(1 day)", ["Description"] = "first" });
        await PutTargetsAsync(name, await TargetAsync("1"));
        await CallAsync("PutRule", new JsonObject { ["Name"] = name, ["ScheduleExpression"] = "rate(2 days)", ["State"] = "DISABLED" });
        var described = await CallAsync("DescribeRule", new JsonObject { ["Name"] = name });
        var targets = await CallAsync("ListTargetsByRule", new JsonObject { ["Rule"] = name });

        Assert.Null(described["Description"]);
        Assert.Equal("DISABLED", (string?)described["State"]);
        Assert.Equal($"arn:aws:events:us-east-1:000000000000:rule/{name}", (string?)described["Arn"]);
        Assert.Single(targets["Targets"]!.AsArray());
    }

    [SkippableFact]
    public async Task A_rule_with_targets_is_not_deleted()
    {
        var name = await RuleAsync("rate(1 day)");
        await PutTargetsAsync(name, await TargetAsync("1"));
        Assert.Equal(
            "ValidationException: Rule can't be deleted since it has targets.", await RefusedAsync("DeleteRule", new JsonObject { ["Name"] = name }));

        await CallAsync("RemoveTargets", new JsonObject { ["Rule"] = name, ["Ids"] = new JsonArray("1") });
        await CallAsync("DeleteRule", new JsonObject { ["Name"] = name });
        Assert.Equal(
            $"ResourceNotFoundException: Rule {name} does not exist on EventBus default.",
            await RefusedAsync("DescribeRule", new JsonObject { ["Name"] = name }));
        await CallAsync("DeleteRule", new JsonObject { ["Name"] = name });
    }

    [SkippableFact]
    public async Task Five_targets_are_the_most()
    {
        var name = await RuleAsync("rate(1 day)");
        for (var id = 1; id <= 5; id++)
        {
            await PutTargetsAsync(name, await TargetAsync(id.ToString()));
        }

        await PutTargetsAsync(name, await TargetAsync("5"));
        Assert.StartsWith("LimitExceededException", await RefusedAsync("PutTargets", Put(name, await TargetAsync("6"))));
    }

    [SkippableFact]
    public async Task A_target_elsewhere_fails_by_itself_in_an_answer_that_succeeds()
    {
        var name = await RuleAsync("rate(1 day)");
        var elsewhere = await TargetAsync("far");
        elsewhere["Arn"] = "arn:aws:ecs:eu-west-1:000000000000:cluster/there";
        elsewhere["EcsParameters"]!["TaskDefinitionArn"] = "arn:aws:ecs:eu-west-1:000000000000:task-definition/there";
        var put = await PutTargetsAsync(name, elsewhere, await TargetAsync("near"));
        var kept = await CallAsync("ListTargetsByRule", new JsonObject { ["Rule"] = name });

        Assert.Equal(1, (int?)put["FailedEntryCount"]);
        Assert.Equal("far", (string?)put["FailedEntries"]![0]!["TargetId"]);
        Assert.Equal("near", (string?)Assert.Single(kept["Targets"]!.AsArray())!["Id"]);
    }

    [SkippableFact]
    public async Task Rules_are_found_by_prefix_page_and_target()
    {
        var prefix = SchedulerSandbox.Unique("listed");
        for (var number = 0; number < 3; number++)
        {
            await CallAsync("PutRule", new JsonObject { ["Name"] = $"{prefix}-{number}", ["ScheduleExpression"] = "rate(1 day)" });
        }

        var target = await TargetAsync("1");
        await PutTargetsAsync(prefix + "-1", target);
        var first = await CallAsync("ListRules", new JsonObject { ["NamePrefix"] = prefix, ["Limit"] = 2 });
        var rest = await CallAsync("ListRules", new JsonObject { ["NamePrefix"] = prefix, ["Limit"] = 2, ["NextToken"] = (string)first["NextToken"]! });
        var byTarget = await CallAsync("ListRuleNamesByTarget", new JsonObject { ["TargetArn"] = (string)target["Arn"]! });

        Assert.Equal(2, first["Rules"]!.AsArray().Count);
        Assert.Equal(prefix + "-2", (string?)Assert.Single(rest["Rules"]!.AsArray())!["Name"]);
        Assert.Null(rest["NextToken"]);
        Assert.Equal(prefix + "-1", (string?)Assert.Single(byTarget["RuleNames"]!.AsArray()));
    }

    [SkippableFact]
    public async Task Tags_of_a_rule_come_with_its_creation_and_by_themselves()
    {
        var name = SchedulerSandbox.Unique("rule");
        var arn = (string)(await CallAsync("PutRule", new JsonObject
        {
            ["Name"] = name,
            ["ScheduleExpression"] = "rate(1 day)",
            ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "a", ["Value"] = "1" }),
        }))["RuleArn"]!;
        await CallAsync("TagResource", new JsonObject
        {
            ["ResourceARN"] = arn,
            ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "b", ["Value"] = "2" }),
        });
        await CallAsync("UntagResource", new JsonObject { ["ResourceARN"] = arn, ["TagKeys"] = new JsonArray("a") });

        var tags = (await CallAsync("ListTagsForResource", new JsonObject { ["ResourceARN"] = arn }))["Tags"]!.AsArray();
        Assert.Equal("b", (string?)Assert.Single(tags)!["Key"]);
    }

    [SkippableTheory]
    [InlineData("cron(7 20 * * 1-7 *)")]
    [InlineData("rate(1 minutes)")]
    [InlineData("at(2030-01-01T00:00:00)")]
    public async Task A_wrong_expression_is_refused(string expression)
    {
        var input = new JsonObject { ["Name"] = SchedulerSandbox.Unique("rule"), ["ScheduleExpression"] = expression };

        Assert.Equal("ValidationException: Parameter ScheduleExpression is not valid.", await RefusedAsync("PutRule", input));
    }

    [SkippableFact]
    public async Task A_rule_needs_a_time_or_a_pattern_and_the_bus_there_is()
    {
        var input = new JsonObject { ["Name"] = SchedulerSandbox.Unique("rule") };
        Assert.StartsWith("ValidationException: Parameter(s) EventPattern or ScheduleExpression", await RefusedAsync("PutRule", input));

        input["ScheduleExpression"] = "rate(1 day)";
        input["EventBusName"] = "other";
        Assert.StartsWith("ResourceNotFoundException: Event bus other does not exist.", await RefusedAsync("PutRule", input));
    }

    [SkippableFact]
    public async Task A_target_needs_a_role_that_EventBridge_can_assume()
    {
        var name = await RuleAsync("rate(1 day)");
        var target = await TargetAsync("1");
        target.Remove("RoleArn");
        Assert.StartsWith("ValidationException: RoleArn is required for target", await RefusedAsync("PutTargets", Put(name, target)));

        var role = await sandbox.RunnerAsync();
        target["RoleArn"] = role;
        Assert.Equal(
            $"ValidationException: Provided role '{role}' cannot be assumed by principal 'events.amazonaws.com'.",
            await RefusedAsync("PutTargets", Put(name, target)));
        Assert.StartsWith("ResourceNotFoundException", await RefusedAsync("PutTargets", Put("nothing", await TargetAsync("1"))));
    }

    private static JsonObject Put(string rule, params JsonObject[] targets)
        => new() { ["Rule"] = rule, ["Targets"] = new JsonArray(targets.Select(target => target.DeepClone()).ToArray()) };

    private async Task<JsonObject> TargetAsync(string id, string? role = null)
    {
        var target = await sandbox.TargetAsync(role ?? await sandbox.RunnerAsync(Service));
        target["Id"] = id;
        return target;
    }

    private Task<JsonObject> PutTargetsAsync(string rule, params JsonObject[] targets) => CallAsync("PutTargets", Put(rule, targets));

    private async Task<string> RuleAsync(string expression)
    {
        var name = SchedulerSandbox.Unique("rule");
        await CallAsync("PutRule", new JsonObject { ["Name"] = name, ["ScheduleExpression"] = expression });
        return name;
    }

    private Task<JsonObject> CallAsync(string operation, JsonObject input) => sandbox.Boto.CallAsync("events", operation, input);

    private Task<string> RefusedAsync(string operation, JsonObject input) => sandbox.Boto.RefusalAsync("events", operation, input);
}
