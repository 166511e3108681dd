using System;
using System.Runtime.InteropServices;
using System.Text;

namespace EcsTools.Tasks.Exec.Terminals;

/// <summary>
/// The output of a Windows console. The text is given as UTF-16, so that it does not depend on the console's code page (949 on a Korean
/// Windows, while programs in containers write UTF-8).
/// </summary>
internal sealed class WindowsConsoleOutput : IConsoleOutput
{
    private const uint ProcessedOutput = 0x1;
    private const uint VirtualTerminalProcessing = 0x4;
    private const uint NoAutomaticReturn = 0x8;

    // WriteConsole takes at most 64 KiB at a time.
    private const int LargestWrite = 8 * 1024;

    private readonly IntPtr _handle = WindowsConsole.GetStdHandle(WindowsConsole.StandardOutput);

    // Both streams reach the same window, but a character of one must not be completed with a byte of the other.
    private readonly Decoder _output = Encoding.UTF8.GetDecoder();
    private readonly Decoder _errors = Encoding.UTF8.GetDecoder();
    private readonly uint? _saved;

    public WindowsConsoleOutput()
    {
        if (WindowsConsole.GetConsoleMode(_handle, out var mode))
        {
            _saved = mode;
            var sequences = mode | ProcessedOutput | VirtualTerminalProcessing;

            // Older versions of Windows know neither mode. Their console shows sequences as text.
            if (!WindowsConsole.SetConsoleMode(_handle, sequences | NoAutomaticReturn))
            {
                WindowsConsole.SetConsoleMode(_handle, sequences);
            }
        }
    }

    public void Write(byte[] bytes, int count, bool isError)
    {
        var decoder = isError ? _errors : _output;
        var text = new char[decoder.GetCharCount(bytes, 0, count, flush: false)];
        decoder.GetChars(bytes, 0, count, text, 0, flush: false);
        for (var start = 0; start < text.Length; start += LargestWrite)
        {
            var piece = new char[Math.Min(LargestWrite, text.Length - start)];
            Array.Copy(text, start, piece, 0, piece.Length);
            NativeMethods.WriteConsole(_handle, piece, (uint)piece.Length, out _, IntPtr.Zero);
        }
    }

    public void Dispose()
    {
        if (_saved is { } mode)
        {
            WindowsConsole.SetConsoleMode(_handle, mode);
        }
    }

    private static class NativeMethods
    {
        [DllImport("kernel32.dll", EntryPoint = "WriteConsoleW", CharSet = CharSet.Unicode, SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool WriteConsole(IntPtr handle, char[] text, uint length, out uint written, IntPtr reserved);
    }
}
