using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Engine;

/// <summary>Containers of one task among themselves, and how they are reached.</summary>
public sealed class TaskContainersTests(DockerSandbox sandbox) : IClassFixture<DockerSandbox>
{
    [SkippableFact]
    public async Task Containers_of_a_task_meet_on_localhost()
    {
        sandbox.Require();
        var stopped = await sandbox.WaitForStopAsync(await sandbox.RunContainersAsync(
            DockerSandbox.Container("server", "echo hello > /index.html; httpd -f -p 8080 -h /", """{"essential":false,"stopTimeout":2}"""),
            DockerSandbox.Container(
                "client",
                "for i in $(seq 100); do wget -q -O - http://127.0.0.1:8080/ | grep -q hello && exit 0; sleep 0.1; done; exit 1",
                """{"dependsOn":[{"containerName":"server","condition":"START"}]}""")));

        Assert.Equal(0, (int?)DockerSandbox.In(stopped, "client")["exitCode"]);
    }

    [SkippableFact]
    public async Task A_port_is_reached_from_this_machine_and_from_other_tasks()
    {
        sandbox.Require();
        var server = await sandbox.RunScriptAsync("echo hello > /index.html; httpd -f -p 8099 -h /", new JsonObject
        {
            ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8099 }),
        });
        var running = await sandbox.WaitAsync(server, "RUNNING");
        var binding = DockerSandbox.In(running, "main")["networkBindings"]![0]!;
        var address = running["attachments"]![0]!["details"]!.AsArray()
            .Where(item => (string?)item!["name"] == "privateIPv4Address").Select(item => (string)item!["value"]!).Single();
        using var http = new HttpClient();
        var page = await EventuallyAsync(() => http.GetStringAsync($"http://{binding["bindIP"]}:{binding["hostPort"]}/"));
        var other = await sandbox.WaitForStopAsync(await sandbox.RunScriptAsync($"wget -q -O - http://{address}:8099/ | grep -q hello"));

        Assert.Equal("hello\n", page);
        Assert.Equal(0, (int?)DockerSandbox.In(other, "main")["exitCode"]);
    }

    [SkippableFact]
    public async Task A_port_that_is_taken_is_replaced_by_a_free_one()
    {
        sandbox.Require();
        JsonObject Server() => new() { ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8097 }) };
        var first = await sandbox.WaitAsync(await sandbox.RunScriptAsync("sleep 1000", Server()), "RUNNING");
        var second = await sandbox.WaitAsync(await sandbox.RunScriptAsync("sleep 1000", Server()), "RUNNING");
        var ports = new[] { first, second }.Select(task => (int)DockerSandbox.In(task, "main")["networkBindings"]![0]!["hostPort"]!).ToList();

        Assert.Equal(2, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, 1, 65535));
    }

    [SkippableFact]
    public async Task What_depends_on_success_starts_after_it_and_shares_its_volume()
    {
        sandbox.Require();
        var definition = DockerSandbox.Definition();
        definition["volumes"] = new JsonArray(new JsonObject { ["name"] = "data" });
        const string mount = "\"mountPoints\":[{\"sourceVolume\":\"data\",\"containerPath\":\"/data\"}]";
        definition["containerDefinitions"] = new JsonArray(
            DockerSandbox.Container("prepare", "sleep 1; echo ready > /data/file", $$"""{"essential":false,{{mount}}}"""),
            DockerSandbox.Container("main", "grep ready /data/file", $$"""{{{mount}},"dependsOn":[{"containerName":"prepare","condition":"SUCCESS"}]}"""));
        foreach (var container in definition["containerDefinitions"]!.AsArray())
        {
            container!["image"] = sandbox.Image;
        }

        var stopped = await sandbox.WaitForStopAsync(await sandbox.RunAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition)));

        Assert.Equal(0, (int?)DockerSandbox.In(stopped, "prepare")["exitCode"]);
        Assert.Equal(0, (int?)DockerSandbox.In(stopped, "main")["exitCode"]);
    }

    [SkippableFact]
    public async Task What_depends_on_success_does_not_start_after_a_failure()
    {
        sandbox.Require();
        var stopped = await sandbox.WaitForStopAsync(await sandbox.RunContainersAsync(
            DockerSandbox.Container("prepare", "exit 5", """{"essential":false}"""),
            DockerSandbox.Container("main", "exit 0", """{"dependsOn":[{"containerName":"prepare","condition":"SUCCESS"}]}""")));

        Assert.Equal("TaskFailedToStart", (string?)stopped["stopCode"]);
        Assert.Null(DockerSandbox.In(stopped, "main")["exitCode"]);
        Assert.Contains("exit code 5", (string?)DockerSandbox.In(stopped, "main")["reason"]);
    }

    [SkippableFact]
    public async Task A_health_check_is_run_and_waited_for()
    {
        sandbox.Require();
        const string health = """{"healthCheck":{"command":["CMD-SHELL","test -f /ok"],"interval":5,"timeout":2,"retries":2},"essential":true}""";
        var task = await sandbox.RunContainersAsync(
            DockerSandbox.Container("checked", "touch /ok; sleep 1000", health),
            DockerSandbox.Container("after", "sleep 1000", """{"dependsOn":[{"containerName":"checked","condition":"HEALTHY"}]}"""));
        var running = await sandbox.WaitAsync(task, "RUNNING");

        Assert.Equal("HEALTHY", (string?)running["healthStatus"]);
        Assert.Equal("HEALTHY", (string?)DockerSandbox.In(running, "checked")["healthStatus"]);
    }

    [SkippableFact]
    public async Task The_end_of_an_essential_container_ends_the_others_and_that_of_another_does_not()
    {
        sandbox.Require();
        var task = await sandbox.RunContainersAsync(
            DockerSandbox.Container("network", "exit 0", """{"essential":false}"""),
            DockerSandbox.Container("main", "sleep 2; exit 4"),
            DockerSandbox.Container("other", "trap 'exit 9' TERM; while true; do sleep 0.1; done"));
        var stopped = await sandbox.WaitForStopAsync(task);

        Assert.Equal("Essential container in task exited", (string?)stopped["stoppedReason"]);
        Assert.Equal(0, (int?)DockerSandbox.In(stopped, "network")["exitCode"]);
        Assert.Equal(4, (int?)DockerSandbox.In(stopped, "main")["exitCode"]);
        Assert.Equal(9, (int?)DockerSandbox.In(stopped, "other")["exitCode"]);
    }

    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> get)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await get();
            }
            catch (HttpRequestException) when (attempt < 100)
            {
                await Task.Delay(100);
            }
        }
    }
}
