using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using Xunit;

namespace EcsTools.Tests.Sandbox.EcsServices;

public sealed class DeploymentTests(ServiceSandbox sandbox) : IClassFixture<ServiceSandbox>
{
    [SkippableFact]
    public async Task A_new_task_definition_replaces_the_tasks_of_the_old_one()
    {
        var service = await sandbox.SteadyServiceAsync(EcsSandbox.Definition(), 2);
        var before = (string)service["deployments"]![0]!["id"]!;
        var next = await sandbox.RegisterAsync(EcsSandbox.Definition());
        var updated = (await sandbox.UpdateAsync(service, new JsonObject { ["taskDefinition"] = next }))["service"]!;
        var rolled = await sandbox.SteadyAsync(service);
        var history = await sandbox.HistoryAsync(service);

        Assert.Equal(["PRIMARY", "ACTIVE"], updated["deployments"]!.AsArray().Select(item => (string)item!["status"]!));
        Assert.Equal(next, (string?)rolled["taskDefinition"]);
        Assert.All(await sandbox.TasksAsync(service), task => Assert.Equal(next, (string?)task["taskDefinitionArn"]));
        Assert.Equal(2, history.Count);
        Assert.All(history, item => Assert.Equal("SUCCESSFUL", (string?)item["status"]));
        Assert.Equal(
            [before.Split('/')[1]],
            history[0]["sourceServiceRevisions"]!.AsArray().Select(item => ((string)item!["arn"]!).Split('/').Last()));
        Assert.Equal(2, (int?)history[0]["targetServiceRevision"]!["runningTaskCount"]);
        Assert.Empty(history[1]["sourceServiceRevisions"]!.AsArray());
        Assert.Equal("DISABLED", (string?)history[0]["deploymentCircuitBreaker"]!["status"]);
        Assert.True((double)history[0]["finishedAt"]! >= (double)history[0]["startedAt"]!);
        Assert.Null(rolled["currentServiceDeployment"]);
    }

    [SkippableFact]
    public async Task Only_what_changes_a_task_begins_a_deployment()
    {
        var definition = EcsSandbox.Definition();
        definition["taskRoleArn"] = await sandbox.NewRoleAsync("ecs-tasks.amazonaws.com");
        var service = await sandbox.SteadyServiceAsync(definition);
        await sandbox.UpdateAsync(service, new JsonObject
        {
            ["taskDefinition"] = (string)service["taskDefinition"]!,
            ["deploymentConfiguration"] = new JsonObject { ["minimumHealthyPercent"] = 50 },
            ["healthCheckGracePeriodSeconds"] = 30,
            ["enableExecuteCommand"] = true,
            ["networkConfiguration"] = service["networkConfiguration"]!.DeepClone(),
        });
        var same = await sandbox.DescribeAsync(service);
        await sandbox.UpdateAsync(service, new JsonObject { ["forceNewDeployment"] = true });
        await sandbox.SteadyAsync(service);

        Assert.Equal((string?)service["deployments"]![0]!["id"], (string?)same["deployments"]![0]!["id"]);
        Assert.Equal(50, (int?)same["deploymentConfiguration"]!["minimumHealthyPercent"]);
        Assert.Equal(200, (int?)same["deploymentConfiguration"]!["maximumPercent"]);
        Assert.Equal(30, (int?)same["healthCheckGracePeriodSeconds"]);
        Assert.True((bool?)same["enableExecuteCommand"]);
        Assert.Equal(2, (await sandbox.HistoryAsync(service)).Count);
    }

