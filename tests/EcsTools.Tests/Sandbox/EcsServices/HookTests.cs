using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.EcsServices;

/// <summary>Deployments that pause at lifecycle hooks.</summary>
[TakesLong]
public sealed class HookTests(ServiceSandbox sandbox) : IClassFixture<ServiceSandbox>
{
    private static readonly string[] Ended = ["ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "SUCCESSFUL", "STOPPED"];

    [SkippableTheory]
    [InlineData("PRE_SCALE_UP", "PRE_SCALE_UP", 1, 0)]
    [InlineData("POST_SCALE_UP", "POST_SCALE_UP", 2, 0)]
    [InlineData("TEST_TRAFFIC_SHIFT", "TEST_TRAFFIC_SHIFT", 2, 0)]
    [InlineData("PRE_PRODUCTION_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT", 2, 0)]
    [InlineData("PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", 2, 100)]
    [InlineData("POST_PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT", 2, 100)]
    public async Task A_deployment_waits_at_its_hook_until_it_is_continued(string stage, string shown, int tasks, int weight)
    {
        var (service, paused) = await PausedAsync(stage);
        var hook = Hook(paused);
        Assert.Equal(shown, (string)paused["lifecycleStage"]!);
        Assert.Equal(("PAUSE", "ROLLBACK"), ((string)hook["targetType"]!, (string)hook["timeoutAction"]!));
        Assert.Equal(tasks, (await sandbox.TasksAsync(service)).Count);
        Assert.Equal(weight, (double)paused["targetServiceRevision"]!["requestedProductionTrafficWeight"]!);

        await ContinueAsync(paused, null);
        var ended = await sandbox.WaitForDeploymentAsync(service, Ended);
        Assert.Equal(("SUCCESSFUL", "SUCCEEDED"), ((string)ended["status"]!, (string)Hook(ended)["status"]!));
        Assert.StartsWith("InvalidParameterException", await sandbox.RefusalAsync("ContinueServiceDeployment", Answer(paused, null)));
    }

    [SkippableFact]
    public async Task A_hook_that_is_answered_with_a_rollback_gives_the_old_revision_back()
    {
        var (service, paused) = await PausedAsync("POST_PRODUCTION_TRAFFIC_SHIFT");
        await ContinueAsync(paused, "ROLLBACK");
        var ended = await sandbox.WaitForDeploymentAsync(service, Ended);
        Assert.Equal(("ROLLBACK_SUCCESSFUL", "FAILED"), ((string)ended["status"]!, (string)Hook(ended)["status"]!));
        Assert.Equal(0, (double)ended["targetServiceRevision"]!["requestedProductionTrafficWeight"]!);
        Assert.Equal(
            (string)paused["sourceServiceRevisions"]![0]!["arn"]!,
            (string)ended["rollback"]!["serviceRevisionArn"]!);
    }

    [SkippableTheory]
    [InlineData("CONTINUE", "SUCCESSFUL")]
    [InlineData("ROLLBACK", "ROLLBACK_SUCCESSFUL")]
    public async Task A_hook_that_nobody_answers_takes_its_timeout_action(string action, string status)
    {
        var service = await ServiceAsync(
            "POST_SCALE_UP", new JsonObject { ["timeoutInMinutes"] = 1, ["action"] = action });
        await sandbox.UpdateAsync(service, new JsonObject { ["forceNewDeployment"] = true });
        var ended = await sandbox.WaitForDeploymentAsync(service, Ended);
        Assert.Equal((status, "TIMED_OUT"), ((string)ended["status"]!, (string)Hook(ended)["status"]!));
    }

    [SkippableTheory]
    [InlineData("""{"lifecycleStages":["PRE_SCALE_UP"],"hookTargetArn":"arn:aws:lambda:::f"}""", "BLUE_GREEN", "UnsupportedFeatureException")]
    [InlineData("""{"targetType":"PAUSE"}""", "BLUE_GREEN", "InvalidParameterException: lifecycleStages cannot be empty.")]
    [InlineData("""{"targetType":"PAUSE","lifecycleStages":["PRE_SCALE_UP"]}""", "ROLLING", "InvalidParameterException: lifecycleHooks are not valid")]
    [InlineData(
        """{"targetType":"PAUSE","lifecycleStages":["PRE_SCALE_UP"],"timeoutConfiguration":{"timeoutInMinutes":20161}}""",
        "BLUE_GREEN",
        "InvalidParameterException: 1 validation error")]
    public async Task A_hook_that_AWS_refuses_is_refused(string hook, string strategy, string refusal)
    {
        var input = await sandbox.ServiceInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(EcsSandbox.Definition()));
        input["deploymentConfiguration"] = new JsonObject
        {
            ["strategy"] = strategy,
            ["bakeTimeInMinutes"] = 0,
            ["lifecycleHooks"] = new JsonArray(JsonNode.Parse(hook)),
        };
        Assert.StartsWith(refusal, await sandbox.RefusalAsync("CreateService", input));
    }

