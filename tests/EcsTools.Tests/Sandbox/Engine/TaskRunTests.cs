using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Engine;

public sealed class TaskRunTests(DockerSandbox sandbox) : IClassFixture<DockerSandbox>
{
    [SkippableFact]
    public async Task A_container_ends_with_its_own_exit_code()
    {
        sandbox.Require();
        var stopped = await sandbox.WaitForStopAsync(await sandbox.RunScriptAsync("exit 3"));

        Assert.Equal(3, (int?)DockerSandbox.In(stopped, "main")["exitCode"]);
        Assert.Equal("EssentialContainerExited", (string?)stopped["stopCode"]);
        Assert.Contains(stopped["attributes"]!.AsArray(), item => (string?)item!["value"] == "Docker");
        var runtimeId = (string)DockerSandbox.In(stopped, "main")["runtimeId"]!;
        var left = await Tool.RunAsync("docker", ["inspect", runtimeId]);
        Assert.NotEqual(0, left.ExitCode);
    }

    [SkippableFact]
    public async Task A_stopped_task_gets_SIGTERM_and_may_end_in_its_own_way()
    {
        sandbox.Require();
        var task = await sandbox.RunScriptAsync("trap 'exit 7' TERM; while true; do sleep 0.1; done");
        await sandbox.WaitAsync(task, "RUNNING");
        await sandbox.EcsAsync("StopTask", new JsonObject { ["cluster"] = (string)task["clusterArn"]!, ["task"] = (string)task["taskArn"]! });
        var stopped = await sandbox.WaitForStopAsync(task);

        Assert.Equal(7, (int?)DockerSandbox.In(stopped, "main")["exitCode"]);
        Assert.Equal("UserInitiated", (string?)stopped["stopCode"]);
    }

    [SkippableFact]
    public async Task A_container_deaf_to_SIGTERM_is_killed_after_its_stop_timeout()
    {
        sandbox.Require();
        var task = await sandbox.RunScriptAsync("trap '' TERM; while true; do sleep 0.1; done", new JsonObject { ["stopTimeout"] = 2 });
        await sandbox.WaitAsync(task, "RUNNING");
        await sandbox.EcsAsync("StopTask", new JsonObject { ["cluster"] = (string)task["clusterArn"]!, ["task"] = (string)task["taskArn"]! });

        Assert.Equal(137, (int?)DockerSandbox.In(await sandbox.WaitForStopAsync(task), "main")["exitCode"]);
    }

    [SkippableFact]
    public async Task Too_much_memory_is_told_from_any_other_kill()
    {
        sandbox.Require();
        var limited = await Tool.RunOrFailAsync("docker", "info", "--format", "{{.MemoryLimit}}");
        Skip.If(limited.Trim() != "true", "this engine cannot limit memory");
        var stopped = await sandbox.WaitForStopAsync(await sandbox.RunScriptAsync(
            "x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done", new JsonObject { ["memory"] = 16 }));
        var container = DockerSandbox.In(stopped, "main");

        Assert.Equal(137, (int?)container["exitCode"]);
        Assert.Equal("OutOfMemoryError: Container killed due to memory usage", (string?)container["reason"]);
    }

    [SkippableFact]
    public async Task An_image_that_is_nowhere_is_said_to_be_missing()
    {
        sandbox.Require();
        var stopped = await sandbox.WaitForStopAsync(await sandbox.RunContainerAsync(
            new JsonObject { ["image"] = "127.0.0.1:1/nowhere:1" }));

        Assert.Equal("TaskFailedToStart", (string?)stopped["stopCode"]);
        Assert.StartsWith(
            "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 127.0.0.1:1/nowhere:1: ",
            (string?)stopped["stoppedReason"]);
        Assert.StartsWith("CannotPullContainerError: ", (string?)DockerSandbox.In(stopped, "main")["reason"]);
        Assert.Null(DockerSandbox.In(stopped, "main")["exitCode"]);
    }

