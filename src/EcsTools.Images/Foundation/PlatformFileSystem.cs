using System;
using System.IO;
#if NET
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
#endif
using EcsTools.WindowsAccess;

namespace EcsTools;

/// <summary>The operations that depend on the platform when a private file is written safely.</summary>
internal static class PlatformFileSystem
{
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <summary>
    /// Creates a file that must not exist yet. Only its owner can read it (and administrators on Windows), and only this process has it open.
    /// </summary>
    public static FileStream CreateNewPrivate(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
#endif
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        AccessList.Restrict(path);
        return file;
    }

    /// <summary>Opens a lock file, which is created if it does not exist. Nobody else can open it until this handle is closed.</summary>
    /// <exception cref="IOException">Another handle has it (<see cref="IsHeld"/>), or it cannot be opened.</exception>
    public static FileStream OpenLock(string path)
    {
#if NET
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, options);
        }

        var isNew = !File.Exists(path);
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var handle = new FileStream(path, options);
        if (isNew)
        {
            // Whatever the umask. Under sudo with the user's own HOME, the user must be able to take the lock later.
            File.SetUnixFileMode(handle.SafeFileHandle, LockMode(path));
            if (OperatingSystem.IsLinux())
            {
                UnixFile.CopyOwner(Path.GetDirectoryName(path)!, path);
            }
        }

        return handle;
#else
        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
#endif
    }

    /// <summary>Whether <see cref="OpenLock"/> failed because another handle has the lock: EWOULDBLOCK, or a sharing violation on Windows.</summary>
    public static bool IsHeld(IOException problem) => problem.HResult is 11 or 35 or SharingViolation;

    /// <summary>Whether a file could not be replaced because it is itself a mount point (EBUSY). Any other error means that something is wrong.</summary>
    public static bool IsMountPoint(IOException problem) => problem.HResult == 16;

    /// <summary>Whether a file could not be replaced because a program on Windows has it open. The answer to that may also be that access is denied.</summary>
    public static bool IsOpenElsewhere(Exception problem)
        => Path.DirectorySeparatorChar == '\\' && (problem is UnauthorizedAccessException || (problem is IOException && problem.HResult is SharingViolation
            or unchecked((int)0x80070021) /* a part is locked */ or unchecked((int)0x800704C8) /* mapped into memory */
            or unchecked((int)0x80070497) or unchecked((int)0x80070498) or unchecked((int)0x80070499) /* ReplaceFile stopped at one of its steps */));

    /// <summary>Creates the folder and its parents if they do not exist, for the owner only.</summary>
    public static void CreatePrivateDirectory(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
#endif
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            AccessList.Restrict(path);
        }
    }

    /// <summary>
    /// Whether an existing path is a regular file. Opening a named pipe waits for a writer, perhaps for ever, and a device may never end. .NET tells
    /// neither from a file.
    /// </summary>
    public static bool IsRegular(string path)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            // Pipes and devices are outside of the file system: \\.\pipe\name, \\?\pipe\name, NUL.
            return !path.StartsWith("\\\\.\\", StringComparison.Ordinal)
                && !path.StartsWith("\\\\?\\pipe\\", StringComparison.OrdinalIgnoreCase)
                && (File.GetAttributes(path) & FileAttributes.Device) == 0;
        }

#if NET
        if (OperatingSystem.IsLinux() && UnixFile.IsRegular(path) is { } isRegular)
        {
            return isRegular;
        }
#endif

        // .NET reports no length for a pipe, a socket or a device.
        return new FileInfo(path).Length > 0;
    }

    /// <summary>The file at the end of a chain of links; the path itself if it is not a link.</summary>
    public static string ResolveLink(string path)
    {
#if NET
        return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
#else
        return path;
#endif
    }

    /// <summary>True if the path is a link that this framework cannot follow. Replacing the path would then replace the link.</summary>
    public static bool IsOpaqueLink(string path)
    {
#if NET
        return false;
#else
        return File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;
#endif
    }

    /// <summary>Gives a new file the owner of the file that it will replace. If the new file need not be private, it also gets the mode.</summary>
    public static void TakeAfter(string newFile, string oldFile, bool ownerOnly)
    {
#if NET
        if (OperatingSystem.IsWindows() || !File.Exists(oldFile))
        {
            return;
        }

        if (!ownerOnly)
        {
            File.SetUnixFileMode(newFile, File.GetUnixFileMode(oldFile));
        }

        if (OperatingSystem.IsLinux())
        {
            UnixFile.CopyOwner(oldFile, newFile);
        }
#endif
    }

    /// <summary>Moves <paramref name="newFile"/> to the place of <paramref name="target"/> in one step.</summary>
    /// <param name="newFile">The new file, in the same folder.</param>
    /// <param name="target">The file to replace. It need not exist.</param>
    /// <param name="durable">Whether the new name survives a power failure.</param>
    /// <param name="ownerOnly">Whether the target is to be readable by its owner only.</param>
    /// <exception cref="IOException">
    /// The target cannot be replaced now or at all: it is a mount point, or another program has it open without sharing.
    /// </exception>
    public static void Replace(string newFile, string target, bool durable, bool ownerOnly)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            File.Move(newFile, target, overwrite: true);
            if (durable)
            {
                FolderFlush.Run(Path.GetDirectoryName(newFile)!);
            }

            return;
        }
