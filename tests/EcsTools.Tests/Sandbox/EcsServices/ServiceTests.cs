using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using Xunit;

namespace EcsTools.Tests.Sandbox.EcsServices;

public sealed class ServiceTests(ServiceSandbox sandbox) : IClassFixture<ServiceSandbox>
{
    [SkippableFact]
    public async Task A_new_service_starts_its_tasks_and_says_so()
    {
        var service = await sandbox.SteadyServiceAsync(EcsSandbox.Definition(), 2);
        var tasks = await sandbox.TasksAsync(service);
        var deployment = service["deployments"]![0]!;
        var messages = ServiceCalls.Messages(service);

        Assert.Equal(2, tasks.Count);
        Assert.All(tasks, task => Assert.Equal("service:web", (string?)task["group"]));
        Assert.All(tasks, task => Assert.Equal((string?)deployment["id"], (string?)task["startedBy"]));
        Assert.Matches("^ecs-svc/[0-9]{19}$", (string?)deployment["id"]);
        Assert.Equal("PRIMARY", (string?)deployment["status"]);
        Assert.Equal($"ECS deployment {deployment["id"]} completed.", (string?)deployment["rolloutStateReason"]);
        Assert.Equal("1.4.0", (string?)deployment["platformVersion"]);
        Assert.Equal("LATEST", (string?)service["platformVersion"]);
        Assert.Matches("^has started 2 tasks: \\(task [0-9a-f]{32}\\) \\(task [0-9a-f]{32}\\)\\.$", messages[0]);
        Assert.Equal([$"(deployment {deployment["id"]}) deployment completed.", "has reached a steady state."], messages.Skip(1));
    }

    [SkippableFact]
    public async Task What_is_not_said_of_a_service_is_as_on_AWS()
    {
        var cluster = await sandbox.ClusterAsync();
        var service = await sandbox.CreateServiceAsync(await sandbox.ServiceInputAsync(cluster, await sandbox.RegisterAsync(EcsSandbox.Definition())));
        var configuration = service["deploymentConfiguration"]!;

        Assert.Equal($"arn:aws:ecs:us-east-1:000000000000:service/{cluster}/web", (string?)service["serviceArn"]);
        Assert.Equal("ACTIVE", (string?)service["status"]);
        Assert.Equal(200, (int?)configuration["maximumPercent"]);
        Assert.Equal(100, (int?)configuration["minimumHealthyPercent"]);
        Assert.Equal("ROLLING", (string?)configuration["strategy"]);
        Assert.False((bool)configuration["deploymentCircuitBreaker"]!["enable"]!);
        Assert.Equal("REPLICA", (string?)service["schedulingStrategy"]);
        Assert.Equal("ECS", (string?)service["deploymentController"]!["type"]);
        Assert.Equal("ENABLED", (string?)service["availabilityZoneRebalancing"]);
        Assert.Equal("NONE", (string?)service["propagateTags"]);
        Assert.Equal("IN_PROGRESS", (string?)service["deployments"]![0]!["rolloutState"]);
        Assert.NotNull(service["currentServiceDeployment"]);
    }

    [SkippableFact]
    public async Task A_service_starts_what_was_stopped_anew()
    {
        var service = await sandbox.SteadyServiceAsync(EcsSandbox.Definition());
        var first = (await sandbox.TasksAsync(service))[0];
        await sandbox.EcsAsync("StopTask", new JsonObject { ["cluster"] = (string)service["clusterArn"]!, ["task"] = (string)first["taskArn"]! });
        await sandbox.WaitForServiceAsync(
            service, now => ServiceCalls.Messages(now).Count(message => message == "has reached a steady state.") == 2, "steady again");
        var second = Assert.Single(await sandbox.TasksAsync(service));

        Assert.NotEqual((string?)first["taskArn"], (string?)second["taskArn"]);
        Assert.Equal((string?)first["startedBy"], (string?)second["startedBy"]);
    }

    [SkippableFact]
    public async Task Scaling_starts_and_stops_tasks_without_a_new_deployment()
    {
        var service = await sandbox.SteadyServiceAsync(EcsSandbox.Definition());
        var oldest = (await sandbox.TasksAsync(service))[0];
        await sandbox.UpdateAsync(service, new JsonObject { ["desiredCount"] = 3 });
        var larger = await sandbox.WaitForServiceAsync(service, now => (int)now["runningCount"]! == 3, "of three tasks");
        await sandbox.SteadyAsync(service);
        await sandbox.UpdateAsync(service, new JsonObject { ["desiredCount"] = 1 });
        await sandbox.WaitForServiceAsync(service, now => (int)now["runningCount"]! == 1, "of one task");
        var stopped = await sandbox.TasksAsync(service, "STOPPED");

        Assert.Single(larger["deployments"]!.AsArray());
        Assert.Equal((string?)oldest["taskArn"], (string?)Assert.Single(await sandbox.TasksAsync(service))["taskArn"]);
        Assert.Equal(2, stopped.Count);
        Assert.All(stopped, task => Assert.Equal("ServiceSchedulerInitiated", (string?)task["stopCode"]));
        Assert.All(
            stopped,
            task => Assert.Equal($"Scaling activity initiated by (deployment {task["startedBy"]})", (string?)task["stoppedReason"]));
        Assert.Single(await sandbox.HistoryAsync(service));
    }

