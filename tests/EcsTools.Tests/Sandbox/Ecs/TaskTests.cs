using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecs;

public sealed class TaskTests(EcsSandbox sandbox) : IClassFixture<EcsSandbox>
{
    [SkippableFact]
    public async Task A_simulated_task_passes_through_its_states_and_ends_with_zero()
    {
        var cluster = await sandbox.ClusterAsync();
        var started = await sandbox.RunAsync(cluster, await sandbox.RegisterAsync(EcsSandbox.Definition()));
        var stopped = await sandbox.WaitForStopAsync(started);

        Assert.Equal("PROVISIONING", (string?)started["lastStatus"]);
        Assert.Equal("RUNNING", (string?)started["desiredStatus"]);
        Assert.Equal("EssentialContainerExited", (string?)stopped["stopCode"]);
        Assert.Equal("Essential container in task exited", (string?)stopped["stoppedReason"]);
        Assert.Equal(0, (int?)stopped["containers"]![0]!["exitCode"]);
        Assert.Equal("Simulated", Attribute(stopped, "ecstools:runtime"));
        string[] moments =
        [
            "createdAt", "connectivityAt", "pullStartedAt", "pullStoppedAt", "startedAt", "stoppingAt", "executionStoppedAt", "stoppedAt",
        ];
        var times = moments.Select(moment => (double)stopped[moment]!).ToList();
        Assert.Equal(times.Order(), times);
        Assert.True((int)stopped["version"]! > (int)started["version"]!);
    }

    [SkippableFact]
    public async Task A_running_task_has_its_network_interface()
    {
        var running = await sandbox.WaitAsync(await RunServerAsync(), "RUNNING");
        var attachment = running["attachments"]![0]!;
        var details = attachment["details"]!.AsArray().ToDictionary(item => (string)item!["name"]!, item => (string)item!["value"]!);

        Assert.Equal("ElasticNetworkInterface", (string?)attachment["type"]);
        Assert.Equal("ATTACHED", (string?)attachment["status"]);
        Assert.Matches("^eni-[0-9a-f]{17}$", details["networkInterfaceId"]);
        Assert.Equal(details["privateIPv4Address"], (string?)running["containers"]![0]!["networkInterfaces"]![0]!["privateIpv4Address"]);
        Assert.True(details.ContainsKey("subnetId"));
    }

    [SkippableFact]
    public async Task A_stopped_task_says_who_stopped_it_and_why()
    {
        var running = await sandbox.WaitAsync(await RunServerAsync(), "RUNNING");
        var asked = await sandbox.EcsAsync("StopTask", new JsonObject
        {
            ["cluster"] = (string)running["clusterArn"]!,
            ["task"] = (string)running["taskArn"]!,
            ["reason"] = "enough",
        });
        var stopped = await sandbox.WaitForStopAsync(running);

        Assert.Equal("STOPPED", (string?)asked["task"]!["desiredStatus"]);
        Assert.Equal("UserInitiated", (string?)stopped["stopCode"]);
        Assert.Equal("enough", (string?)stopped["stoppedReason"]);
        Assert.Equal("DELETED", (string?)stopped["attachments"]![0]!["status"]);
    }

    [SkippableFact]
    public async Task Tasks_are_listed_by_what_they_should_be()
    {
        var task = await RunServerAsync();
        var cluster = (string)task["clusterArn"]!;
        var arn = (string)task["taskArn"]!;
        await sandbox.WaitAsync(task, "RUNNING");
        Assert.Equal([arn], await ListAsync(new JsonObject { ["cluster"] = cluster }));
        Assert.Empty(await ListAsync(new JsonObject { ["cluster"] = cluster, ["desiredStatus"] = "STOPPED" }));

        await sandbox.EcsAsync("StopTask", new JsonObject { ["cluster"] = cluster, ["task"] = arn });
        Assert.Empty(await ListAsync(new JsonObject { ["cluster"] = cluster }));
        Assert.Equal([arn], await ListAsync(new JsonObject { ["cluster"] = cluster, ["desiredStatus"] = "STOPPED" }));
        Assert.Empty(await ListAsync(new JsonObject { ["cluster"] = cluster, ["desiredStatus"] = "STOPPED", ["family"] = "other" }));
    }

