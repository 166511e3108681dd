using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.EcsServices;

/// <summary>Services behind load balancers: targets, and deployments that shift traffic.</summary>
[TakesLong]
public sealed class TrafficTests(TrafficSandbox sandbox) : IClassFixture<TrafficSandbox>
{
    private static readonly string[] Ended = ["ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "SUCCESSFUL", "STOPPED"];

    private readonly string _id = EcsSandbox.Unique("tg");

    private string Own => _id + "-own";

    private string Alternate => _id + "-alternate";

    [SkippableFact]
    public async Task Tasks_are_targets_while_they_run()
    {
        var service = await CreateAsync(Balancers(advanced: false), []);
        var first = (await sandbox.TasksAsync(service))[0];
        Assert.Equal([ServiceCalls.IdOf(first)], sandbox.Traffic.TasksOf(Own));

        await sandbox.UpdateAsync(service, new JsonObject { ["forceNewDeployment"] = true });
        var rolled = await sandbox.SteadyAsync(service);
        var messages = ServiceCalls.Messages(rolled);

        Assert.Equal([ServiceCalls.IdOf((await sandbox.TasksAsync(service))[0])], sandbox.Traffic.TasksOf(Own));
        Assert.Contains($"registered 1 targets in (target-group {Own})", messages);
        Assert.Contains($"deregistered 1 targets in (target-group {Own})", messages);
        Assert.Contains($"(service web, taskSet {first["startedBy"]}) has begun draining connections on 1 tasks.", messages);
    }

    [SkippableFact]
    public async Task A_task_is_not_stopped_before_it_has_answered_what_it_was_asked()
    {
        var service = await CreateAsync(Balancers(advanced: false), []);
        var first = (await sandbox.TasksAsync(service))[0];
        var busy = sandbox.Traffic.Busy[ServiceCalls.IdOf(first)] = new TaskCompletionSource();
        await sandbox.UpdateAsync(service, new JsonObject { ["forceNewDeployment"] = true });
        var draining = await sandbox.WaitAsync(first, "DEACTIVATING");
        busy.SetResult();
        var stopped = await sandbox.WaitForStopAsync(first);

        Assert.Equal("RUNNING", (string?)draining["containers"]![0]!["lastStatus"]);
        Assert.Equal("ServiceSchedulerInitiated", (string?)stopped["stopCode"]);
    }

    [SkippableFact]
    public async Task A_task_that_fails_its_load_balancer_is_replaced()
    {
        var service = await CreateAsync(Balancers(advanced: false), []);
        var sick = (await sandbox.TasksAsync(service))[0];
        sandbox.Traffic.Sick[ServiceCalls.IdOf(sick)] = TargetHealth.Unhealthy;
        sandbox.Server.Cloud.Service<EcsService>().NoteTargetHealth(Own);
        var stopped = await sandbox.WaitForStopAsync(sick);
        var now = await sandbox.SteadyAsync(service);

        Assert.Equal($"Task failed ELB health checks in (target-group {Own})", (string?)stopped["stoppedReason"]);
        Assert.Contains(
            $"(task {ServiceCalls.IdOf(sick)}) (port 80) is unhealthy in (target-group {Own}) due to (reason Request timed out).",
            ServiceCalls.Messages(now));
        Assert.Equal([ServiceCalls.IdOf((await sandbox.TasksAsync(service))[0])], sandbox.Traffic.TasksOf(Own));
    }

    [SkippableFact]
    public async Task Blue_and_green_run_side_by_side_until_the_bake_time_is_over()
    {
        var service = await CreateAsync(Balancers(), BlueGreen(bake: 1), 2);
        var blue = (await sandbox.TasksAsync(service)).Select(ServiceCalls.IdOf).ToHashSet();
        await sandbox.UpdateAsync(service, new JsonObject { ["forceNewDeployment"] = true });
        var baking = await WaitForStageAsync(service, "BAKE_TIME");
        var both = (await sandbox.TasksAsync(service)).Select(ServiceCalls.IdOf).ToHashSet();
        var ended = await sandbox.WaitForDeploymentAsync(service, Ended);
        await sandbox.SteadyAsync(service);
        var green = (await sandbox.TasksAsync(service)).Select(ServiceCalls.IdOf).ToHashSet();

        Assert.Equal(4, both.Count);
        Assert.Superset(blue, both);
        Assert.Equal(100, (double?)baking["targetServiceRevision"]!["requestedProductionTrafficWeight"]);
        Assert.Equal(0, (double?)baking["sourceServiceRevisions"]![0]!["requestedProductionTrafficWeight"]);
        Assert.Equal("SUCCESSFUL", (string?)ended["status"]);
        Assert.Equal("CLEAN_UP", (string?)ended["lifecycleStage"]);
        Assert.Equal(2, green.Count);
        Assert.Empty(green.Intersect(blue));
        Assert.Empty(sandbox.Traffic.TasksOf(Own));
        Assert.Equal(green, sandbox.Traffic.TasksOf(Alternate).ToHashSet());
        Assert.Equal([(Own, 100d), (Alternate, 100d)], Shifts("test"));
        Assert.Equal([(Own, 100d), (Alternate, 100d)], Shifts("production"));

        // The next one takes the group that is free now.
        await sandbox.UpdateAsync(service, new JsonObject { ["forceNewDeployment"] = true });
        await sandbox.WaitForDeploymentAsync(service, "SUCCESSFUL");
        Assert.Equal((Own, 100d), Shifts("production")[^1]);
        Assert.Equal(2, sandbox.Traffic.TasksOf(Own).Count);
    }

    [SkippableFact]
    public async Task Canary_and_linear_deployments_shift_in_their_steps()
    {
        var service = await CreateAsync(Balancers(), new JsonObject
        {
            ["strategy"] = "CANARY",
            ["canaryConfiguration"] = new JsonObject { ["canaryPercent"] = 12.5, ["canaryBakeTimeInMinutes"] = 1 },
        });
        await sandbox.UpdateAsync(service, new JsonObject { ["forceNewDeployment"] = true });
        await sandbox.WaitForDeploymentAsync(service, "SUCCESSFUL");
        await sandbox.UpdateAsync(service, new JsonObject
        {
            ["forceNewDeployment"] = true,
            ["deploymentConfiguration"] = new JsonObject
            {
                ["strategy"] = "LINEAR",
                ["linearConfiguration"] = new JsonObject { ["stepPercent"] = 40, ["stepBakeTimeInMinutes"] = 1 },
            },
        });
        await sandbox.WaitForDeploymentAsync(service, "SUCCESSFUL");
        var described = await sandbox.DescribeAsync(service);

        Assert.Equal(
            [(Own, 100d), (Alternate, 12.5), (Alternate, 100d), (Own, 40d), (Own, 80d), (Own, 100d)],
            Shifts("production"));
        Assert.Null(described["deploymentConfiguration"]!["canaryConfiguration"]);
        Assert.Equal(40, (double?)described["deploymentConfiguration"]!["linearConfiguration"]!["stepPercent"]);
    }

    [SkippableFact]
    public async Task A_user_who_stops_a_deployment_in_its_bake_time_gets_the_old_tasks_back()
    {
        var service = await CreateAsync(Balancers(), BlueGreen(bake: 1440));
        var blue = ServiceCalls.IdOf((await sandbox.TasksAsync(service))[0]);
        await sandbox.UpdateAsync(service, new JsonObject { ["forceNewDeployment"] = true });
        var baking = await WaitForStageAsync(service, "BAKE_TIME");
        await sandbox.EcsAsync("StopServiceDeployment", new JsonObject { ["serviceDeploymentArn"] = (string)baking["serviceDeploymentArn"]! });
        var ended = await sandbox.WaitForDeploymentAsync(service, Ended);

        Assert.Equal("ROLLBACK_SUCCESSFUL", (string?)ended["status"]);
        Assert.Equal([blue], (await sandbox.TasksAsync(service)).Select(ServiceCalls.IdOf));
        Assert.Equal([blue], sandbox.Traffic.TasksOf(Own));
        Assert.Equal((Alternate, 0d), Shifts("production")[^1]);
        Assert.Equal((Alternate, 0d), Shifts("test")[^1]);
    }

    [SkippableFact]
    public async Task A_green_revision_that_cannot_start_never_gets_traffic()
    {
        var configuration = BlueGreen(bake: 0);
        configuration["deploymentCircuitBreaker"] = new JsonObject { ["enable"] = true, ["rollback"] = true };
        var service = await CreateAsync(Balancers(), configuration);
        var definition = Definition();
        definition["executionRoleArn"] = await sandbox.RoleAsync();
        definition["containerDefinitions"]![0]!["image"] = sandbox.Server.RegistryUri + "/nowhere:1";
        await sandbox.UpdateAsync(service, new JsonObject { ["taskDefinition"] = await sandbox.RegisterAsync(definition) });
        var ended = await sandbox.WaitForDeploymentAsync(service, Ended);

        Assert.Equal("ROLLBACK_SUCCESSFUL", (string?)ended["status"]);
        Assert.Equal("SCALE_UP", (string?)ended["lifecycleStage"]);
        Assert.Equal([(Own, 100d)], Shifts("production"));
        Assert.Single(await sandbox.TasksAsync(service));
    }

    [SkippableFact]
    public async Task A_revision_that_fails_after_it_was_healthy_trips_a_breaker_that_counts_all_failures()
    {
        var configuration = BlueGreen(bake: 1440);
        configuration["deploymentCircuitBreaker"] = new JsonObject
        {
            ["enable"] = true,
            ["rollback"] = true,
            ["resetOnHealthyTask"] = false,
            ["thresholdConfiguration"] = new JsonObject { ["type"] = "COUNT", ["value"] = 2 },
        };
        var service = await CreateAsync(Balancers(), configuration);
        await sandbox.UpdateAsync(service, new JsonObject { ["forceNewDeployment"] = true });
        await WaitForStageAsync(service, "BAKE_TIME");
        await FailGreenAsync();
        var once = (await sandbox.HistoryAsync(service))[0];
        await FailGreenAsync();
        var ended = await sandbox.WaitForDeploymentAsync(service, Ended);

        Assert.Equal(("IN_PROGRESS", 1), ((string?)once["status"], (int?)once["deploymentCircuitBreaker"]!["failureCount"]));
        Assert.Equal("ROLLBACK_SUCCESSFUL", (string?)ended["status"]);
        Assert.Equal((2, 2), ((int?)ended["deploymentCircuitBreaker"]!["failureCount"], (int?)ended["deploymentCircuitBreaker"]!["threshold"]));
        Assert.Equal((Alternate, 0d), Shifts("production")[^1]);
    }

    [SkippableFact]
    public async Task A_task_that_becomes_healthy_sets_the_count_of_the_breaker_back()
    {
        var configuration = BlueGreen(bake: 1440);
        configuration["deploymentCircuitBreaker"] = new JsonObject
        {
            ["enable"] = true,
            ["rollback"] = true,
            ["thresholdConfiguration"] = new JsonObject { ["type"] = "COUNT", ["value"] = 2 },
        };
        var service = await CreateAsync(Balancers(), configuration);
        await sandbox.UpdateAsync(service, new JsonObject { ["forceNewDeployment"] = true });
        await WaitForStageAsync(service, "BAKE_TIME");
        for (var failure = 0; failure < 3; failure++)
        {
            await FailGreenAsync();
        }

        var now = (await sandbox.HistoryAsync(service))[0];
        Assert.Equal(("IN_PROGRESS", 0), ((string?)now["status"], (int?)now["deploymentCircuitBreaker"]!["failureCount"]));
    }

    [SkippableTheory]
    [InlineData("BLOCKING")]
    [InlineData("DEFERRED")]
    public async Task Early_success_completes_a_deployment_with_the_healthy_tasks_that_it_has(string cleanup)
    {
        var service = await CreateAsync(Balancers(advanced: false), Early(cleanup), 2);
        var old = (await sandbox.TasksAsync(service)).Select(ServiceCalls.IdOf).ToList();
        var busy = sandbox.Traffic.Busy[old[0]] = new TaskCompletionSource();
        sandbox.Traffic.Next[Own] = new([TargetHealth.Healthy, TargetHealth.Initial]);
        await sandbox.UpdateAsync(service, new JsonObject { ["forceNewDeployment"] = true });
        await sandbox.WaitForServiceAsync(
            service, now => ServiceCalls.Messages(now).Count(message => message.Contains("has begun draining connections")) == 2, "draining");
        var draining = (await sandbox.HistoryAsync(service))[0];
        busy.SetResult();
        var ended = await sandbox.WaitForDeploymentAsync(service, Ended);
        var completed = await sandbox.WaitForServiceAsync(service, now => now["deployments"]!.AsArray().Count == 1, "without old tasks");
        foreach (var task in await sandbox.TasksAsync(service))
        {
            sandbox.Traffic.Sick[ServiceCalls.IdOf(task)] = TargetHealth.Healthy;
        }

        sandbox.Server.Cloud.Service<EcsService>().NoteTargetHealth(Own);
        await sandbox.SteadyAsync(service);

        Assert.Equal(cleanup == "BLOCKING" ? "IN_PROGRESS" : "SUCCESSFUL", (string?)draining["status"]);
        Assert.Equal("SUCCESSFUL", (string?)ended["status"]);
        Assert.Equal(cleanup, (string?)ended["deploymentConfiguration"]!["earlySuccessCriteria"]!["sourceServiceRevisionCleanup"]);
        Assert.Equal("COMPLETED", (string?)completed["deployments"]![0]!["rolloutState"]);
        Assert.DoesNotContain(old, task => sandbox.Traffic.TasksOf(Own).Contains(task));
    }

    [SkippableFact]
    public async Task A_service_without_load_balancer_has_blue_and_green_too()
    {
        var service = await CreateAsync([], BlueGreen(bake: 1));
        await sandbox.UpdateAsync(service, new JsonObject { ["forceNewDeployment"] = true });
        var baking = await WaitForStageAsync(service, "BAKE_TIME");
        await sandbox.WaitForDeploymentAsync(service, "SUCCESSFUL");

        Assert.Equal(1, (int?)baking["targetServiceRevision"]!["runningTaskCount"]);
        Assert.Equal(1, (int?)baking["sourceServiceRevisions"]![0]!["runningTaskCount"]);
        Assert.Single(await sandbox.TasksAsync(service));
    }

    [SkippableTheory]
    [InlineData("-idle", "InvalidParameterException: The target group with targetGroupArn {0} does not have an associated load balancer.")]
    [InlineData("-own", "InvalidParameterException: advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy")]
    public async Task Load_balancers_that_AWS_refuses_are_refused(string group, string refusal)
    {
        var balancers = Balancers(advanced: false);
        balancers[0]!["targetGroupArn"] = _id + group;
        var input = await sandbox.ServiceInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(Definition()));
        input["loadBalancers"] = balancers;
        if (group == "-own")
        {
            input["deploymentConfiguration"] = BlueGreen(bake: 0);
        }

        Assert.Equal(string.Format(null, refusal, _id + group), await sandbox.RefusalAsync("CreateService", input));
    }