    [SkippableFact]
    public async Task A_hook_is_described_and_an_empty_list_removes_it()
    {
        var service = await ServiceAsync("POST_SCALE_UP", new JsonObject { ["timeoutInMinutes"] = 60, ["action"] = "CONTINUE" });
        var hook = (await sandbox.DescribeAsync(service))["deploymentConfiguration"]!["lifecycleHooks"]![0]!;
        Assert.Equal(
            ("PAUSE", "POST_SCALE_UP", 60, "CONTINUE"),
            ((string)hook["targetType"]!, (string)hook["lifecycleStages"]![0]!, (int)hook["timeoutConfiguration"]!["timeoutInMinutes"]!,
                (string)hook["timeoutConfiguration"]!["action"]!));

        await sandbox.UpdateAsync(service, new JsonObject
        {
            ["deploymentConfiguration"] = new JsonObject { ["lifecycleHooks"] = new JsonArray() },
            ["forceNewDeployment"] = true,
        });
        Assert.Equal("SUCCESSFUL", (string)(await sandbox.WaitForDeploymentAsync(service, Ended))["status"]!);
    }

    private static JsonObject Answer(JsonObject deployment, string? action)
    {
        var input = new JsonObject
        {
            ["serviceDeploymentArn"] = (string)deployment["serviceDeploymentArn"]!,
            ["hookId"] = (string)Hook(deployment)["hookId"]!,
        };
        if (action is not null)
        {
            input["action"] = action;
        }

        return input;
    }

    private static JsonNode Hook(JsonObject deployment) => Assert.Single(deployment["lifecycleHookDetails"]!.AsArray())!;

    private Task ContinueAsync(JsonObject deployment, string? action) => sandbox.EcsAsync("ContinueServiceDeployment", Answer(deployment, action));

    /// <summary>A steady service whose first deployment was let through its hook.</summary>
    private async Task<JsonObject> ServiceAsync(string stage, JsonObject? timeout = null)
    {
        var hook = new JsonObject { ["targetType"] = "PAUSE", ["lifecycleStages"] = new JsonArray(stage) };
        if (timeout is not null)
        {
            hook["timeoutConfiguration"] = timeout;
        }

        var input = await sandbox.ServiceInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(EcsSandbox.Definition()));
        input["deploymentConfiguration"] = new JsonObject
        {
            ["strategy"] = "BLUE_GREEN",
            ["bakeTimeInMinutes"] = 0,
            ["lifecycleHooks"] = new JsonArray(hook),
        };
        var service = await sandbox.CreateServiceAsync(input);
        await ContinueAsync(await AwaitHookAsync(service), null);
        return await sandbox.SteadyAsync(service);
    }

    private async Task<(JsonObject Service, JsonObject Paused)> PausedAsync(string stage)
    {
        var service = await ServiceAsync(stage);
        await sandbox.UpdateAsync(service, new JsonObject { ["forceNewDeployment"] = true });
        return (service, await AwaitHookAsync(service));
    }

    private async Task<JsonObject> AwaitHookAsync(JsonObject service)
    {
        for (var attempt = 0; attempt < 1200; attempt++)
        {
            var now = (await sandbox.HistoryAsync(service))[0];
            if (now["lifecycleHookDetails"]?.AsArray().Any(hook => (string)hook!["status"]! == "AWAITING_ACTION") == true)
            {
                return now;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The deployment never waited at a hook.");
    }
}
