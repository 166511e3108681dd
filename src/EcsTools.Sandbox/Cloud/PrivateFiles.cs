using System;
using System.IO;
#if NET
using System.Runtime.Versioning;
#endif
using EcsTools.WindowsAccess;

namespace EcsTools.Sandbox.Cloud;

/// <summary>
/// Files and folders that only their owner can use, whatever the umask, and also if they were there before: they hold keys, images and logs. On Windows,
/// administrators can use them too, and files have the access list of their folder.
/// </summary>
internal static class PrivateFiles
{
    /// <summary>Creates the folder if it does not exist. What is in it already becomes private too.</summary>
    public static void CreateFolder(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, OwnerFolder);
            Restrict(new DirectoryInfo(path), OwnerFolder);
            return;
        }
#endif
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            AccessList.Restrict(path);
        }
    }

    /// <summary>Makes a folder and everything in it private.</summary>
    public static void RestrictAll(string folder)
    {
        if (!Directory.Exists(folder) || AccessList.Restrict(folder))
        {
            return;
        }

#if NET
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Restrict(new DirectoryInfo(folder), OwnerFolder);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            Restrict(entry, entry is DirectoryInfo ? OwnerFolder : OwnerFile);
        }
#endif
    }

    /// <summary>Opens a file for writing. If it does not exist and the mode creates it, it is private from its first byte.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share = FileShare.Read, int bufferSize = 4096)
    {
        var access = mode == FileMode.Append ? FileAccess.Write : FileAccess.ReadWrite;
#if NET
        if (!OperatingSystem.IsWindows())
        {
            var stream = new FileStream(
                path, new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = bufferSize, UnixCreateMode = OwnerFile });
            if (File.GetUnixFileMode(stream.SafeFileHandle) != OwnerFile)
            {
                File.SetUnixFileMode(stream.SafeFileHandle, OwnerFile);
            }

            return stream;
        }
#endif
        return new FileStream(path, mode, access, share, bufferSize);
    }

    /// <summary>Writes a file that replaces the old one in one step. When this returns, its content is on disk.</summary>
    public static void Replace(string path, byte[] content)
    {
        var beside = path + ".new";
        using (var stream = Open(beside, FileMode.Create, FileShare.None))
        {
            stream.Write(content, 0, content.Length);
            stream.Flush(flushToDisk: true);
        }

#if NET
        File.Move(beside, path, overwrite: true);
#else
        if (File.Exists(path))
        {
            File.Replace(beside, path, null);
        }
        else
        {
            File.Move(beside, path);
        }
#endif
    }

#if NET
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    [UnsupportedOSPlatform("windows")]
    private static void Restrict(FileSystemInfo entry, UnixFileMode mode)
    {
        if (entry.LinkTarget is null && entry.UnixFileMode != mode)
        {
            entry.UnixFileMode = mode;
        }
    }
#endif
}