    [SkippableFact]
    public async Task An_image_for_another_platform_is_refused_in_the_words_of_Fargate()
    {
        sandbox.Require();
        var definition = DockerSandbox.Definition(container: new JsonObject { ["image"] = sandbox.Image });
        var other = (await Tool.RunOrFailAsync("docker", "version", "--format", "{{.Server.Arch}}")).Trim() == "amd64" ? "ARM64" : "X86_64";
        definition["runtimePlatform"] = new JsonObject { ["cpuArchitecture"] = other, ["operatingSystemFamily"] = "LINUX" };
        var stopped = await sandbox.WaitForStopAsync(await sandbox.RunAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition)));

        Assert.Contains("image Manifest does not contain descriptor matching platform 'linux/", (string?)stopped["stoppedReason"]);
    }

    [SkippableFact]
    public async Task A_program_that_is_not_in_the_image_cannot_start()
    {
        sandbox.Require();
        var stopped = await sandbox.WaitForStopAsync(await sandbox.RunContainerAsync(
            new JsonObject { ["entryPoint"] = new JsonArray("no-such-program") }));

        Assert.Equal("TaskFailedToStart", (string?)stopped["stopCode"]);
        Assert.Matches(
            "^CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: .*no-such-program",
            (string?)DockerSandbox.In(stopped, "main")["reason"]);
    }

    [SkippableFact]
    public async Task Overrides_variables_user_and_folder_reach_the_container()
    {
        sandbox.Require();
        var arn = await sandbox.RegisterAsync(DockerSandbox.Definition(container: new JsonObject
        {
            ["image"] = sandbox.Image,
            ["command"] = new JsonArray("false"),
            ["workingDirectory"] = "/bin",
            ["user"] = "1000",
            ["readonlyRootFilesystem"] = true,
            ["environment"] = new JsonArray(
                new JsonObject { ["name"] = "KEPT", ["value"] = "a b" }, new JsonObject { ["name"] = "CHANGED", ["value"] = "old" }),
        }));
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), arn);
        input["overrides"] = JsonNode.Parse("""
            {"containerOverrides":[{"name":"main",
              "command":["sh","-c","[ \"$KEPT\" = 'a b' ] && [ $CHANGED = new ] && [ $AWS_EXECUTION_ENV = AWS_ECS_FARGATE ] && [ $AWS_REGION = us-east-1 ] && [ $PWD = /bin ] && [ $(id -u) = 1000 ] && ! touch /x 2>/dev/null"],
              "environment":[{"name":"CHANGED","value":"new"}]}]}
            """);
        var task = (await sandbox.EcsAsync("RunTask", input))["tasks"]![0]!.AsObject();

        Assert.Equal(0, (int?)DockerSandbox.In(await sandbox.WaitForStopAsync(task), "main")["exitCode"]);
    }

    [SkippableFact]
    public async Task Limits_init_and_entry_point_reach_the_engine()
    {
        sandbox.Require();
        var task = await sandbox.RunContainerAsync(new JsonObject
        {
            ["entryPoint"] = new JsonArray("sh", "-c"),
            ["command"] = new JsonArray(
                "[ $(ulimit -n) = 1234 ] && [ $(cat /proc/1/comm) != sh ] && grep -q host.docker.internal /etc/hosts && sleep 1000"),
            ["cpu"] = 128,
            ["memory"] = 256,
            ["memoryReservation"] = 64,
            ["ulimits"] = new JsonArray(new JsonObject { ["name"] = "nofile", ["softLimit"] = 1234, ["hardLimit"] = 2345 }),
            ["linuxParameters"] = new JsonObject { ["initProcessEnabled"] = true, ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("NET_RAW") } },
            ["dockerLabels"] = new JsonObject { ["team"] = "a" },
        });
        var running = await sandbox.WaitAsync(task, "RUNNING");
        var id = (string)DockerSandbox.In(running, "main")["runtimeId"]!;
        var container = JsonNode.Parse(await Tool.RunOrFailAsync("docker", "inspect", id))![0]!;
        var host = container["HostConfig"]!;
        await sandbox.EcsAsync("StopTask", new JsonObject { ["cluster"] = (string)task["clusterArn"]!, ["task"] = (string)task["taskArn"]! });
        var stopped = await sandbox.WaitForStopAsync(task);

        Assert.Equal(256L * 1024 * 1024, (long?)host["Memory"]);
        Assert.Equal(64L * 1024 * 1024, (long?)host["MemoryReservation"]);
        Assert.Equal(250_000_000, (long?)host["NanoCpus"]);
        Assert.Equal(128, (long?)host["CpuShares"]);
        Assert.Equal("NET_RAW", (string?)host["CapDrop"]![0]);
        Assert.Equal("a", (string?)container["Config"]!["Labels"]!["team"]);

        // The shell ends with 1 where it found something wrong, and of SIGTERM where it did not: under an init it is not deaf to it.
        Assert.Equal(143, (int?)DockerSandbox.In(stopped, "main")["exitCode"]);
    }

    [SkippableFact]
    public async Task An_unhealthy_task_that_no_service_started_goes_on()
    {
        sandbox.Require();
        var task = await sandbox.RunScriptAsync("sleep 1000", new JsonObject
        {
            ["healthCheck"] = JsonNode.Parse("""{"command":["CMD","false"],"interval":5,"timeout":2,"retries":1}"""),
        });
        var unhealthy = await sandbox.WaitAsync(task, now => (string?)now["healthStatus"] == "UNHEALTHY", "UNHEALTHY");

        Assert.Equal("RUNNING", (string?)unhealthy["lastStatus"]);
        Assert.Equal("RUNNING", (string?)unhealthy["desiredStatus"]);
    }

    [SkippableFact]
    public async Task Ten_tasks_of_one_request_run_side_by_side()
    {
        sandbox.Require();
        var arn = await sandbox.RegisterAsync(DockerSandbox.Definition(container: new JsonObject
        {
            ["image"] = sandbox.Image,
            ["command"] = new JsonArray("sh", "-c", "hostname -i; exit 6"),
            ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8095 }),
        }));
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), arn);
        input["count"] = 10;
        var started = (await sandbox.EcsAsync("RunTask", input))["tasks"]!.AsArray();
        var stopped = await Task.WhenAll(started.Select(task => sandbox.WaitForStopAsync(task!.AsObject())));

        Assert.All(stopped, task => Assert.Equal(6, (int?)DockerSandbox.In(task, "main")["exitCode"]));
        Assert.Equal(10, stopped.Select(task => (string?)task["taskArn"]).Distinct().Count());
    }

    [SkippableFact]
    public async Task A_task_asked_to_stop_before_it_runs_leaves_nothing()
    {
        sandbox.Require();
        var task = await sandbox.RunScriptAsync("sleep 1000");
        await sandbox.EcsAsync("StopTask", new JsonObject { ["cluster"] = (string)task["clusterArn"]!, ["task"] = (string)task["taskArn"]! });
        await sandbox.WaitForStopAsync(task);
        var id = ((string)task["taskArn"]!).Split('/').Last();

        Assert.Equal("", (await Tool.RunOrFailAsync("docker", "ps", "-aq", "--filter", "label=ecstools.task=" + id)).Trim());
    }
}
