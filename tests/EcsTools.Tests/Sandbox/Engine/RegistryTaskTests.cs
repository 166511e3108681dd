using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Engine;

/// <summary>From docker push to a task that ran: registry, ECS and log group together.</summary>
public sealed class RegistryTaskTests(DockerSandbox sandbox) : IClassFixture<DockerSandbox>
{
    [SkippableFact]
    public async Task A_pushed_image_runs_and_its_lines_are_in_the_log_group()
    {
        sandbox.Require();
        var (uri, digest) = await sandbox.PushAsync("1");
        var group = DockerSandbox.Unique("/ecs/run");
        await sandbox.Boto.CallAsync("logs", "CreateLogGroup", new JsonObject { ["logGroupName"] = group });
        var stopped = await RunAsync(new JsonObject
        {
            ["image"] = uri,
            ["logConfiguration"] = DockerSandbox.Logs(group),
            ["command"] = new JsonArray("sh", "-c", "for i in 1 2 3; do echo out $i; sleep 0.05; echo err $i >&2; sleep 0.05; done; printf 'no end'"),
        });
        var lines = await sandbox.LinesAsync(group, stopped, "main");

        Assert.Equal("Essential container in task exited", (string?)stopped["stoppedReason"]);
        Assert.Equal(digest, (string?)DockerSandbox.In(stopped, "main")["imageDigest"]);
        Assert.Equal(["out 1", "out 2", "out 3", "no end"], lines.Where(line => !line.StartsWith("err")));
        Assert.Equal(["err 1", "err 2", "err 3"], lines.Where(line => line.StartsWith("err")));
    }

    [SkippableFact]
    public async Task The_AWS_name_of_the_registry_is_as_good()
    {
        sandbox.Require();
        var (uri, _) = await sandbox.PushAsync("1");
        var stopped = await RunAsync(new JsonObject
        {
            ["image"] = "000000000000.dkr.ecr.us-east-1.amazonaws.com" + uri.Substring(uri.IndexOf('/')),
            ["command"] = new JsonArray("true"),
        });

        Assert.Equal(0, (int?)DockerSandbox.In(stopped, "main")["exitCode"]);
    }

    [SkippableFact]
    public async Task A_missing_tag_is_said_to_be_not_found()
    {
        sandbox.Require();
        var (uri, _) = await sandbox.PushAsync("1");
        var missing = uri.Substring(0, uri.LastIndexOf(':')) + ":2";
        var stopped = await RunAsync(new JsonObject { ["image"] = missing });

        Assert.Equal("TaskFailedToStart", (string?)stopped["stopCode"]);
        Assert.Equal(
            $"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {missing}: not found",
            (string?)stopped["stoppedReason"]);
    }

    [SkippableFact]
    public async Task A_missing_repository_is_said_to_be_not_found()
    {
        sandbox.Require();
        var stopped = await RunAsync(new JsonObject { ["image"] = sandbox.Server.RegistryUri + "/nowhere:1" });

        Assert.Matches("^CannotPullContainerError: .*/nowhere:1: not found$", (string?)stopped["stoppedReason"]);
    }

    [SkippableFact]
    public async Task A_log_group_is_made_when_the_definition_says_so()
    {
        sandbox.Require();
        var group = DockerSandbox.Unique("/ecs/made");
        var role = await sandbox.NewRoleAsync("ecs-tasks.amazonaws.com", null, "logs:*");
        var container = new JsonObject
        {
            ["image"] = sandbox.Image,
            ["logConfiguration"] = DockerSandbox.Logs(group, create: true),
            ["command"] = new JsonArray("echo", "hello"),
        };
        var stopped = await RunAsync(container, role);

        Assert.Equal(["hello"], await sandbox.LinesAsync(group, stopped, "main"));
    }

    [SkippableTheory]
    [InlineData("awslogs-multiline-pattern", "^[A-Z]+:")]
    [InlineData("awslogs-datetime-format", "^[A-Z]+: %H:%M")]
    public async Task Lines_of_one_event_are_joined(string option, string value)
    {
        sandbox.Require();
        var (uri, _) = await sandbox.PushAsync("1");
        var group = DockerSandbox.Unique("/ecs/joined");
        await sandbox.Boto.CallAsync("logs", "CreateLogGroup", new JsonObject { ["logGroupName"] = group });
        var logs = DockerSandbox.Logs(group);
        logs["options"]![option] = value;
        var stopped = await RunAsync(new JsonObject
        {
            ["image"] = uri,
            ["logConfiguration"] = logs,
            ["command"] = new JsonArray("printf", "%s\\n", "early", "ERROR: 10:00 one", "  at a", "  at b", "INFO: 10:01 two"),
        });

        Assert.Equal(["early\n", "ERROR: 10:00 one\n  at a\n  at b\n", "INFO: 10:01 two\n"], await sandbox.LinesAsync(group, stopped, "main"));
    }

    [SkippableFact]
    public async Task A_pattern_that_cannot_be_read_stops_the_task()
    {
        sandbox.Require();
        var logs = DockerSandbox.Logs("/ecs/never");
        logs["options"]!["awslogs-multiline-pattern"] = "[a";
        var stopped = await RunAsync(new JsonObject { ["image"] = sandbox.Image, ["logConfiguration"] = logs });

        Assert.StartsWith(
            "ResourceInitializationError: failed to validate logger args: awslogs could not parse multiline pattern key \"[a\": error parsing regexp: ",
            (string?)stopped["stoppedReason"]);
    }

    [SkippableFact]
    public async Task A_role_that_may_not_make_the_log_group_stops_the_task()
    {
        sandbox.Require();
        var stopped = await RunAsync(new JsonObject { ["image"] = sandbox.Image, ["logConfiguration"] = DockerSandbox.Logs("/ecs/never", create: true) });

        Assert.Matches(
            "^ResourceInitializationError: failed to validate logger args: .*AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/.* "
            + "is not authorized to perform: logs:CreateLogGroup", (string?)stopped["stoppedReason"]);
    }

    [SkippableFact]
    public async Task A_role_that_may_not_pull_stops_the_task()
    {
        sandbox.Require();
        var (uri, _) = await sandbox.PushAsync("1");
        var without = await RunAsync(new JsonObject { ["image"] = uri }, await sandbox.NewRoleAsync("ecs-tasks.amazonaws.com"));
        var half = await RunAsync(
            new JsonObject { ["image"] = uri }, await sandbox.NewRoleAsync("ecs-tasks.amazonaws.com", null, "ecr:GetAuthorizationToken"));

        Assert.StartsWith("ResourceInitializationError: unable to pull secrets or registry auth", (string?)without["stoppedReason"]);
        Assert.Matches("^CannotPullContainerError: .* 403 Forbidden$", (string?)half["stoppedReason"]);
    }

    private async Task<JsonObject> RunAsync(JsonObject container, string? role = null)
    {
        var definition = DockerSandbox.Definition(container: container);
        definition["executionRoleArn"] = role ?? await sandbox.RoleAsync();
        return await sandbox.WaitForStopAsync(await sandbox.RunAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition)));
    }
}
