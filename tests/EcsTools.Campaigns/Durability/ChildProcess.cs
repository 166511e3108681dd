using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Campaigns.Durability;

/// <summary>
/// Another process of this program, which can be suspended and killed. It writes one line for each thing that is done, and ends when its input ends, so that
/// none is left when the campaign itself is killed.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private const int Stop = 19;
    private const int Continue = 18;
    private const int MacStop = 17;
    private const int MacContinue = 19;

    private readonly Process _process;

    private ChildProcess(Process process)
    {
        _process = process;
    }

    public static ChildProcess Start(params string[] arguments)
    {
        var program = typeof(ChildProcess).Assembly.Location;
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && IsDotnet(host) ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in arguments.Prepend(program))
        {
            start.ArgumentList.Add(argument);
        }

        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>In the child: completes when the campaign wants it to end, or has itself ended.</summary>
    public static Task EndWantedAsync() => Task.Run(() =>
    {
        while (Console.In.ReadLine() is not null)
        {
            // Only the end counts.
        }
    });

    /// <summary>The next line; null when it has ended.</summary>
    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync();

    /// <summary>The most memory that it had at a time, in bytes; null where the system does not tell (VmHWM of proc(5)).</summary>
    public long? PeakMemory
    {
        get
        {
            var status = $"/proc/{_process.Id.ToString(CultureInfo.InvariantCulture)}/status";
            var line = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(each => each.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
            return line is null ? null : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Asks it to end.</summary>
    public void End()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It was killed.
        }
    }

    public void Suspend() => Send(OperatingSystem.IsMacOS() ? MacStop : Stop);

    public void Resume() => Send(OperatingSystem.IsMacOS() ? MacContinue : Continue);

    /// <summary>SIGKILL: nothing in it runs any more.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static bool IsDotnet(string path) => Path.GetFileNameWithoutExtension(path) == "dotnet";

    private void Send(int signal)
    {
        if (!_process.HasExited && NativeKill(_process.Id, signal) != 0 && !_process.HasExited)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"Signal {signal.ToString(CultureInfo.InvariantCulture)} cannot be sent.");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int process, int signal);
}
