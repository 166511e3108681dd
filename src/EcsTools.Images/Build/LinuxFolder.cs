#if NET
using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace EcsTools.Images.Build;

/// <summary>
/// Reads a folder of Linux byte by byte. .NET changes names that are not UTF-8, and does not tell pipes, sockets, devices and hard links from files.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class LinuxFolder
{
    private const int CurrentDirectory = -100;
    private const int DoNotFollow = 0x100;
    private const uint BasicStatus = 0x7ff;
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int NameOffset = 19;
    private const int LongestTarget = 1 << 16;

    private static readonly Lazy<bool> Available = new(IsHere);

    /// <summary>Whether the C library has the functions that this needs.</summary>
    public static bool IsAvailable => Available.Value;

    /// <summary>The files of a folder, in the order of the bytes of their names.</summary>
    /// <exception cref="IOException">The folder or one of its files cannot be read.</exception>
    public static List<ContextFile> Files(string folder)
    {
        var files = new List<ContextFile>();
        foreach (var name in Names(folder))
        {
            files.Add(Describe(RawName.Decode(name), folder.TrimEnd('/') + "/" + RawName.Decode(name)));
        }

        return files;
    }

    private static List<byte[]> Names(string folder)
    {
        var handle = OpenFolder(Native(folder));
        if (handle == IntPtr.Zero)
        {
            throw Failed();
        }

        try
        {
            var names = new List<byte[]>();
            for (var entry = ReadFolder(handle); entry != IntPtr.Zero; entry = ReadFolder(handle))
            {
                var name = NameOf(entry);
                if (name is not [(byte)'.'] and not [(byte)'.', (byte)'.'])
                {
                    names.Add(name);
                }
            }

            names.Sort((left, right) => left.AsSpan().SequenceCompareTo(right));
            return names;
        }
        finally
        {
            _ = CloseFolder(handle);
        }
    }

    private static byte[] NameOf(IntPtr entry)
    {
        var length = 0;
        while (Marshal.ReadByte(entry, NameOffset + length) != 0)
        {
            length++;
        }

        var name = new byte[length];
        Marshal.Copy(entry + NameOffset, name, 0, length);
        return name;
    }

    private static ContextFile Describe(string name, string path)
    {
        var status = new byte[256];
        if (Status(CurrentDirectory, Native(path), DoNotFollow, BasicStatus, status) != 0)
        {
            throw Failed();
        }

        uint Field(int offset) => BitConverter.ToUInt32(status, offset);
        var mode = BitConverter.ToUInt16(status, 28);
        TarEntryType? type = (mode & 0xF000) switch
        {
            0x8000 => TarEntryType.File,
            0x4000 => TarEntryType.Folder,
            0xA000 => TarEntryType.Link,
            0x1000 => TarEntryType.Pipe,
            0x2000 => TarEntryType.CharacterDevice,
            0x6000 => TarEntryType.BlockDevice,
            _ => null,
        };
        return new ContextFile(
            name,
            path,
            type,
            mode & 0xFFF,
            type == TarEntryType.File ? BitConverter.ToInt64(status, 40) : 0,
            Time(BitConverter.ToInt64(status, 112)))
        {
            LinkTarget = type == TarEntryType.Link ? TargetOf(path) : "",
            SharedBy = Field(16) > 1 && type != TarEntryType.Folder
                ? (((ulong)Field(136) << 32) | Field(140), BitConverter.ToUInt64(status, 32)) : null,
            Device = type is TarEntryType.CharacterDevice or TarEntryType.BlockDevice ? ((int)Field(128), (int)Field(132)) : default,
            Open = type == TarEntryType.File ? () => OpenFile(path) : null,
        };
    }

    private static DateTimeOffset Time(long seconds)
        => DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));

    private static string TargetOf(string path)
    {
        var target = new byte[LongestTarget];
        var length = ReadLink(Native(path), target, target.Length);
        return length >= 0 ? RawName.Decode(target.AsSpan(0, (int)length)) : throw Failed();
    }

    private static FileStream OpenFile(string path)
    {
        var handle = new SafeFileHandle(Open(Native(path), ReadOnlyCloseOnExec), ownsHandle: true);
        if (handle.IsInvalid)
        {
            var failure = Failed();
            handle.Dispose();
            throw failure;
        }

        return new FileStream(handle, FileAccess.Read, 128 * 1024);
    }

    private static bool IsHere()
    {
        if (!Environment.Is64BitProcess)
        {
            // The layout of a folder's entries differs.
            return false;
        }

        try
        {
            return Status(CurrentDirectory, Native("/"), DoNotFollow, BasicStatus, new byte[256]) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    private static IOException Failed() => new(Marshal.GetLastPInvokeErrorMessage());

    private static byte[] Native(string path) => [.. RawName.Encode(path), 0];

    [DllImport("libc", EntryPoint = "opendir", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr OpenFolder(byte[] path);

    [DllImport("libc", EntryPoint = "readdir", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr ReadFolder(IntPtr folder);

    [DllImport("libc", EntryPoint = "closedir")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int CloseFolder(IntPtr folder);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(int folder, byte[] path, int flags, uint mask, [In, Out] byte[] answer);

    [DllImport("libc", EntryPoint = "readlink", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ReadLink(byte[] path, [In, Out] byte[] target, nint size);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);
}
#endif