    [SkippableFact]
    public async Task The_same_request_with_the_same_token_creates_once()
    {
        var cluster = await sandbox.ClusterAsync();
        var input = await sandbox.ServiceInputAsync(cluster, await sandbox.RegisterAsync(EcsSandbox.Definition()));
        input["clientToken"] = "once";
        var first = await sandbox.CreateServiceAsync(input);
        var second = await sandbox.CreateServiceAsync(input);
        input["desiredCount"] = 2;

        Assert.Equal((string?)first["deployments"]![0]!["id"], (string?)second["deployments"]![0]!["id"]);
        Assert.Equal("InvalidParameterException: Creation of service was not idempotent.", await sandbox.RefusalAsync("CreateService", input));
    }

    [SkippableFact]
    public async Task A_deleted_service_drains_and_can_still_be_described()
    {
        var service = await sandbox.SteadyServiceAsync(EcsSandbox.Definition(), 2);
        var cluster = (string)service["clusterArn"]!;
        var named = new JsonObject { ["cluster"] = cluster, ["service"] = "web" };
        var refusal = await sandbox.RefusalAsync("DeleteService", named);
        var busy = await sandbox.RefusalAsync("DeleteCluster", new JsonObject { ["cluster"] = cluster });
        var forced = new JsonObject { ["cluster"] = cluster, ["service"] = "web", ["force"] = true };
        var deleted = (await sandbox.EcsAsync("DeleteService", forced))["service"]!;
        var gone = await sandbox.WaitForServiceAsync(service, now => (string?)now["status"] == "INACTIVE", "INACTIVE");

        Assert.Equal("InvalidParameterException: The service cannot be stopped while it is scaled above 0.", refusal);
        Assert.Equal("ClusterContainsServicesException: The Cluster cannot be deleted while Services are active.", busy);
        Assert.Equal("DRAINING", (string?)deleted["status"]);
        Assert.Empty(gone["deployments"]!.AsArray());
        Assert.Empty(await sandbox.TasksAsync(service));
        Assert.Empty((await sandbox.EcsAsync("ListServices", new JsonObject { ["cluster"] = cluster }))["serviceArns"]!.AsArray());
        Assert.StartsWith("ServiceNotFoundException", await sandbox.RefusalAsync("DeleteService", named));
        Assert.Equal("ServiceNotActiveException: Service was not ACTIVE.", await sandbox.RefusalAsync("UpdateService", named));
        var again = await sandbox.ServiceInputAsync(cluster, (string)service["taskDefinition"]!);
        Assert.Equal("ACTIVE", (string?)(await sandbox.CreateServiceAsync(again))["status"]);
    }

    [SkippableFact]
    public async Task Services_are_listed_ten_a_page_and_counted_by_their_cluster()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync(EcsSandbox.Definition());
        for (var number = 0; number < 12; number++)
        {
            var input = await sandbox.ServiceInputAsync(cluster, definition, 0);
            input["serviceName"] = $"s{number:00}";
            await sandbox.CreateServiceAsync(input);
        }

        var first = await sandbox.EcsAsync("ListServices", new JsonObject { ["cluster"] = cluster });
        var rest = await sandbox.EcsAsync("ListServices", new JsonObject { ["cluster"] = cluster, ["nextToken"] = (string)first["nextToken"]! });
        var spot = await sandbox.EcsAsync("ListServices", new JsonObject { ["cluster"] = cluster, ["launchType"] = "EC2" });
        var described = (await sandbox.EcsAsync("DescribeClusters", new JsonObject { ["clusters"] = new JsonArray(cluster) }))["clusters"]![0]!;