    [SkippableFact]
    public async Task The_breaker_trips_and_the_last_completed_deployment_comes_back()
    {
        var service = await sandbox.SteadyServiceAsync(EcsSandbox.Definition(), 1, ServiceCalls.Breaker());
        var good = service["deployments"]![0]!;
        var old = (await sandbox.TasksAsync(service))[0];
        await sandbox.UpdateAsync(service, new JsonObject
        {
            ["taskDefinition"] = await RegisterBrokenAsync(),
        });
        var ended = await sandbox.WaitForDeploymentAsync(service, "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "SUCCESSFUL", "STOPPED");
        var now = await sandbox.SteadyAsync(service);
        var messages = ServiceCalls.Messages(now);

        Assert.Equal("ROLLBACK_SUCCESSFUL", (string?)ended["status"]);
        Assert.Equal("Service deployment rolled back because the circuit breaker threshold was exceeded.", (string?)ended["statusReason"]);
        Assert.Equal("Service deployment rolled back because the circuit breaker threshold was exceeded.", (string?)ended["rollback"]!["reason"]);
        Assert.EndsWith(((string)good["id"]!).Split('/')[1], (string?)ended["rollback"]!["serviceRevisionArn"]);
        Assert.Equal("TRIGGERED", (string?)ended["deploymentCircuitBreaker"]!["status"]);
        Assert.Equal(3, (int?)ended["deploymentCircuitBreaker"]!["failureCount"]);
        Assert.Equal(3, (int?)ended["deploymentCircuitBreaker"]!["threshold"]);
        Assert.Equal((string?)service["taskDefinition"], (string?)now["taskDefinition"]);
        Assert.Equal((string?)old["taskArn"], (string?)Assert.Single(await sandbox.TasksAsync(service))["taskArn"]);
        Assert.Contains(messages, message => message.StartsWith("was unable to place a task. Reason: CannotPullContainerError: ", StringComparison.Ordinal));
        Assert.Contains(messages, message => message.EndsWith(") deployment failed: tasks failed to start.", StringComparison.Ordinal));
        Assert.Contains($"rolling back to deployment {good["id"]}.", messages);
        Assert.Equal([$"(deployment {good["id"]}) deployment completed.", "has reached a steady state."], messages.TakeLast(2));
    }

    [SkippableFact]
    public async Task Without_rollback_a_failed_deployment_stays_and_starts_nothing()
    {
        var service = await sandbox.SteadyServiceAsync(EcsSandbox.Definition(), 1, ServiceCalls.Breaker(rollback: false));
        await sandbox.UpdateAsync(service, new JsonObject
        {
            ["taskDefinition"] = await RegisterBrokenAsync(),
        });
        var ended = await sandbox.WaitForDeploymentAsync(service, "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "SUCCESSFUL", "STOPPED");
        var now = await sandbox.DescribeAsync(service);
        var primary = now["deployments"]![0]!;

        Assert.Equal("STOPPED", (string?)ended["status"]);
        Assert.NotNull(ended["stoppedAt"]);
        Assert.Equal("FAILED", (string?)primary["rolloutState"]);
        Assert.Equal("ECS deployment circuit breaker: tasks failed to start.", (string?)primary["rolloutStateReason"]);
        Assert.Equal(3, (int?)primary["failedTasks"]);
        Assert.Equal("ACTIVE", (string?)now["deployments"]![1]!["status"]);
        Assert.Equal(1, (int?)now["runningCount"]);

        // A good image mends it.
        await sandbox.UpdateAsync(service, new JsonObject { ["taskDefinition"] = await sandbox.RegisterAsync(EcsSandbox.Definition()) });
        await sandbox.SteadyAsync(service);
        Assert.Equal("SUCCESSFUL", (string?)(await sandbox.HistoryAsync(service))[0]["status"]);
    }

    [SkippableFact]
    public async Task A_first_deployment_has_nothing_to_roll_back_to()
    {
        var input = await sandbox.ServiceInputAsync(await sandbox.ClusterAsync(), await RegisterBrokenAsync());
        input["deploymentConfiguration"] = ServiceCalls.Breaker()["deploymentConfiguration"]!.DeepClone();
        var service = await sandbox.CreateServiceAsync(input);
        var ended = await sandbox.WaitForDeploymentAsync(service, "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "SUCCESSFUL", "STOPPED");

        Assert.Equal("ROLLBACK_FAILED", (string?)ended["status"]);
        Assert.Equal("No rollback candidate was found to run the rollback.", (string?)ended["statusReason"]);
        Assert.Null(ended["rollback"]!["serviceRevisionArn"]);
    }

    [SkippableFact]
    public async Task Without_a_breaker_the_service_tries_on()
    {
        var input = await sandbox.ServiceInputAsync(await sandbox.ClusterAsync(), await RegisterBrokenAsync());
        var service = await sandbox.CreateServiceAsync(input);
        var now = await sandbox.WaitForServiceAsync(service, state => (int)state["deployments"]![0]!["failedTasks"]! > 3, "failing");
        var messages = ServiceCalls.Messages(now);

        Assert.Equal("IN_PROGRESS", (string?)now["deployments"]![0]!["rolloutState"]);
        Assert.Single(messages, message => message.StartsWith("is unable to consistently start tasks successfully. ", StringComparison.Ordinal));
        Assert.Single(messages, message => message.StartsWith("was unable to place a task. ", StringComparison.Ordinal));
        Assert.Equal("IN_PROGRESS", (string?)(await sandbox.HistoryAsync(service))[0]["status"]);
    }

    [SkippableFact]
    public async Task A_newer_deployment_stops_the_one_before_it()
    {
        var service = await sandbox.SteadyServiceAsync(EcsSandbox.Definition());
        await sandbox.UpdateAsync(service, new JsonObject
        {
            ["taskDefinition"] = await RegisterBrokenAsync(),
        });
        await sandbox.UpdateAsync(service, new JsonObject { ["taskDefinition"] = await sandbox.RegisterAsync(EcsSandbox.Definition()) });
        await sandbox.SteadyAsync(service);

        Assert.Equal(["SUCCESSFUL", "STOPPED", "SUCCESSFUL"], (await sandbox.HistoryAsync(service)).Select(item => (string)item["status"]!));
    }

    [SkippableTheory]
    [InlineData(null, "ROLLBACK_SUCCESSFUL")]
    [InlineData("ROLLBACK", "ROLLBACK_SUCCESSFUL")]
    [InlineData("ABORT", "STOPPED")]
    public async Task A_deployment_can_be_stopped_by_its_user(string? stopType, string end)
    {
        var service = await sandbox.SteadyServiceAsync(EcsSandbox.Definition());
        await sandbox.UpdateAsync(service, new JsonObject
        {
            ["taskDefinition"] = await RegisterBrokenAsync(),
        });
        var input = new JsonObject { ["serviceDeploymentArn"] = (string)(await sandbox.DescribeAsync(service))["currentServiceDeployment"]! };
        if (stopType is not null)
        {
            input["stopType"] = stopType;
        }

        var stopped = await sandbox.EcsAsync("StopServiceDeployment", input);
        var ended = await sandbox.WaitForDeploymentAsync(service, "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "SUCCESSFUL", "STOPPED");
        var again = await sandbox.RefusalAsync("StopServiceDeployment", input);

        Assert.Equal((string?)ended["serviceDeploymentArn"], (string?)stopped["serviceDeploymentArn"]);
        Assert.Equal(end, (string?)ended["status"]);
        Assert.StartsWith("ConflictException", again);
        Assert.Equal(1, (int?)(await sandbox.DescribeAsync(service))["runningCount"]);
    }

    [SkippableFact]
    public async Task Deployments_are_listed_by_state_and_time_a_page_at_a_time()
    {
        var service = await sandbox.SteadyServiceAsync(EcsSandbox.Definition(), 0);
        for (var number = 0; number < 3; number++)
        {
            await sandbox.UpdateAsync(service, new JsonObject { ["forceNewDeployment"] = true });
            await sandbox.WaitForDeploymentAsync(service, "SUCCESSFUL");
        }

        var all = await sandbox.HistoryAsync(service);
        var began = (double)all[^1]["createdAt"]!;
        var named = new JsonObject { ["cluster"] = (string)service["clusterArn"]!, ["service"] = (string)service["serviceArn"]! };

        Assert.Equal(4, all.Count);
        Assert.Equal(all.OrderByDescending(item => (double)item["createdAt"]!), all);
        Assert.Equal([Arn(all[0]), Arn(all[1]), Arn(all[2])], await ListAsync(named, "maxResults", 3));
        Assert.Empty(await ListAsync(named, "status", new JsonArray("STOPPED")));
        Assert.Equal(4, (await ListAsync(named, "createdAt", new JsonObject { ["after"] = began - 60, ["before"] = began + 3600 })).Length);
        Assert.Empty(await ListAsync(named, "createdAt", new JsonObject { ["before"] = began - 60 }));
        Assert.Empty(await ListAsync(named, "createdAt", new JsonObject { ["after"] = began + 3600 }));
    }

    [SkippableFact]
    public async Task A_revision_says_what_a_deployment_runs()
    {
        var service = await sandbox.SteadyServiceAsync(EcsSandbox.Definition());
        var arn = (string)(await sandbox.HistoryAsync(service))[0]["targetServiceRevision"]!["arn"]!;
        var described = await sandbox.EcsAsync(
            "DescribeServiceRevisions", new JsonObject { ["serviceRevisionArns"] = new JsonArray(arn, arn + "0") });
        var revision = Assert.Single(described["serviceRevisions"]!.AsArray())!;

        Assert.Equal((string?)service["taskDefinition"], (string?)revision["taskDefinition"]);
        Assert.Equal("FARGATE", (string?)revision["launchType"]);
        Assert.Equal("1.4.0", (string?)revision["platformVersion"]);
        Assert.Equal("example:1", (string?)revision["containerImages"]![0]!["image"]);
        Assert.Equal("ENABLED", (string?)revision["networkConfiguration"]!["awsvpcConfiguration"]!["assignPublicIp"]);
        Assert.Equal("MISSING", (string?)described["failures"]![0]!["reason"]);
    }

    /// <summary>An image of the sandbox's own registry that is not there, so that its tasks fail without an engine too.</summary>
    private async Task<string> RegisterBrokenAsync()
    {
        var definition = EcsSandbox.Definition(container: new JsonObject { ["image"] = sandbox.Server.RegistryUri + "/nowhere:1" });
        definition["executionRoleArn"] = await sandbox.RoleAsync();
        return await sandbox.RegisterAsync(definition);
    }

    private static string Arn(JsonObject deployment) => (string)deployment["serviceDeploymentArn"]!;

    private async Task<string[]> ListAsync(JsonObject named, string member, JsonNode value)
    {
        var input = named.DeepClone().AsObject();
        input[member] = value;
        return (await sandbox.EcsAsync("ListServiceDeployments", input))["serviceDeployments"]!.AsArray()
            .Select(item => (string)item!["serviceDeploymentArn"]!).ToArray();
    }
}