    [SkippableFact]
    public async Task Started_by_finds_the_tasks_of_a_starter()
    {
        var cluster = await sandbox.ClusterAsync();
        var input = await sandbox.RunInputAsync(cluster, await sandbox.RegisterAsync(Server()));
        input["startedBy"] = "nightly";
        input["count"] = 3;
        await sandbox.EcsAsync("RunTask", input);
        input["startedBy"] = "someone";
        await sandbox.EcsAsync("RunTask", input);

        Assert.Equal(3, (await ListAsync(new JsonObject { ["cluster"] = cluster, ["startedBy"] = "nightly" })).Length);
    }

    [SkippableFact]
    public async Task The_same_token_starts_the_same_tasks_once()
    {
        var cluster = await sandbox.ClusterAsync();
        var input = await sandbox.RunInputAsync(cluster, await sandbox.RegisterAsync(Server()));
        input["clientToken"] = "token-1";
        var first = await sandbox.EcsAsync("RunTask", input);
        var second = await sandbox.EcsAsync("RunTask", input);
        input["count"] = 2;

        Assert.Equal((string?)first["tasks"]![0]!["taskArn"], (string?)second["tasks"]![0]!["taskArn"]);
        Assert.StartsWith("ConflictException", await sandbox.RefusalAsync("RunTask", input));
    }

    [SkippableFact]
    public async Task A_strategy_spreads_tasks_over_its_providers()
    {
        var cluster = EcsSandbox.Unique("spread");
        await sandbox.EcsAsync("CreateCluster", new JsonObject { ["clusterName"] = cluster, ["capacityProviders"] = new JsonArray("FARGATE", "FARGATE_SPOT") });
        var input = await sandbox.RunInputAsync(cluster, await sandbox.RegisterAsync(Server()));
        input.Remove("launchType");
        input["count"] = 8;
        input["capacityProviderStrategy"] = new JsonArray(
            new JsonObject { ["capacityProvider"] = "FARGATE", ["base"] = 2, ["weight"] = 1 },
            new JsonObject { ["capacityProvider"] = "FARGATE_SPOT", ["weight"] = 2 });
        var started = await sandbox.EcsAsync("RunTask", input);
        var counts = started["tasks"]!.AsArray().CountBy(task => (string)task!["capacityProviderName"]!).ToDictionary();

        Assert.Equal(4, counts["FARGATE"]);
        Assert.Equal(4, counts["FARGATE_SPOT"]);
    }

    [SkippableFact]
    public async Task Tags_come_from_the_definition_when_asked()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = Server();
        definition["tags"] = new JsonArray(new JsonObject { ["key"] = "app", ["value"] = "web" });
        var input = await sandbox.RunInputAsync(cluster, await sandbox.RegisterAsync(definition));
        input["propagateTags"] = "TASK_DEFINITION";
        input["enableECSManagedTags"] = true;
        var started = (await sandbox.EcsAsync("RunTask", input))["tasks"]![0]!;
        var tags = started["tags"]!.AsArray().ToDictionary(tag => (string)tag!["key"]!, tag => (string)tag!["value"]!);

