using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace EcsTools;

/// <summary>A process of this machine: its number, and its start, because numbers are used again. It tells whether somebody still needs what is left.</summary>
/// <param name="Number">The process id.</param>
/// <param name="Start">The second in which it started, since 1970.</param>
internal readonly record struct ProcessIdentity(int Number, long Start)
{
    // Seconds: on Linux the start of a process is calculated from the uptime of the machine, and not quite the same twice.
    private const long Tolerance = 30;

    /// <summary>
    /// The system that numbers its processes. Several systems can have one name and use one engine: Windows and each distribution of WSL on it, or a
    /// container with the host name of its machine. On Linux, their numbers are told apart by the namespace.
    /// </summary>
    public static string Host { get; } = Environment.MachineName + NumberSpace();

    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } = Of(Process.GetCurrentProcess());

    /// <summary>Whether the process still runs. If that cannot be found out, it counts as running.</summary>
    public bool IsRunning()
    {
        try
        {
            using var process = Process.GetProcessById(Number);
            return Math.Abs(Of(process).Start - Start) < Tolerance;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            // It belongs to another user, who does not show when it started; or it has just ended.
            return e is Win32Exception;
        }
    }

    private static string NumberSpace()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return ".windows";
        }

#if NET8_0_OR_GREATER
        // Such as pid:[4026531836].
        return new FileInfo("/proc/self/ns/pid").LinkTarget is { } space ? "." + space : "";
#else
        return "";
#endif
    }

    private static ProcessIdentity Of(Process process) => new(process.Id, new DateTimeOffset(process.StartTime).ToUnixTimeSeconds());
}
