using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EcsTools.Images.Build;

/// <summary>Reads a folder as .NET describes it: on Windows and macOS, where names are text.</summary>
internal static class PortableFolder
{
    // The mode that Docker gives to every file and folder of a context on Windows, which has no such mode.
    private const int ModeWithoutBits = 0b111_101_101;
    private const int LinkMode = 0b111_111_111;

    /// <summary>The files of a folder, in the order of their names.</summary>
    public static List<ContextFile> Files(string folder)
        => new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(info => info.Name, StringComparer.Ordinal).Select(Describe).ToList();

    private static ContextFile Describe(FileSystemInfo info)
    {
        var modified = new DateTimeOffset(info.LastWriteTimeUtc);
        if (LinkTarget(info) is { } target)
        {
            return new ContextFile(info.Name, info.FullName, TarEntryType.Link, LinkMode, 0, modified)
            {
                LinkTarget = target.Replace(Path.DirectorySeparatorChar, '/'),
            };
        }

        return info is FileInfo file
            ? new ContextFile(info.Name, info.FullName, TarEntryType.File, Mode(info), file.Length, modified) { Open = () => OpenFile(info.FullName) }
            : new ContextFile(info.Name, info.FullName, TarEntryType.Folder, Mode(info), 0, modified)
            {
                IsBehindLink = info.Attributes.HasFlag(FileAttributes.ReparsePoint),
            };
    }

    private static FileStream OpenFile(string path)
        => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 128 * 1024, FileOptions.SequentialScan);

#if NET8_0_OR_GREATER
    private static string? LinkTarget(FileSystemInfo info) => info.LinkTarget;

    private static int Mode(FileSystemInfo info) => OperatingSystem.IsWindows() ? ModeWithoutBits : (int)info.UnixFileMode;
#else
    // .NET Framework cannot tell where a link leads, so the target is sent in its place.
    private static string? LinkTarget(FileSystemInfo info) => null;

    private static int Mode(FileSystemInfo info) => ModeWithoutBits;
#endif
}
