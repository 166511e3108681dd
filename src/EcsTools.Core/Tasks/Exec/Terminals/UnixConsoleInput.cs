using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace EcsTools.Tasks.Exec.Terminals;

/// <summary>
/// A Unix terminal in raw mode, read byte by byte. Console.ReadKey is no substitute: it interprets and drops sequences, such as the answer to
/// a program that asks where the cursor is, which shells do before they read the first key.
/// </summary>
internal sealed class UnixConsoleInput : IConsoleInput
{
    private const int StandardInput = 0;
    private const int InterruptedCall = 4;
    private const int ApplyNow = 0;

    // struct termios has 60 bytes on Linux and 72 on macOS. The C library reads and writes it; nothing here looks inside.
    private readonly byte[] _saved = new byte[256];
    private bool _isRaw;

    public UnixConsoleInput()
    {
        if (NativeMethods.GetAttributes(StandardInput, _saved) != 0)
        {
            throw new Win32Exception(Marshal.GetLastWin32Error(), "The modes of the terminal cannot be read.");
        }

        var raw = (byte[])_saved.Clone();
        NativeMethods.MakeRaw(raw);
        if (NativeMethods.SetAttributes(StandardInput, ApplyNow, raw) != 0)
        {
            throw new Win32Exception(Marshal.GetLastWin32Error(), "The terminal cannot be set to raw mode.");
        }

        _isRaw = true;
    }

    public int Read(byte[] buffer, CancellationToken cancellationToken)
    {
        while (!HasInput())
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        while (true)
        {
            var count = (int)NativeMethods.Read(StandardInput, buffer, (UIntPtr)buffer.Length);
            if (count >= 0)
            {
                return count;
            }

            if (Marshal.GetLastWin32Error() != InterruptedCall)
            {
                // The terminal is gone: its window was closed.
                return 0;
            }
        }
    }

    public void Dispose()
    {
        if (_isRaw)
        {
            _isRaw = false;
            _ = NativeMethods.SetAttributes(StandardInput, ApplyNow, _saved);
        }
    }

    private static bool HasInput()
    {
        // A set of descriptors with the bit of descriptor 0. poll is not used because macOS lacked it for terminals.
        var set = new ulong[16];
        set[0] = 1;
        var wait = new TimeValue { Microseconds = (IntPtr)(ConsoleTerminal.WaitMilliseconds * 1000) };
        return NativeMethods.Select(1, set, IntPtr.Zero, IntPtr.Zero, ref wait) > 0;
    }

    /// <summary>struct timeval.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeValue
    {
        public IntPtr Seconds;
        public IntPtr Microseconds;
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int GetAttributes(int descriptor, [Out] byte[] attributes);

        [DllImport("libc", EntryPoint = "cfmakeraw")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern void MakeRaw([In, Out] byte[] attributes);

        [DllImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int SetAttributes(int descriptor, int when, byte[] attributes);

        [DllImport("libc", EntryPoint = "select", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Select(int count, [In, Out] ulong[] read, IntPtr write, IntPtr except, ref TimeValue wait);

        [DllImport("libc", EntryPoint = "read", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern IntPtr Read(int descriptor, [Out] byte[] buffer, UIntPtr count);
    }
}