#endif
        if (File.Exists(target))
        {
            // File.Replace keeps the access list of the target.
            if (ownerOnly)
            {
                AccessList.Restrict(target);
            }

            File.Replace(newFile, target, null);
        }
        else
        {
            File.Move(newFile, target);
        }
    }

#if NET
    /// <summary>Who may write to the folder may take the lock. Others could otherwise hold it and stop everybody.</summary>
    [UnsupportedOSPlatform("windows")]
    private static UnixFileMode LockMode(string path)
    {
        var folder = File.GetUnixFileMode(Path.GetDirectoryName(path)!);
        return UnixFileMode.UserRead | UnixFileMode.UserWrite
            | (folder.HasFlag(UnixFileMode.GroupWrite) ? UnixFileMode.GroupRead | UnixFileMode.GroupWrite : 0)
            | (folder.HasFlag(UnixFileMode.OtherWrite) ? UnixFileMode.OtherRead | UnixFileMode.OtherWrite : 0);
    }

    /// <summary>A rename is an entry of the folder, which .NET cannot flush.</summary>
    [UnsupportedOSPlatform("windows")]
    private static class FolderFlush
    {
        public static void Run(string folder)
        {
            var handle = Open(Encoding.UTF8.GetBytes(folder + '\0'), 0);
            if (handle >= 0)
            {
                // A file system that cannot do it (EINVAL) has no safer way either.
                _ = Flush(handle);
                _ = Close(handle);
            }
        }

        [DllImport("libc", EntryPoint = "open")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Open(byte[] path, int flags);

        [DllImport("libc", EntryPoint = "fsync")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Flush(int handle);

        [DllImport("libc", EntryPoint = "close")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Close(int handle);
    }

    /// <summary>
    /// The owner and the type of a file, which .NET cannot read. After a rename, the file belongs to the user who renamed it. Under sudo with the user's own
    /// HOME, the user's credentials file would then belong to root.
    /// </summary>
    [SupportedOSPlatform("linux")]
    private static class UnixFile
    {
        private const int CurrentDirectory = -100;
        private const uint UserAndGroup = 0x8 | 0x10;
        private const int UserOffset = 20;
        private const int GroupOffset = 24;
        private const uint Type = 0x1;
        private const int ModeOffset = 28;
        private const int TypeBits = 0xF000;
        private const int RegularFile = 0x8000;

        /// <summary>Null if the C library cannot tell. Links are followed.</summary>
        public static bool? IsRegular(string path)
        {
            var answer = new byte[256];
            try
            {
                return Status(CurrentDirectory, Native(path), 0, Type, answer) == 0
                    ? (BitConverter.ToUInt16(answer, ModeOffset) & TypeBits) == RegularFile
                    : null;
            }
            catch (EntryPointNotFoundException)
            {
                return null;
            }
        }

        public static void CopyOwner(string from, string to)
        {
            try
            {
                if (Read(from) is { } wanted && Read(to) is { } has && wanted != has)
                {
                    // Only root may do this, and only for root it matters.
                    _ = ChangeOwner(Native(to), wanted.User, wanted.Group);
                }
            }
            catch (EntryPointNotFoundException)
            {
                // The C library has no statx. The file keeps the user who wrote it as its owner.
            }
        }

        private static (uint User, uint Group)? Read(string path)
        {
            var answer = new byte[256];
            return Status(CurrentDirectory, Native(path), 0, UserAndGroup, answer) == 0
                ? (BitConverter.ToUInt32(answer, UserOffset), BitConverter.ToUInt32(answer, GroupOffset))
                : null;
        }

        private static byte[] Native(string path) => Encoding.UTF8.GetBytes(path + '\0');

        [DllImport("libc", EntryPoint = "statx")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Status(int folder, byte[] path, int flags, uint mask, [In, Out] byte[] answer);

        [DllImport("libc", EntryPoint = "chown")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int ChangeOwner(byte[] path, uint user, uint group);
    }
#endif
}
