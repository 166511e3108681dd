using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ecs.Exec;

/// <summary>
/// ExecuteCommand. AWS answers a session that its own plugin opens over a web socket of Systems Manager; here the session's stream is
/// served by the sandbox itself (<see cref="ExecChannel"/>), and Enter-FargateTask knows both.
/// </summary>
internal sealed class ExecSessions
{
    /// <summary>Where the streams are.</summary>
    public const string PathPrefix = "/v1/data-channel/";

    // Answers that were never used.
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(2);

    private readonly EcsState _state;
    private readonly SandboxCloud _cloud;
    private readonly ConcurrentDictionary<string, ExecSession> _open = new(StringComparer.Ordinal);

    public ExecSessions(EcsState state, SandboxCloud cloud)
    {
        _state = state;
        _cloud = cloud;
    }

    public JsonObject Execute(SandboxCall call)
    {
        var input = call.Input;
        if (input.Flag("interactive") != true)
        {
            throw EcsErrors.InvalidParameter("Interactive is the only mode supported currently.");
        }

        lock (_state.Gate)
        {
            var cluster = _state.ActiveCluster(input.Text("cluster"));
            var task = _state.FindTask(cluster.Text("clusterName")!, _state.Names.TaskId(input.Text("task")!))
                ?? throw EcsErrors.InvalidParameter("The referenced task was not found.");
            var container = Container(task, input.Text("container"));
            var running = Running(task, container);
            var session = new ExecSession("ecs-execute-command-"
                + Random(9), Random(32), running, CommandWords.Split(input.Text("command")!));
            Forget();
            _open[session.Id] = session;
            return new JsonObject
            {
                ["clusterArn"] = task.Wire.Text("clusterArn"),
                ["taskArn"] = task.Arn,
                ["containerArn"] = container.Text("containerArn"),
                ["containerName"] = container.Text("name"),
                ["interactive"] = true,
                ["session"] = new JsonObject
                {
                    ["sessionId"] = session.Id,
                    ["streamUrl"] = $"ws://{_cloud.RegistryHost}{PathPrefix}{session.Id}?role=publish_subscribe",
                    ["tokenValue"] = session.Token,
                },
            };
        }
    }

    /// <summary>The session of an id and its token, once.</summary>
    public ExecSession? Take(string id, string? token)
        => _open.TryGetValue(id, out var session) && token == session.Token && _open.TryRemove(id, out session) ? session : null;

    private static JsonObject Container(EcsTask task, string? name)
    {
        var containers = task.Wire.Objects("containers");
        if (string.IsNullOrEmpty(name))
        {
            return containers.Count == 1
                ? containers[0]
                : throw EcsErrors.InvalidParameter("The container name must be specified where the task has more than one container.");
        }

        return containers.FirstOrDefault(container => container.Text("name") == name)
            ?? throw EcsErrors.InvalidParameter($"The container named {name} is not in the task.");
    }

    private static IRunningContainer Running(EcsTask task, JsonObject container)
    {
        var agent = container.Objects("managedAgents").FirstOrDefault(candidate => candidate.Text("name") == ExecAgent.Name);
        var running = task.Run?.Running(container.Text("name")!);
        if (agent?.Text("lastStatus") != "RUNNING" || running is null)
        {
            throw EcsErrors.InvalidParameter(
                "The execute command failed because execute command was not enabled when the task was run or the execute command agent "
                + "isn’t running. Wait and try again or run a new task with execute command enabled and try again.");
        }

        return running is ICommandRunner
            ? running
            : throw new AwsError(
                "TargetNotConnectedException",
                "The sandbox simulates its tasks: there is no container that a command could run in.");
    }

    private void Forget()
    {
        foreach (var old in _open.Values.Where(session => DateTimeOffset.UtcNow - session.CreatedAt > KeptFor).ToList())
        {
            _open.TryRemove(old.Id, out _);
        }
    }

    private static string Random(int bytes)
    {
        var random = new byte[bytes];
        using var generator = RandomNumberGenerator.Create();
        generator.GetBytes(random);
        return string.Concat(random.Select(value => value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}

/// <summary>A command that may be started.</summary>
internal sealed record ExecSession(string Id, string Token, IRunningContainer Container, IReadOnlyList<string> Command)
{
    public DateTimeOffset CreatedAt { get; } = DateTimeOffset.UtcNow;
}
