using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>Runs another program with text as input and output. Cancellation ends the program.</summary>
public sealed class ExternalProgram
{
    private readonly ProcessStartInfo _start;

    /// <summary>Prepares to run a program. It does not start it yet.</summary>
    /// <param name="path">Name or path of the program.</param>
    /// <param name="arguments">Its arguments, without quotation marks.</param>
    public ExternalProgram(string path, params string[] arguments)
    {
        _start = new ProcessStartInfo(path, string.Join(" ", arguments.Select(Quote)))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
        };
    }

    /// <summary>Environment variables that are set for the program in addition to those of this process. A null value removes a variable.</summary>
    public IDictionary<string, string?> Variables => _start.Environment!;

    /// <summary>Runs the program until it ends.</summary>
    /// <param name="input">The text for its standard input.</param>
    /// <param name="onErrorLine">Called for each line of standard error as soon as it arrives; or null.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="Win32Exception">It could not be started.</exception>
    public async Task<ProgramResult> RunAsync(string input, Action<string>? onErrorLine, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = _start, EnableRaisingEvents = true };
        var exited = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult(true);
        cancellationToken.ThrowIfCancellationRequested();
        StartWithoutPreamble(process);
        using (cancellationToken.Register(() => Kill(process)))
        {
            var output = ReadLinesAsync(process.StandardOutput, null);
            var errors = ReadLinesAsync(process.StandardError, onErrorLine);
            await WriteAsync(process, input).ConfigureAwait(false);
            await Task.WhenAll(exited.Task, output, errors).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return new ProgramResult(process.ExitCode, output.Result, errors.Result);
        }
    }

    /// <summary>Quotes an argument. Windows programs, and .NET on Unix, split a command line by the same rules.</summary>
    /// <param name="argument">The argument.</param>
    public static string Quote(string argument)
    {
        if (argument.Length > 0 && !argument.Any(c => c is ' ' or '\t' or '\n' or '\v' or '"'))
        {
            return argument;
        }

        var quoted = new StringBuilder("\"");
        var backslashes = 0;
        foreach (var c in argument)
        {
            if (c == '\\')
            {
                backslashes++;
                continue;
            }

            // Backslashes count only before a quotation mark, where each is doubled.
            quoted.Append('\\', c == '"' ? (2 * backslashes) + 1 : backslashes).Append(c);
            backslashes = 0;
        }

        return quoted.Append('\\', 2 * backslashes).Append('"').ToString();
    }

    private static async Task WriteAsync(Process process, string input)
    {
        try
        {
            var bytes = new UTF8Encoding(false).GetBytes(input);
            var stream = process.StandardInput.BaseStream;
            await stream.WriteAsync(bytes, 0, bytes.Length).ConfigureAwait(false);
            await stream.FlushAsync().ConfigureAwait(false);
            stream.Dispose();
        }
        catch (IOException)
        {
            // The program ended without reading all its input. Its exit code says whether it failed.
        }
    }

    private static async Task<string> ReadLinesAsync(StreamReader reader, Action<string>? onLine)
    {
        var all = new StringBuilder();
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            all.AppendLine(line);
            onLine?.Invoke(line);
        }

        return all.ToString();
    }

#if NET8_0_OR_GREATER
    private static void StartWithoutPreamble(Process process) => process.Start();

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // The program has already ended.
        }
    }
#else
    // .NET Framework begins the input of a program with the byte order mark of the console's encoding, if that encoding has one.
    private static void StartWithoutPreamble(Process process)
    {
        var console = Console.InputEncoding;
        if (console.GetPreamble().Length == 0)
        {
            process.Start();
            return;
        }

        Console.InputEncoding = new UTF8Encoding(false);
        try
        {
            process.Start();
        }
        finally
        {
            Console.InputEncoding = console;
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // The program has already ended.
        }
    }
#endif
}

/// <summary>How a program ended, and what it wrote.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
public sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Its error message. Credential helpers write it to standard output.</summary>
    public string Complaint => (Errors.Trim().Length > 0 ? Errors : Output).Trim();
}
