using System;
using System.IO;
#if NET
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
#endif

namespace EcsTools;

/// <summary>What writing a private file safely needs of the platform, and what each framework has of it.</summary>
internal static class FilePlatform
{
    /// <summary>Makes a file that must not be there yet, readable by its owner alone, open for this process alone.</summary>
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
        // Windows PowerShell only: the access list comes from the folder, which a user profile keeps to its owner.
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
#endif
    }

    /// <summary>
    /// Whether <see cref="CreateNewPrivate"/> failed because the file was there. Asking the disk afterwards would be too late.
    /// </summary>
    public static bool IsAlreadyThere(IOException problem)
        => problem.HResult is 17 /* EEXIST */ or unchecked((int)0x80070050) or unchecked((int)0x800700B7) or unchecked((int)0x80070020);

    /// <summary>Makes the folder and its parents, where missing, for the owner alone.</summary>
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

    /// <summary>The file a link leads to at last, or the path itself.</summary>
    public static string ResolveLink(string path)
    {
#if NET
        return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
#else
        return path;
#endif
    }

    /// <summary>
    /// True where the path is a link that this framework cannot follow by name, so that replacing it would replace the link.
    /// </summary>
    public static bool IsOpaqueLink(string path)
    {
#if NET
        return false;
#else
        return File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;
#endif
    }

    /// <summary>Gives a new file the owner of the one it will replace and, unless it is to be private, its mode.</summary>
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
            Owner.Copy(oldFile, newFile);
        }
#endif
    }

    /// <summary>Puts <paramref name="newFile"/> in the place of <paramref name="target"/> in one step.</summary>
    /// <exception cref="IOException">The target cannot be replaced now, or at all: it is a mount point, or open without
    /// sharing.</exception>
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
            // Keeps the access list of the file replaced.
            File.Replace(newFile, target, null);
        }
        else
        {
            File.Move(newFile, target);
        }
    }

#if NET
    /// <summary>
    /// A rename makes the file the property of whoever ran it: under sudo with the user's own HOME, the user would lose
    /// their credentials file to root. .NET has no way to read an owner, hence the two calls.
    /// </summary>
    [SupportedOSPlatform("linux")]
    private static class Owner
    {
        private const int CurrentDirectory = -100;
        private const uint UserAndGroup = 0x8 | 0x10;
        private const int UserOffset = 20;
        private const int GroupOffset = 24;

        public static void Copy(string from, string to)
        {
            try
            {
                if (Read(from) is { } wanted && Read(to) is { } has && wanted != has)
                {
                    // Refused to anyone but root, who is the only one for whom it matters.
                    _ = ChangeOwner(Native(to), wanted.User, wanted.Group);
                }
            }
            catch (EntryPointNotFoundException)
            {
                // A C library without statx: the owner stays the writer.
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
