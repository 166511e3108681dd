using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Services.Ecs.Exec;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecs;

public sealed class ExecuteCommandTests(EcsSandbox sandbox) : IClassFixture<EcsSandbox>
{
    private const string NotEnabled = "InvalidParameterException: The execute command failed because execute command was not enabled";

    [SkippableFact]
    public async Task A_task_without_a_task_role_cannot_be_started_for_commands()
    {
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(Server()));
        input["enableExecuteCommand"] = true;

        Assert.StartsWith(
            "InvalidParameterException: The execute command failed because a valid task role is not being used.",
                await sandbox.RefusalAsync("RunTask", input));
    }

    [SkippableFact]
    public async Task A_service_without_a_task_role_cannot_have_commands()
    {
        var cluster = await sandbox.ClusterAsync();
        var input = await sandbox.RunInputAsync(cluster, await sandbox.RegisterAsync(Server()));
        input["serviceName"] = "web";
        input["desiredCount"] = 1;
        input["enableExecuteCommand"] = true;

        Assert.StartsWith(
            "InvalidParameterException: The service couldn't be created because a valid taskRoleArn is not being used.",
            await sandbox.RefusalAsync("CreateService", input));
    }

    [SkippableFact]
    public async Task The_agent_comes_up_where_the_task_role_lets_it()
    {
        Assert.Equal("RUNNING", Agent(await RunAsync("ssmmessages:*")));
        Assert.Equal("STOPPED", Agent(await RunAsync("ssmmessages:CreateDataChannel")));
        Assert.Null(Agent(await RunAsync()));
    }

    [SkippableFact]
    public async Task A_command_is_refused_where_it_was_not_enabled_or_has_no_agent()
    {
        Assert.StartsWith(NotEnabled, await RefusalAsync(await RunAsync()));
        Assert.StartsWith(NotEnabled, await RefusalAsync(await RunAsync("ssmmessages:CreateDataChannel")));
    }

    [SkippableFact]
    public async Task A_command_is_refused_in_the_words_of_ECS()
    {
        var task = await RunAsync("ssmmessages:*");

        Assert.Equal(
            "InvalidParameterException: Interactive is the only mode supported currently.",
            await RefusalAsync(task, new JsonObject { ["interactive"] = false }));
        Assert.StartsWith("InvalidParameterException", await RefusalAsync(task, new JsonObject { ["container"] = "none" }));
        Assert.StartsWith("InvalidParameterException: The referenced task was not found",
            await RefusalAsync(task, new JsonObject { ["task"] = new string('0', 32) }));
        Assert.StartsWith("ClusterNotFoundException", await RefusalAsync(task, new JsonObject { ["cluster"] = "none" }));
        Assert.StartsWith("TargetNotConnectedException: The sandbox simulates", await RefusalAsync(task));
    }

    [SkippableFact]
    public async Task The_stream_tells_other_programs_whose_it_is()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(
            $"{sandbox.Server.EndpointUrl}{ExecSessions.PathPrefix}ecs-execute-command-0?role=publish_subscribe");

        Assert.Equal(426, (int)answer.StatusCode);
        Assert.Contains("Enter-FargateTask", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("sh -c 'echo a b'", "sh|-c|echo a b")]
    [InlineData("  ls   -l ", "ls|-l")]
    [InlineData("echo \"it's\" a\\ b \"\" 'c\\d'", "echo|it's|a b||c\\d")]
    [InlineData("", "")]
    public void A_command_is_split_as_a_shell_would(string command, string words)
        => Assert.Equal(words, string.Join('|', CommandWords.Split(command)));

    private static JsonObject Server()
        => EcsSandbox.Definition(container: new JsonObject { ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 80 }) });

    private static string? Agent(JsonObject task)
        => (string?)task["containers"]![0]!["managedAgents"]?.AsArray()
            .Single(agent => (string?)agent!["name"] == "ExecuteCommandAgent")!["lastStatus"];

    /// <summary>A running task; for commands, where the role may do something.</summary>
    private async Task<JsonObject> RunAsync(params string[] actions)
    {
        var definition = Server();
        definition["taskRoleArn"] = await sandbox.NewRoleAsync("ecs-tasks.amazonaws.com", null, actions);
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition));
        input["enableExecuteCommand"] = actions.Length > 0;
        return await sandbox.WaitAsync((await sandbox.EcsAsync("RunTask", input))["tasks"]![0]!.AsObject(), "RUNNING");
    }

    private Task<string> RefusalAsync(JsonObject task, JsonObject? other = null)
    {
        var input = new JsonObject
        {
            ["cluster"] = (string)task["clusterArn"]!,
            ["task"] = (string)task["taskArn"]!,
            ["command"] = "ls",
            ["interactive"] = true,
        };
        foreach (var member in other ?? [])
        {
            input[member.Key] = member.Value!.DeepClone();
        }

        return sandbox.RefusalAsync("ExecuteCommand", input);
    }
}
