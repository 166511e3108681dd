using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Tasks.Exec.Terminals;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Tasks.Exec;

/// <summary>Runs commands in containers of tasks: over Systems Manager on AWS, over the sandbox's own stream in the sandbox.</summary>
public sealed class TaskExec
{
    // AWS answers this while the agent's channel is still being created.
    private static readonly TimeSpan NotConnectedFor = TimeSpan.FromSeconds(30);

    private readonly AwsConnection _connection;
    private readonly HostEnvironment _host;

    /// <summary>Works over a connection that the caller keeps and disposes.</summary>
    /// <param name="connection">Connection to the account and region.</param>
    public TaskExec(AwsConnection connection)
        : this(connection, HostEnvironment.Current)
    {
    }

    internal TaskExec(AwsConnection connection, HostEnvironment host)
    {
        _connection = connection;
        _host = host;
    }

    /// <summary>Checks everything that a command needs, and asks ECS for a session.</summary>
    /// <param name="request">The command.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="EcsToolsException">The command cannot be run; the error says why.</exception>
    public async Task<TaskExecSession> OpenAsync(TaskExecRequest request, IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        var (task, container) = await new ExecPreflight(_connection).PassAsync(request, progress, cancellationToken).ConfigureAwait(false);
        if (task.Runtime is null)
        {
            SessionPlugin.Require(_host);
        }

        var answer = await ExecuteAsync(request, task, container.Name, cancellationToken).ConfigureAwait(false);
        return new TaskExecSession
        {
            Task = task,
            Container = container.Name,
            Command = request.Command,
            SessionId = answer.Session.SessionId,
            InSandbox = task.Runtime is not null,
            StreamUrl = AnsweredAddress.Require(answer.Session.StreamUrl, _connection.Ecs.Config, "the stream of the session").OriginalString,
            Token = answer.Session.TokenValue,
            Target = $"ecs:{task.Cluster}_{task.TaskId}_{container.RuntimeId}",
        };
    }

    /// <summary>Runs the command with a person at the console of this process. All keys go to the command, Ctrl+C included.</summary>
    /// <param name="session">The session from <see cref="OpenAsync"/>.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>In a sandbox, the command's exit code. On AWS, the plugin's: it does not report the command's.</returns>
    public async Task<int> RunOnConsoleAsync(TaskExecSession session, CancellationToken cancellationToken)
    {
        if (session.InSandbox)
        {
            using var terminal = ConsoleTerminal.Open();
            return await SandboxExec.RunAsync(session, terminal, cancellationToken).ConfigureAwait(false);
        }

        // The plugin sets the other modes of the console itself.
        using var controlC = new ControlCAsInput();
        return await SessionPlugin.Require(_host).RunAsync(SessionPlugin.Arguments(session, _connection), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Runs the command without a person watching, and returns what it writes.</summary>
    /// <param name="session">The session from <see cref="OpenAsync"/>.</param>
    /// <param name="line">Called with each line, on another thread.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The same as for the interactive run.</returns>
    public async Task<int> RunAsync(TaskExecSession session, Action<string> line, CancellationToken cancellationToken)
    {
        if (!session.InSandbox)
        {
            return await SessionPlugin.Require(_host).RunAsync(SessionPlugin.Arguments(session, _connection), line, cancellationToken)
                .ConfigureAwait(false);
        }

        var lines = new LineTerminal(line);
        var code = await SandboxExec.RunAsync(session, lines, cancellationToken).ConfigureAwait(false);
        lines.End();
        return code;
    }

    private async Task<ExecuteCommandResponse> ExecuteAsync(TaskExecRequest request, FargateTask task, string container,
        CancellationToken cancellationToken)
    {
        try
        {
            return await _connection.Clock.RetryAsync(
                () => _connection.Ecs.ExecuteCommandAsync(
                    new ExecuteCommandRequest
                    {
                        Cluster = task.ClusterArn,
                        Task = task.TaskArn,
                        Container = container,
                        Command = request.Command,
                        Interactive = true
                    },
                    cancellationToken),
                problem => problem is TargetNotConnectedException,
                NotConnectedFor,
                cancellationToken).ConfigureAwait(false);
        }
        catch (TargetNotConnectedException problem)
        {
            throw new EcsToolsException(
                ErrorCodes.ExecNotConnected,
                $"The agent in container '{container}' of task {task.TaskId} cannot be reached: {problem.Message}",
                "Give the task network access to Systems Manager: a public address, a NAT gateway, or an endpoint for ssmmessages that its "
                    + "security group can reach on port 443.",
                "TaskArn",
                task.TaskArn,
                problem);
        }
    }

    /// <summary>Collects lines, separately for each stream, so that no line mixes both.</summary>
    private sealed class LineTerminal(Action<string> line) : ITerminal
    {
        private readonly List<byte> _output = [];
        private readonly List<byte> _errors = [];

        public (int Columns, int Rows)? Size => null;

        public Task<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken) => Task.FromResult(0);

        public void Write(byte[] bytes, int count, bool isError)
        {
            var pending = isError ? _errors : _output;
            for (var index = 0; index < count; index++)
            {
                if (bytes[index] == (byte)'\n')
                {
                    Give(pending);
                }
                else
                {
                    pending.Add(bytes[index]);
                }
            }
        }

        public void End()
        {
            foreach (var pending in new[] { _output, _errors })
            {
                if (pending.Count > 0)
                {
                    Give(pending);
                }
            }
        }

        private void Give(List<byte> pending)
        {
            var text = Encoding.UTF8.GetString(pending.ToArray()).TrimEnd('\r');
            pending.Clear();
            line(text);
        }
    }
}
