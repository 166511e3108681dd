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
            ["cluster"] = (string)running["clusterArn"]!, ["task"] = (string)running["taskArn"]!, ["reason"] = "enough",
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
        var described = await sandbox.EcsAsync("DescribeTasks", new JsonObject { ["cluster"] = cluster, ["tasks"] = new JsonArray("0123") });

        Assert.Equal("MISSING", (string?)described["failures"]![0]!["reason"]);
        Assert.Equal(
            "InvalidParameterException: The referenced task was not found.",
            await sandbox.RefusalAsync("StopTask", new JsonObject { ["cluster"] = cluster, ["task"] = "0123" }));
    }

    /// <summary>Members that replace those of a good RunTask, and what is answered.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { """{"cluster":"nowhere"}""", "ClusterNotFoundException: Cluster not found." },
        { """{"count":11}""", "InvalidParameterException: count" },
        { """{"taskDefinition":"nothing"}""", "ClientException: TaskDefinition not found." },
        { """{"launchType":null}""", "InvalidParameterException: No Container Instances were found in your cluster." },
        {
            """{"capacityProviderStrategy":[{"capacityProvider":"FARGATE","weight":1}]}""",
            "InvalidParameterException: Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again."
        },
        {
            """{"launchType":null,"capacityProviderStrategy":[{"capacityProvider":"FARGATE_SPOT","weight":1}]}""",
            "InvalidParameterException: The specified capacity provider strategy cannot contain a capacity provider that is not associated"
        },
        {
            """{"networkConfiguration":null}""",
            "InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified."
        },
        { """{"networkConfiguration":{"awsvpcConfiguration":{"subnets":[]}}}""", "InvalidParameterException: subnets can not be empty." },
        {
            """{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-0123"]}}}""",
            "InvalidParameterException: Error retrieving subnet information for [subnet-0123]: The subnet ID 'subnet-0123' does not exist"
        },
        {
            """{"overrides":{"containerOverrides":[{"name":"ghost","command":["x"]}]}}""",
            "InvalidParameterException: Override for container named ghost is not a container in the TaskDefinition."
        },
        { """{"overrides":{"cpu":"300"}}""", "ClientException: No Fargate configuration exists for given values: 300 CPU, 512 memory." },
        { """{"platformVersion":"9.9.9"}""", "PlatformUnknownException" },
        { """{"startedBy":"no spaces please"}""", "InvalidParameterException: startedBy" },
    };

    [SkippableTheory]
    [MemberData(nameof(Refused))]
    public async Task A_wrong_run_is_refused(string members, string refusal)
    {
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(EcsSandbox.Definition()));
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            if (value is null)
            {
                input.Remove(name);
            }
            else
            {
                input[name] = value.DeepClone();
            }
        }

        Assert.StartsWith(refusal, await sandbox.RefusalAsync("RunTask", input));
    }

    [SkippableTheory]
    [InlineData("arn:aws:iam::000000000000:role/not-there")]
    [InlineData("lambda.amazonaws.com")]
    public async Task A_role_that_ECS_cannot_assume_is_refused(string roleOrTrust)
    {
        var role = roleOrTrust.StartsWith("arn:") ? roleOrTrust : await sandbox.NewRoleAsync(roleOrTrust);
        var definition = EcsSandbox.Definition();
        definition["taskRoleArn"] = role;
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition));

        Assert.StartsWith(
            $"ClientException: ECS was unable to assume the role '{role}' that was provided for this task. Please verify that",
            await sandbox.RefusalAsync("RunTask", input));
    }

    [SkippableFact]
    public async Task Who_may_not_pass_the_role_may_not_run_the_task()
    {
        var name = EcsSandbox.Unique("runner");
        await sandbox.Boto.CallAsync("iam", "CreateUser", new JsonObject { ["UserName"] = name });
        await sandbox.Boto.CallAsync("iam", "PutUserPolicy", new JsonObject
        {
            ["UserName"] = name,
            ["PolicyName"] = "run",
            ["PolicyDocument"] = EcsSandbox.Policy(new JsonObject { ["Effect"] = "Allow", ["Action"] = "ecs:*", ["Resource"] = "*" }),
        });
        var key = (await sandbox.Boto.CallAsync("iam", "CreateAccessKey", new JsonObject { ["UserName"] = name }))["AccessKey"]!;
        var definition = EcsSandbox.Definition();
        var role = await sandbox.RoleAsync();
        definition["executionRoleArn"] = role;
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition));
        using var runner = new Boto(sandbox.Server, (string)key["AccessKeyId"]!, (string)key["SecretAccessKey"]!);
        string refusal;
        do
        {
            // A new key is not known at once, as on AWS.
            refusal = await runner.RefusalAsync("ecs", "RunTask", input);
        }
        while (refusal.StartsWith("UnrecognizedClientException") || refusal.StartsWith("InvalidClientTokenId"));

        Assert.StartsWith("AccessDeniedException", refusal);
        Assert.Contains($"is not authorized to perform: iam:PassRole on resource: {role}", refusal);
    }

    [SkippableFact]
    public async Task A_security_group_must_be_there()
    {
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(EcsSandbox.Definition()));
        input["networkConfiguration"]!["awsvpcConfiguration"]!["securityGroups"] = new JsonArray("sg-0123");

        Assert.StartsWith(
            "InvalidParameterException: Error retrieving security group information for [sg-0123]: The security group 'sg-0123' does not exist",
            await sandbox.RefusalAsync("RunTask", input));
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
    public async Task An_inactive_definition_does_not_run()
    {
        var arn = await sandbox.RegisterAsync(EcsSandbox.Definition());
        await sandbox.EcsAsync("DeregisterTaskDefinition", new JsonObject { ["taskDefinition"] = arn });
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), arn);

        Assert.Equal("InvalidParameterException: TaskDefinition is inactive", await sandbox.RefusalAsync("RunTask", input));
    }

    [SkippableFact]
    public async Task A_definition_for_EC2_does_not_run_on_Fargate()
    {
        var definition = EcsSandbox.Definition();
        definition["requiresCompatibilities"] = new JsonArray("EC2");
        definition["networkMode"] = "bridge";
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition));

        Assert.Equal("InvalidParameterException: Task definition does not support launch_type FARGATE.", await sandbox.RefusalAsync("RunTask", input));
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
