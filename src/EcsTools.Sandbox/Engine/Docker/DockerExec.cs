using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>A command in a container of the engine.</summary>
internal sealed class DockerExec : IContainerExec
{
    private readonly IDockerClient _docker;
    private readonly string _id;
    private readonly MultiplexedStream _stream;

    private DockerExec(IDockerClient docker, string id, MultiplexedStream stream)
    {
        _docker = docker;
        _id = id;
        _stream = stream;
    }

    /// <exception cref="DockerApiException">The engine cannot run it.</exception>
    public static async Task<DockerExec> StartAsync(
        IDockerClient docker, string container, IReadOnlyList<string> command, bool terminal, CancellationToken cancellationToken)
    {
        var parameters = new ContainerExecCreateParameters
        {
            Cmd = command.ToList(),
            AttachStdin = true,
            AttachStdout = true,
            AttachStderr = true,
            Tty = terminal,
        };
        var created = await docker.Exec.ExecCreateContainerAsync(container, parameters, cancellationToken).ConfigureAwait(false);
        var stream = await docker.Exec.StartAndAttachContainerExecAsync(created.ID, terminal, cancellationToken).ConfigureAwait(false);
        return new DockerExec(docker, created.ID, stream);
    }

    public async Task<ExecOutput> ReadAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        var read = await _stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
        return new ExecOutput(read.EOF ? 0 : read.Count, read.Target == MultiplexedStream.TargetStream.StandardError);
    }

    public Task WriteAsync(byte[] bytes, int count, CancellationToken cancellationToken)
        => _stream.WriteAsync(bytes, 0, count, cancellationToken);

    public void CloseInput() => _stream.CloseWrite();

    public async Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken)
    {
        try
        {
            await _docker.Exec.ResizeContainerExecTtyAsync(
                _id, new ContainerResizeParameters { Width = columns, Height = rows }, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException)
        {
            // It has ended in this moment.
        }
    }

    public async Task<int> ExitCodeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var state = await _docker.Exec.InspectContainerExecAsync(_id, cancellationToken).ConfigureAwait(false);
            if (!state.Running)
            {
                return (int)state.ExitCode;
            }

            // Its output may end a moment before it does.
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _stream.Dispose();
}