    private static JsonObject Definition()
        => EcsSandbox.Definition(container: new JsonObject { ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 80 }) });

    private static JsonObject BlueGreen(int bake) => new() { ["strategy"] = "BLUE_GREEN", ["bakeTimeInMinutes"] = bake };

    private static JsonObject Early(string cleanup) => new()
    {
        ["minimumHealthyPercent"] = 50,
        ["earlySuccessCriteria"] = new JsonObject { ["enable"] = true, ["healthyPercent"] = 50, ["sourceServiceRevisionCleanup"] = cleanup },
    };

    /// <summary>Fails the only task of the second group, and waits until another one has taken its place.</summary>
    private async Task FailGreenAsync()
    {
        var task = Assert.Single(sandbox.Traffic.TasksOf(Alternate));
        sandbox.Traffic.Sick[task] = TargetHealth.Unhealthy;
        sandbox.Server.Cloud.Service<EcsService>().NoteTargetHealth(Alternate);
        for (var attempt = 0; attempt < 1200 && (sandbox.Traffic.TasksOf(Alternate) is not [var other] || other == task); attempt++)
        {
            if (sandbox.Traffic.TasksOf(Alternate).Count == 0 && sandbox.Traffic.Shifts.LastOrDefault().Percent == 0)
            {
                return;
            }

            await Task.Delay(20);
        }
    }

    private JsonArray Balancers(bool advanced = true)
    {
        var balancer = new JsonObject { ["targetGroupArn"] = Own, ["containerName"] = "main", ["containerPort"] = 80 };
        if (advanced)
        {
            balancer["advancedConfiguration"] = new JsonObject
            {
                ["alternateTargetGroupArn"] = Alternate,
                ["productionListenerRule"] = _id + "-production",
                ["testListenerRule"] = _id + "-test",
                ["roleArn"] = "arn:aws:iam::000000000000:role/infrastructure",
            };
        }

        return [balancer];
    }

    private async Task<JsonObject> CreateAsync(JsonArray balancers, JsonObject configuration, int count = 1)
        => await sandbox.SteadyServiceAsync(
            Definition(), count, new JsonObject { ["loadBalancers"] = balancers, ["deploymentConfiguration"] = configuration });

    private (string Target, double Percent)[] Shifts(string rule)
        => sandbox.Traffic.Shifts.Where(shift => shift.Rule == $"{_id}-{rule}").Select(shift => (shift.Target, shift.Percent)).ToArray();

    private async Task<JsonObject> WaitForStageAsync(JsonObject service, string stage)
    {
        for (var attempt = 0; attempt < 1200; attempt++)
        {
            var now = (await sandbox.HistoryAsync(service))[0];
            if ((string?)now["lifecycleStage"] == stage)
            {
                return now;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"The deployment never came to {stage}.");
    }
}
