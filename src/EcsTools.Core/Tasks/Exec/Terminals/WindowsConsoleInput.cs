using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

namespace EcsTools.Tasks.Exec.Terminals;

/// <summary>
/// The input of a Windows console. Where Windows can translate keys into terminal sequences (Windows 10 and later), it does;
/// <see cref="WindowsKeySequence"/> does it for the others.
/// </summary>
internal sealed class WindowsConsoleInput : IConsoleInput
{
    private const uint LineModes = 0x1 | 0x2 | 0x4;
    private const uint VirtualTerminalInput = 0x200;
    private const ushort KeyEvent = 1;
    private const uint Signaled = 0;

    private readonly IntPtr _handle = WindowsConsole.GetStdHandle(WindowsConsole.StandardInput);
    private readonly InputRecord[] _records = new InputRecord[64];
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly uint _saved;
    private byte[] _pending = [];
    private int _taken;

    public WindowsConsoleInput()
    {
        if (!WindowsConsole.GetConsoleMode(_handle, out _saved))
        {
            throw new Win32Exception(Marshal.GetLastWin32Error(), "The modes of the console cannot be read.");
        }

        // Without line editing, echo, and Ctrl+C as a signal.
        var raw = _saved & ~LineModes;
        if (!WindowsConsole.SetConsoleMode(_handle, raw | VirtualTerminalInput) && !WindowsConsole.SetConsoleMode(_handle, raw))
        {
            throw new Win32Exception(Marshal.GetLastWin32Error(), "The console cannot be set to raw mode.");
        }
    }

    public int Read(byte[] buffer, CancellationToken cancellationToken)
    {
        // Some events are no input (a key that is released, a new size, the mouse): wait for one that is.
        while (_taken == _pending.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (NativeMethods.WaitForSingleObject(_handle, ConsoleTerminal.WaitMilliseconds) != Signaled)
            {
                continue;
            }

            if (!NativeMethods.ReadConsoleInput(_handle, _records, (uint)_records.Length, out var count))
            {
                return 0;
            }

            _pending = Encode((int)count);
            _taken = 0;
        }

        var given = Math.Min(buffer.Length, _pending.Length - _taken);
        Buffer.BlockCopy(_pending, _taken, buffer, 0, given);
        _taken += given;
        return given;
    }

    public void Dispose() => WindowsConsole.SetConsoleMode(_handle, _saved);

    private byte[] Encode(int count)
    {
        var text = new StringBuilder();
        for (var index = 0; index < count; index++)
        {
            var record = _records[index];
            if (record.EventType == KeyEvent)
            {
                var sequence = WindowsKeySequence.From(record.IsDown != 0, record.KeyCode, record.Character, record.ControlState);
                for (var repeat = 0; repeat < Math.Max((ushort)1, record.RepeatCount); repeat++)
                {
                    text.Append(sequence);
                }
            }
        }

        // The encoder keeps the first half of a surrogate pair until the second half arrives.
        var characters = text.ToString().ToCharArray();
        var bytes = new byte[_encoder.GetByteCount(characters, 0, characters.Length, flush: false)];
        _encoder.GetBytes(characters, 0, characters.Length, bytes, 0, flush: false);
        return bytes;
    }

    /// <summary>INPUT_RECORD with the members of KEY_EVENT_RECORD.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 20)]
    private struct InputRecord
    {
        [FieldOffset(0)]
        public ushort EventType;

        [FieldOffset(4)]
        public int IsDown;

        [FieldOffset(8)]
        public ushort RepeatCount;

        [FieldOffset(10)]
        public ushort KeyCode;

        [FieldOffset(14)]
        public ushort Character;

        [FieldOffset(16)]
        public uint ControlState;
    }

    private static class NativeMethods
    {
        [DllImport("kernel32.dll", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern uint WaitForSingleObject(IntPtr handle, uint milliseconds);

        [DllImport("kernel32.dll", EntryPoint = "ReadConsoleInputW", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool ReadConsoleInput(IntPtr handle, [Out] InputRecord[] records, uint length, out uint count);
    }
}
