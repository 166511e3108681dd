using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Compression;
using EcsTools.Tasks.Exec;

namespace EcsTools.Commands.Tasks;

/// <summary>The console of this process as the terminal of a command that runs elsewhere: keys go there, with Ctrl+C among them.</summary>
internal sealed class ConsoleTerminal : ITerminal, IDisposable
{
    private static readonly TimeSpan KeyLook = TimeSpan.FromMilliseconds(20);

    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Stream _errors = Console.OpenStandardError();
    private readonly bool _keys = !Console.IsInputRedirected;
    private readonly bool _takesControlC;

    public ConsoleTerminal()
    {
        if (_keys)
        {
            _takesControlC = Console.TreatControlCAsInput;
            Console.TreatControlCAsInput = true;
        }
    }

    public (int Columns, int Rows)? Size
        => _keys && !Console.IsOutputRedirected ? (Math.Max(20, Console.WindowWidth), Math.Max(5, Console.WindowHeight)) : null;

    public async Task<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        if (!_keys)
        {
            using var input = Console.OpenStandardInput();
            return await input.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
        }

        while (!Console.KeyAvailable)
        {
            await Task.Delay(KeyLook, cancellationToken).ConfigureAwait(false);
        }

        var keys = new StringBuilder();
        while (Console.KeyAvailable && keys.Length < 256)
        {
            keys.Append(DeflateSequence(Console.ReadKey(intercept: true)));
        }

        return Encoding.UTF8.GetBytes(keys.ToString(), 0, keys.Length, buffer, 0);
    }

    public void Write(byte[] bytes, int count, bool isError)
    {
        var stream = isError ? _errors : _output;
        stream.Write(bytes, 0, count);
        stream.Flush();
    }

    public void Dispose()
    {
        if (_keys)
        {
            Console.TreatControlCAsInput = _takesControlC;
        }

        _output.Dispose();
        _errors.Dispose();
    }

    /// <summary>What a terminal sends for a key.</summary>
    internal static string DeflateSequence(ConsoleKeyInfo key) => key.Key switch
    {
        ConsoleKey.UpArrow => "\x1b[A",
        ConsoleKey.DownArrow => "\x1b[B",
        ConsoleKey.RightArrow => "\x1b[C",
        ConsoleKey.LeftArrow => "\x1b[D",
        ConsoleKey.Home => "\x1b[H",
        ConsoleKey.End => "\x1b[F",
        ConsoleKey.Delete => "\x1b[3~",
        ConsoleKey.PageUp => "\x1b[5~",
        ConsoleKey.PageDown => "\x1b[6~",
        ConsoleKey.Backspace => "\x7f",
        ConsoleKey.Enter => "\r",
        _ => key.KeyChar == '\0' ? "" : key.KeyChar.ToString(),
    };
}