        Assert.Equal("web", tags["app"]);
        Assert.Equal(cluster, tags["aws:ecs:clusterName"]);
    }

    [SkippableFact]
    public async Task A_task_nobody_started_is_missing()
    {
        var cluster = await sandbox.ClusterAsync();
        var described = await sandbox.EcsAsync("DescribeTasks", new JsonObject { ["cluster"] = cluster, ["tasks"] = new JsonArray(new string('0', 32)) });

        Assert.Equal("MISSING", (string?)described["failures"]![0]!["reason"]);
        Assert.Equal(
            "InvalidParameterException: The referenced task was not found.",
            await sandbox.RefusalAsync("StopTask", new JsonObject { ["cluster"] = cluster, ["task"] = new string('0', 32) }));
    }

    [SkippableFact]
    public async Task The_interface_of_a_task_is_one_of_EC2_until_the_task_has_stopped()
    {
        var running = await sandbox.WaitAsync(await RunServerAsync(), "RUNNING");
        var id = running["attachments"]![0]!["details"]!.AsArray()
            .Where(item => (string?)item!["name"] == "networkInterfaceId").Select(item => (string)item!["value"]!).Single();
        var input = new JsonObject { ["NetworkInterfaceIds"] = new JsonArray(id) };
        var card = (await sandbox.Boto.CallAsync("ec2", "DescribeNetworkInterfaces", input))["NetworkInterfaces"]![0]!;
        await sandbox.EcsAsync("StopTask", new JsonObject { ["cluster"] = (string)running["clusterArn"]!, ["task"] = (string)running["taskArn"]! });
        await sandbox.WaitForStopAsync(running);

        Assert.Equal((string?)running["containers"]![0]!["networkInterfaces"]![0]!["privateIpv4Address"], (string?)card["PrivateIpAddress"]);
        Assert.StartsWith("InvalidNetworkInterfaceID.NotFound", await sandbox.Boto.RefusalAsync("ec2", "DescribeNetworkInterfaces", input));
    }

    [SkippableFact]
    public async Task A_simulated_task_says_in_its_log_that_it_is()
    {
        var group = EcsSandbox.Unique("/ecs/simulated");
        await sandbox.Boto.CallAsync("logs", "CreateLogGroup", new JsonObject { ["logGroupName"] = group });
        var definition = EcsSandbox.Definition(container: new JsonObject { ["logConfiguration"] = EcsSandbox.Logs(group) });
        definition["executionRoleArn"] = await sandbox.RoleAsync();
        var stopped = await sandbox.WaitForStopAsync(await sandbox.RunAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition)));

        Assert.Contains("[simulated]", Assert.Single(await sandbox.LinesAsync(group, stopped, "main")));
    }

    [SkippableFact]
    public async Task A_missing_log_group_stops_the_task_before_it_starts()
    {
        var definition = EcsSandbox.Definition(container: new JsonObject { ["logConfiguration"] = EcsSandbox.Logs("/ecs/not-there") });
        definition["executionRoleArn"] = await sandbox.RoleAsync();
        var stopped = await sandbox.WaitForStopAsync(await sandbox.RunAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition)));

        Assert.Equal("TaskFailedToStart", (string?)stopped["stopCode"]);
        Assert.Matches(
            "^ResourceInitializationError: failed to validate logger args: .*ResourceNotFoundException: The specified log group does not exist",
            (string?)stopped["stoppedReason"]);
        Assert.Null(stopped["startedAt"]);
    }

    [SkippableFact]
    public async Task A_secret_that_nobody_keeps_stops_the_task_before_it_starts()
    {
        var definition = EcsSandbox.Definition(container: new JsonObject
        {
            ["secrets"] = new JsonArray(new JsonObject { ["name"] = "S", ["valueFrom"] = "arn:aws:secretsmanager:us-east-1:000000000000:secret:s" }),
        });
        definition["executionRoleArn"] = await sandbox.RoleAsync();
        var stopped = await sandbox.WaitForStopAsync(await sandbox.RunAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition)));

        Assert.StartsWith("ResourceInitializationError: unable to pull secrets or registry auth", (string?)stopped["stoppedReason"]);
    }

    [SkippableFact]
    public async Task There_are_no_services_and_it_says_so()
    {
        var cluster = await sandbox.ClusterAsync();
        var listed = await sandbox.EcsAsync("ListServices", new JsonObject { ["cluster"] = cluster });
        var described = await sandbox.EcsAsync("DescribeServices", new JsonObject { ["cluster"] = cluster, ["services"] = new JsonArray("web") });

        Assert.Empty(listed["serviceArns"]!.AsArray());
        Assert.Equal("MISSING", (string?)described["failures"]![0]!["reason"]);
    }

    private static JsonObject Server()
        => EcsSandbox.Definition(container: new JsonObject { ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 80 }) });

    private static string? Attribute(JsonObject task, string name)
        => (string?)task["attributes"]!.AsArray().FirstOrDefault(item => (string?)item!["name"] == name)?["value"];

    private async Task<JsonObject> RunServerAsync()
        => await sandbox.RunAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(Server()));

    private async Task<string[]> ListAsync(JsonObject input)
        => (await sandbox.EcsAsync("ListTasks", input))["taskArns"]!.AsArray().Select(arn => (string)arn!).ToArray();
}
