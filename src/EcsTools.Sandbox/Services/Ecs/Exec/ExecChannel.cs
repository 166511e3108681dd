using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Services.Ecs.Exec;

/// <summary>
/// The stream of a session, once its client has asked to change from HTTP to it. Frames of a letter, four bytes of length (big-endian) and
/// content: <c>i</c> input, <c>e</c> end of input and <c>r</c> "columns rows" from the client; <c>o</c> output, <c>d</c> errors,
/// <c>x</c> the exit code and <c>f</c> why the command could not be run from here.
/// </summary>
internal sealed class ExecChannel : IHttpRoute
{
    private const string Protocol = "ecstools-exec";
    private const int LongestFrame = 1 << 20;

    private readonly ExecSessions _sessions;

    public ExecChannel(ExecSessions sessions)
    {
        _sessions = sessions;
    }

    public bool Matches(string path) => path.StartsWith(ExecSessions.PathPrefix, StringComparison.Ordinal);

    public async Task HandleAsync(SandboxHttpContext context)
    {
        if (!string.Equals(context.Header("Upgrade"), Protocol, StringComparison.OrdinalIgnoreCase))
        {
            // The Session Manager plugin would come with "websocket".
            context.ResponseHeaders["Upgrade"] = Protocol;
            await RefuseAsync(context, 426, "The sessions of this sandbox are opened by Enter-FargateTask.").ConfigureAwait(false);
            return;
        }

        var session = _sessions.Take(context.Path.Substring(ExecSessions.PathPrefix.Length), context.Header("X-Session-Token"));
        if (session is null)
        {
            await RefuseAsync(context, 403, "There is no such session, or its token is wrong or was used.").ConfigureAwait(false);
            return;
        }

        var terminal = context.Query.TryGetValue("terminal", out var wanted) && wanted == "true";
        using var stream = await context.UpgradeAsync(Protocol).ConfigureAwait(false);
        await ServeAsync(stream, session, terminal, context.CancellationToken).ConfigureAwait(false);
    }

    private static Task RefuseAsync(SandboxHttpContext context, int status, string why)
        => context.RespondAsync(status, Encoding.UTF8.GetBytes(why), "text/plain");

    private static async Task ServeAsync(Stream stream, ExecSession session, bool terminal, CancellationToken cancellationToken)
    {
        IContainerExec exec;
        try
        {
            exec = await ((ICommandRunner)session.Container).ExecAsync(session.Command, terminal, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException refusal)
        {
            await SendAsync(stream, 'f', Encoding.UTF8.GetBytes(refusal.Message), -1, cancellationToken).ConfigureAwait(false);
            return;
        }

        using (exec)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var input = TakeInputAsync(stream, exec, ended);
            try
            {
                await GiveOutputAsync(stream, exec, ended.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The client is gone. Its command runs on until it reads or writes, as one whose terminal was closed.
            }
            finally
            {
                ended.Cancel();
                stream.Dispose();
                await input.ConfigureAwait(false);
            }
        }
    }

    private static async Task GiveOutputAsync(Stream stream, IContainerExec exec, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var piece = await exec.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (piece.Count == 0)
            {
                break;
            }

            await SendAsync(stream, piece.IsError ? 'd' : 'o', buffer, piece.Count, cancellationToken).ConfigureAwait(false);
        }

        var code = await exec.ExitCodeAsync(cancellationToken).ConfigureAwait(false);
        await SendAsync(stream, 'x', Encoding.ASCII.GetBytes(FormattableString.Invariant($"{code}")), -1, cancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task TakeInputAsync(Stream stream, IContainerExec exec, CancellationTokenSource ended)
    {
        var head = new byte[5];
        try
        {
            while (await FillAsync(stream, head, head.Length, ended.Token).ConfigureAwait(false))
            {
                var length = (head[1] << 24) | (head[2] << 16) | (head[3] << 8) | head[4];
                var content = length is >= 0 and <= LongestFrame ? new byte[length]
                    : throw new InvalidDataException("The frame is too long.");
                if (!await FillAsync(stream, content, length, ended.Token).ConfigureAwait(false))
                {
                    break;
                }

                await TakeAsync((char)head[0], content, exec, ended.Token).ConfigureAwait(false);
            }
        }
        catch (Exception over) when (over is IOException or ObjectDisposedException or OperationCanceledException or InvalidDataException)
        {
            // The client has closed, or the command has ended.
        }

        ended.Cancel();
    }

    private static async Task TakeAsync(char kind, byte[] content, IContainerExec exec, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case 'i':
                await exec.WriteAsync(content, content.Length, cancellationToken).ConfigureAwait(false);
                break;
            case 'e':
                exec.CloseInput();
                break;
            case 'r' when Encoding.ASCII.GetString(content).Split(' ') is [var columns, var rows]
                && int.TryParse(columns, out var width) && int.TryParse(rows, out var height):
                await exec.ResizeAsync(width, height, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private static async Task<bool> FillAsync(Stream stream, byte[] buffer, int count, CancellationToken cancellationToken)
    {
        var filled = 0;
        while (filled < count)
        {
            var read = await stream.ReadAsync(buffer, filled, count - filled, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            filled += read;
        }

        return true;
    }

    /// <param name="stream">To the client.</param>
    /// <param name="kind">Letter of the frame.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="count">How much of that; -1 for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private static async Task SendAsync(Stream stream, char kind, byte[] content, int count, CancellationToken cancellationToken)
    {
        var length = count < 0 ? content.Length : count;
        var frame = new byte[5 + length];
        frame[0] = (byte)kind;
        frame[1] = (byte)(length >> 24);
        frame[2] = (byte)(length >> 16);
        frame[3] = (byte)(length >> 8);
        frame[4] = (byte)length;
        Buffer.BlockCopy(content, 0, frame, 5, length);
        await stream.WriteAsync(frame, 0, frame.Length, cancellationToken).ConfigureAwait(false);
    }
}
