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

/// <summary>
/// Runs another program with text as input and output. It has a limit of time and of output. Cancellation ends it, with the programs that it started. A
/// program that it leaves behind may keep its output open; that is not waited for.
/// </summary>
public sealed class ExternalProgram
{
    /// <summary>How long output is waited for when the program has ended. What it wrote itself is in the pipe by then.</summary>
    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(1);

    /// <summary>How long the end of a killed program is waited for.</summary>
    private static readonly TimeSpan LastBreath = TimeSpan.FromSeconds(2);

    private readonly ProcessStartInfo _start;

    /// <summary>Prepares to run a program. It does not start it yet.</summary>
    /// <param name="path">Name or path of the program.</param>
    /// <param name="arguments">Its arguments, without quotation marks.</param>
    public ExternalProgram(string path, params string[] arguments)
        : this(new ProcessStartInfo(path, string.Join(" ", arguments.Select(Quote))))
    {
    }

    private ExternalProgram(ProcessStartInfo start)
    {
        _start = start;
        _start.UseShellExecute = false;
        _start.CreateNoWindow = true;
        _start.RedirectStandardInput = true;
        _start.RedirectStandardOutput = true;
        _start.RedirectStandardError = true;
        _start.StandardOutputEncoding = new UTF8Encoding(false);
        _start.StandardErrorEncoding = new UTF8Encoding(false);
    }

    /// <summary>Prepares to run a program with a command line as it is.</summary>
    /// <param name="path">Name or path of the program.</param>
    /// <param name="commandLine">Its arguments in one text. Nothing is quoted.</param>
    public static ExternalProgram ForCommandLine(string path, string commandLine) => new(new ProcessStartInfo(path, commandLine));

    /// <summary>Environment variables that are set for the program in addition to those of this process. A null value removes a variable.</summary>
    public IDictionary<string, string?> Variables => _start.Environment!;

    /// <summary>How long the program may run; null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many characters it may write to each of its outputs; null for no limit. Then only the last ones are kept.</summary>
    public int? OutputLimit { get; init; } = 1 << 20;

    /// <summary>Runs the program until it ends. A program that exceeds a limit is ended and has the exit code -1; its error message says why.</summary>
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
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var output = new ProgramOutput(process.StandardOutput, OutputLimit, limit.Cancel);
        var errors = new ProgramOutput(process.StandardError, OutputLimit, limit.Cancel, onErrorLine);
        var killed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (limit.Token.Register(() =>
        {
            Kill(process);
            killed.TrySetResult(true);
        }))
        {
            limit.CancelAfter(TimeLimit ?? Timeout.InfiniteTimeSpan);
            _ = WriteAsync(process, input);
            if (await Task.WhenAny(exited.Task, killed.Task).ConfigureAwait(false) == killed.Task)
            {
                await Task.WhenAny(exited.Task, Task.Delay(LastBreath, CancellationToken.None)).ConfigureAwait(false);
            }

            await Task.WhenAny(Task.WhenAll(output.Reading, errors.Reading), Task.Delay(LastOutput, CancellationToken.None)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return output.IsOverLimit || errors.IsOverLimit ? Ended($"It wrote more than {ByteSize.Format(OutputLimit!.Value)}, so it was ended.")
                : limit.IsCancellationRequested ? Ended($"It did not end within {TimeLimit!.Value.TotalSeconds:0} seconds, so it was ended.")
                : new ProgramResult(process.ExitCode, output.Text, errors.Text);
        }
    }

    /// <summary>Ends a program, with the programs that it started.</summary>
    /// <param name="process">The program.</param>
    public static void Kill(Process process)
    {
#if NET8_0_OR_GREATER
        EndQuietly(() => process.Kill(entireProcessTree: true));
#else
        EndQuietly(() => EndTree(process));
        EndQuietly(process.Kill);
#endif
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

    private static ProgramResult Ended(string why) => new(-1, "", why);

    private static void EndQuietly(Action end)
    {
        try
        {
            end();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // The program has already ended, or its system does not have the means.
        }
    }

#if !NET8_0_OR_GREATER
    /// <summary>
    /// .NET Framework ends one process only. The children would go on and keep the pipes open. Windows knows the tree only while its root is there, so this
    /// comes first. The path is complete because a program of that name in the current folder would be found before that of Windows.
    /// </summary>
    private static void EndTree(Process process)
    {
        var taskKill = Path.Combine(Environment.SystemDirectory, "taskkill.exe");
        var start = new ProcessStartInfo(taskKill, $"/PID {process.Id} /T /F") { UseShellExecute = false, CreateNoWindow = true };
        using var ending = Process.Start(start);
        ending?.WaitForExit((int)LastBreath.TotalMilliseconds);
    }
#endif

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
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The program ended without reading all its input. Its exit code says whether it failed.
        }
    }

#if NET8_0_OR_GREATER
    private static void StartWithoutPreamble(Process process) => process.Start();
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
