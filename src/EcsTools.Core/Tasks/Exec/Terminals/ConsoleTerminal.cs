using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Tasks.Exec.Terminals;

/// <summary>
/// The console of this process as the terminal of a command that runs elsewhere. Every key goes to the command as the bytes that a terminal
/// sends for it, Ctrl+C included. <see cref="Dispose"/> gives the console its former modes back.
/// </summary>
internal sealed class ConsoleTerminal : ITerminal, IDisposable
{
    /// <summary>How long to wait for a key before the caller's cancellation is looked at again.</summary>
    internal const int WaitMilliseconds = 50;

    private readonly IConsoleInput? _keys;
    private readonly IConsoleOutput _output;

    private ConsoleTerminal(IConsoleInput? keys, IConsoleOutput output)
    {
        _keys = keys;
        _output = output;
    }

    /// <inheritdoc/>
    public (int Columns, int Rows)? Size
        => _keys is not null && !Console.IsOutputRedirected ? (Math.Max(20, Console.WindowWidth), Math.Max(5, Console.WindowHeight)) : null;

    /// <summary>Takes the console over. If the input is redirected, its bytes are read as they are, and the console keeps its modes.</summary>
    public static ConsoleTerminal Open()
    {
        var isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        IConsoleOutput output = isWindows && !Console.IsOutputRedirected ? new WindowsConsoleOutput()
            : new RedirectedOutput(
                Console.OpenStandardOutput(), Console.OpenStandardError(), isWindows ? Console.OutputEncoding : Encoding.UTF8);
        if (Console.IsInputRedirected)
        {
            return new ConsoleTerminal(null, output);
        }

        return new ConsoleTerminal(isWindows ? new WindowsConsoleInput() : new UnixConsoleInput(), output);
    }

    /// <inheritdoc/>
    public Task<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken)
        => _keys is { } keys
            ? Task.Run(() => keys.Read(buffer, cancellationToken), cancellationToken)
            : ReadRedirectedAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public void Write(byte[] bytes, int count, bool isError) => _output.Write(bytes, count, isError);

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys?.Dispose();
        _output.Dispose();
    }

    private static async Task<int> ReadRedirectedAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        using var input = Console.OpenStandardInput();
        return await input.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
    }
}
