using System;
using System.IO;
#if NET
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
#endif

namespace EcsTools;

/// <summary>The operations that depend on the platform when a private file is written safely.</summary>
internal static class FilePlatform
{
    /// <summary>Creates a file that must not exist yet. Only its owner can read it, and only this process has it open.</summary>
    public static FileStream CreateNewPrivate(string path)
    {
#if NET
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
#else
        // Windows PowerShell only. The file inherits the access list of its folder; in a user profile that gives access to the owner only.
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
#endif
    }

    /// <summary>
    /// Whether <see cref="CreateNewPrivate"/> failed because the file already existed. The error tells this; by the time of a later check, the file may be
    /// gone.
    /// </summary>
    public static bool IsAlreadyThere(IOException problem)
        => problem.HResult is 17 /* EEXIST */ or unchecked((int)0x80070050) or unchecked((int)0x800700B7) or unchecked((int)0x80070020);

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
        Directory.CreateDirectory(path);
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
    /// <exception cref="IOException">
    /// The target cannot be replaced now or at all: it is a mount point, or another program has it open without sharing.
    /// </exception>
    public static void Replace(string newFile, string target)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            File.Move(newFile, target, overwrite: true);
            return;
        }
#endif
        if (File.Exists(target))
        {
            // File.Replace keeps the access list of the target.
            File.Replace(newFile, target, null);
        }
        else
        {
            File.Move(newFile, target);
        }
    }

#if NET
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