        Assert.Equal(10, first["serviceArns"]!.AsArray().Count);
        Assert.Equal(["s10", "s11"], rest["serviceArns"]!.AsArray().Select(arn => ((string)arn!).Split('/').Last()));
        Assert.Null(rest["nextToken"]);
        Assert.Empty(spot["serviceArns"]!.AsArray());
        Assert.Equal(12, (int?)described["activeServicesCount"]);
    }

    [SkippableFact]
    public async Task Unknown_services_are_failures_of_a_description()
    {
        var cluster = await sandbox.ClusterAsync();
        var described = await sandbox.EcsAsync("DescribeServices", new JsonObject { ["cluster"] = cluster, ["services"] = new JsonArray("none") });

        Assert.Empty(described["services"]!.AsArray());
        Assert.Equal("MISSING", (string?)described["failures"]![0]!["reason"]);
        Assert.Equal($"arn:aws:ecs:us-east-1:000000000000:service/{cluster}/none", (string?)described["failures"]![0]!["arn"]);
    }

    [SkippableFact]
    public async Task Tags_of_a_service_reach_its_tasks_where_that_is_asked_for()
    {
        var service = await sandbox.SteadyServiceAsync(EcsSandbox.Definition(), 1, new JsonObject
        {
            ["tags"] = new JsonArray(new JsonObject { ["key"] = "team", ["value"] = "a" }),
            ["propagateTags"] = "SERVICE",
            ["enableECSManagedTags"] = true,
        });
        var task = (await sandbox.TasksAsync(service))[0];
        await sandbox.EcsAsync("TagResource", new JsonObject
        {
            ["resourceArn"] = (string)service["serviceArn"]!,
            ["tags"] = new JsonArray(new JsonObject { ["key"] = "stage", ["value"] = "test" }),
        });
        var ofTask = await sandbox.EcsAsync("ListTagsForResource", new JsonObject { ["resourceArn"] = (string)task["taskArn"]! });
        var ofService = await sandbox.EcsAsync("ListTagsForResource", new JsonObject { ["resourceArn"] = (string)service["serviceArn"]! });

        Assert.Equal(["team", "aws:ecs:clusterName", "aws:ecs:serviceName"], ofTask["tags"]!.AsArray().Select(tag => (string)tag!["key"]!));
        Assert.Equal(["team", "stage"], ofService["tags"]!.AsArray().Select(tag => (string)tag!["key"]!));
        Assert.Null(service["tags"]);
    }

    [SkippableFact]
    public async Task A_strategy_is_kept_to_as_a_service_grows()
    {
        var cluster = EcsSandbox.Unique("spot");
        await sandbox.EcsAsync("CreateCluster", new JsonObject
        {
            ["clusterName"] = cluster,
            ["capacityProviders"] = new JsonArray("FARGATE", "FARGATE_SPOT"),
        });
        var input = await sandbox.ServiceInputAsync(cluster, await sandbox.RegisterAsync(EcsSandbox.Definition()), 1);
        input.Remove("launchType");
        input["capacityProviderStrategy"] = new JsonArray(
            new JsonObject { ["capacityProvider"] = "FARGATE", ["base"] = 1 },
            new JsonObject { ["capacityProvider"] = "FARGATE_SPOT", ["weight"] = 1 });
        var service = await sandbox.SteadyAsync(await sandbox.CreateServiceAsync(input));
        await sandbox.UpdateAsync(service, new JsonObject { ["desiredCount"] = 3 });
        await sandbox.WaitForServiceAsync(service, now => (int)now["runningCount"]! == 3, "of three tasks");
        var providers = (await sandbox.TasksAsync(service)).Select(task => (string)task["capacityProviderName"]!).Order();

        Assert.Equal(["FARGATE", "FARGATE_SPOT", "FARGATE_SPOT"], providers);
    }

    [SkippableFact]
    public async Task A_role_that_ECS_cannot_assume_is_told_by_the_service_not_by_its_creation()
    {
        var definition = EcsSandbox.Definition();
        definition["taskRoleArn"] = "arn:aws:iam::000000000000:role/no-such-role";
        var service = await sandbox.CreateServiceAsync(
            await sandbox.ServiceInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition)));
        var failing = await sandbox.WaitForServiceAsync(service, now => now["events"]!.AsArray().Count > 0, "heard of");

        Assert.StartsWith(
            "failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::000000000000:role/no-such-role' that was provided",
            ServiceCalls.Messages(failing)[0]);
    }

    [SkippableFact]
    public async Task A_service_without_launch_type_waits_for_an_instance_that_never_comes()
    {
        var input = await sandbox.ServiceInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(EcsSandbox.Definition()));
        input.Remove("launchType");
        var service = await sandbox.CreateServiceAsync(input);
        var waiting = await sandbox.WaitForServiceAsync(service, now => now["events"]!.AsArray().Count > 0, "heard of");

        Assert.Equal("EC2", (string?)waiting["launchType"]);
        Assert.StartsWith(
            "was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found",
            ServiceCalls.Messages(waiting)[0]);
        Assert.Empty(await sandbox.TasksAsync(service));
    }
}
