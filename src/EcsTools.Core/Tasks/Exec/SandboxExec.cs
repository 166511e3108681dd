using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Tasks.Exec.Terminals;

namespace EcsTools.Tasks.Exec;

/// <summary>
/// The stream over which a sandbox runs a command. After the upgrade from HTTP it carries frames: a letter, a length of four bytes
/// (big-endian), and the content. The sandbox's side is <c>ExecChannel</c>.
/// </summary>
internal static class SandboxExec
{
    // The sandbox sends what the engine gives it at once, a few KiB.
    private const int LargestFrame = 1024 * 1024;

    private static readonly TimeSpan SizeAskedEvery = TimeSpan.FromSeconds(0.5);

    /// <summary>Runs the command of a session.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="EcsToolsException">The command cannot be run in that container.</exception>
    public static async Task<int> RunAsync(TaskExecSession session, ITerminal terminal, CancellationToken cancellationToken)
    {
        // The stream is not encrypted. A sandbox is always on this machine.
        var uri = new Uri(session.StreamUrl);
        if (!WebAddress.IsLoopback(uri) || session.Token.Any(char.IsControl))
        {
            throw Broken(session, $"the endpoint names a stream at {WebAddress.Origin(uri)}, which is not a sandbox on this machine", null);
        }

        using var client = new TcpClient();
        await client.ConnectAsync(uri.Host, uri.Port).ConfigureAwait(false);
        using var closing = cancellationToken.Register(client.Close);
        try
        {
            using var stream = client.GetStream();
            await OpenAsync(stream, uri, session.Token, terminal.Size is not null, cancellationToken).ConfigureAwait(false);
            return await ServeAsync(stream, session, terminal, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or SocketException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Broken(session, broken.Message, broken);
        }
    }

    private static async Task<int> ServeAsync(Stream stream, TaskExecSession session, ITerminal terminal,
        CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var writing = new SemaphoreSlim(1, 1);
        var input = GiveInputAsync(stream, writing, terminal, ended.Token);
        var sizes = GiveSizesAsync(stream, writing, terminal, ended.Token);
        try
        {
            return await TakeOutputAsync(stream, session, terminal, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ended.Cancel();
            await sizes.ConfigureAwait(false);

            // A read from a console cannot always be cancelled. If not, leave it behind.
            await Task.WhenAny(input, Task.Delay(TimeSpan.FromSeconds(0.5), CancellationToken.None)).ConfigureAwait(false);
        }
    }

    private static async Task OpenAsync(Stream stream, Uri uri, string token, bool terminal, CancellationToken cancellationToken)
    {
        var request = $"GET {uri.PathAndQuery}&terminal={(terminal ? "true" : "false")} HTTP/1.1\r\nHost: "
            + $"{uri.Authority}\r\nConnection: Upgrade\r\n"
            + $"Upgrade: ecstools-exec\r\nX-Session-Token: {token}\r\n\r\n";
        var bytes = Encoding.ASCII.GetBytes(request);
        await stream.WriteAsync(bytes, 0, bytes.Length, cancellationToken).ConfigureAwait(false);
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (head.Length > 8192 || await stream.ReadAsync(one, 0, 1, cancellationToken).ConfigureAwait(false) == 0)
            {
                throw new IOException("The sandbox did not open the stream.");
            }

            head.Append((char)one[0]);
        }

        var status = head.ToString().Split('\r')[0];
        if (!status.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
        {
            throw new IOException($"The sandbox did not open the stream: {status}");
        }
    }

    private static async Task<int> TakeOutputAsync(Stream stream, TaskExecSession session, ITerminal terminal,
        CancellationToken cancellationToken)
    {
        var head = new byte[5];
        while (true)
        {
            await FillAsync(stream, head, cancellationToken).ConfigureAwait(false);
            var length = ((long)head[1] << 24) | ((long)head[2] << 16) | ((long)head[3] << 8) | head[4];
            var content = new byte[length <= LargestFrame ? length : throw new IOException($"A frame of {length} bytes is too large.")];
            await FillAsync(stream, content, cancellationToken).ConfigureAwait(false);
            switch ((char)head[0])
            {
                case 'o' or 'd':
                    terminal.Write(content, content.Length, head[0] == 'd');
                    break;
                case 'x':
                    return int.Parse(Encoding.ASCII.GetString(content), CultureInfo.InvariantCulture);
                case 'f':
                    throw Broken(session, Encoding.UTF8.GetString(content), null);
            }
        }
    }

    private static async Task GiveInputAsync(Stream stream, SemaphoreSlim writing, ITerminal terminal, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        try
        {
            while (await terminal.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                await SendAsync(stream, writing, 'i', buffer, count, cancellationToken).ConfigureAwait(false);
            }

            await SendAsync(stream, writing, 'e', [], 0, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The command has ended.
        }
    }

    private static async Task GiveSizesAsync(Stream stream, SemaphoreSlim writing, ITerminal terminal, CancellationToken cancellationToken)
    {
        (int Columns, int Rows)? told = null;
        try
        {
            while (terminal.Size is { } size)
            {
                if (told != size)
                {
                    told = size;
                    var text = Encoding.ASCII.GetBytes(FormattableString.Invariant($"{size.Columns} {size.Rows}"));
                    await SendAsync(stream, writing, 'r', text, text.Length, cancellationToken).ConfigureAwait(false);
                }

                await Task.Delay(SizeAskedEvery, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The command has ended.
        }
    }

    private static async Task SendAsync(Stream stream, SemaphoreSlim writing, char kind, byte[] content, int count,
        CancellationToken cancellationToken)
    {
        var frame = new byte[5 + count];
        frame[0] = (byte)kind;
        frame[1] = (byte)(count >> 24);
        frame[2] = (byte)(count >> 16);
        frame[3] = (byte)(count >> 8);
        frame[4] = (byte)count;
        Buffer.BlockCopy(content, 0, frame, 5, count);
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await stream.WriteAsync(frame, 0, frame.Length, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
        }
    }

    private static async Task FillAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        for (var filled = 0; filled < buffer.Length;)
        {
            var read = await stream.ReadAsync(buffer, filled, buffer.Length - filled, cancellationToken).ConfigureAwait(false);
            filled += read > 0 ? read : throw new IOException("The sandbox closed the stream.");
        }
    }

    private static EcsToolsException Broken(TaskExecSession session, string why, Exception? inner)
        => new(
            ErrorCodes.ExecFailed,
            $"'{session.Command}' cannot be run in container '{session.Container}' of task {session.Task.TaskId}: {why}",
            "Check that its first word is a program of the image: many images have /bin/sh, few have bash, and some have neither.",
            "Command",
            session.Task.TaskArn,
            inner);
}
