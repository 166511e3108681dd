using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs.Clusters;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Exec;

/// <summary>
/// ExecuteCommand. On AWS a plugin opens the session over a web socket of Systems Manager. Here the sandbox serves the session's stream
/// itself (<see cref="ExecChannel"/>), and Enter-FargateTask knows both.
/// </summary>
internal sealed class ExecSessions
{
    /// <summary>The path of the streams.</summary>
    public const string PathPrefix = "/v1/data-channel/";

    // Sessions that nobody opened are dropped after this time.
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(2);

    private readonly EcsContext _context;
    private readonly ClusterStore _clusters;
    private readonly TaskStore _tasks;
    private readonly SandboxCloud _cloud;
    private readonly ConcurrentDictionary<string, ExecSession> _open = new(StringComparer.Ordinal);

    public ExecSessions(EcsContext context, ClusterStore clusters, TaskStore tasks, SandboxCloud cloud)
    {
        _context = context;
        _clusters = clusters;
        _tasks = tasks;
        _cloud = cloud;
    }

    public JsonObject Execute(SandboxCall call)
    {
        var input = call.Input;
        if (input.Flag("interactive") != true)
        {
            throw EcsErrors.InvalidParameter("Interactive is the only mode supported currently.");
        }

        if (string.IsNullOrEmpty(input.Text("command")))
        {
            throw EcsErrors.InvalidParameter("command cannot be blank.");
        }

        lock (_context.Gate)
        {
            var cluster = _clusters.Active(input.Text("cluster"));
            var task = _tasks.Find(cluster.Name, _context.Names.TaskId(input.Text("task")!, cluster.Name))
                ?? throw EcsErrors.InvalidParameter("The referenced task was not found.");
            var container = Container(task, input.Text("container"));
            var running = Running(task, container);
            var session = new ExecSession("ecs-execute-command-"
                + Random(9), Random(32), running, CommandWords.Split(input.Text("command")!));
            Forget();
            _open[session.Id] = session;
            return new JsonObject
            {
                ["clusterArn"] = cluster.Arn,
                ["taskArn"] = task.Arn,
                ["containerArn"] = container.Arn,
                ["containerName"] = container.Name,
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

    /// <summary>The session of an id and its token. It can be taken once.</summary>
    public ExecSession? Take(string id, string? token)
        => _open.TryGetValue(id, out var session) && token == session.Token && _open.TryRemove(id, out session) ? session : null;

    private static TaskContainer Container(EcsTask task, string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return task.Containers.Count == 1
                ? task.Containers[0]
                : throw EcsErrors.InvalidParameter("The container name must be specified where the task has more than one container.");
        }

        return task.Containers.FirstOrDefault(container => container.Name == name)
            ?? throw EcsErrors.InvalidParameter($"The container named {name} is not in the task.");
    }

    private static IRunningContainer Running(EcsTask task, TaskContainer container)
    {
        var running = task.Run?.Running(container.Name);
        if (container.Agent is not { IsRunning: true } || running is null)
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
