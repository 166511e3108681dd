using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcsTools.Images.Engine;

namespace EcsTools.Images.Build;

/// <summary>Walks through a folder in the same order as Docker, without the files that are ignored. Links are sent as links and not followed.</summary>
internal sealed class BuildContextWalker
{
    // The mode that Docker gives to every file and folder of a context on Windows, which has no such mode.
    private const int ModeWithoutBits = 0b111_101_101;
    private const int LinkMode = 0b111_111_111;
    private const int DeepestLink = 8;
    private readonly string _root;
    private readonly DockerIgnore _ignore;

    public BuildContextWalker(string root, DockerIgnore ignore)
    {
        _root = root;
        _ignore = ignore;
    }

    /// <summary>Returns all entries to send.</summary>
    public IEnumerable<TarEntry> Entries() => Walk(new DirectoryInfo(_root), "", null, 0);

    private IEnumerable<TarEntry> Walk(DirectoryInfo folder, string prefix, DockerIgnoreVerdict? above, int links)
    {
        foreach (var info in Children(folder))
        {
            var name = prefix + info.Name;
            var verdict = _ignore.Judge(name, above);
            var target = LinkTarget(info);
            var isFolder = target is null && info is DirectoryInfo;
            if (!verdict.Excluded)
            {
                yield return Entry(info, name, target, isFolder);
            }

            if (isFolder && (!verdict.Excluded || _ignore.MayHoldExceptions(name)))
            {
                var through = links + (info.Attributes.HasFlag(FileAttributes.ReparsePoint) ? 1 : 0);
                if (through > DeepestLink)
                {
                    throw DockerContextErrors.LinkLoop(info.FullName);
                }

                foreach (var entry in Walk((DirectoryInfo)info, name + "/", verdict, through))
                {
                    yield return entry;
                }
            }
        }
    }

    private static List<FileSystemInfo> Children(DirectoryInfo folder)
    {
        try
        {
            return folder.EnumerateFileSystemInfos().OrderBy(info => info.Name, StringComparer.Ordinal).ToList();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw DockerContextErrors.Unreadable(folder.FullName, e);
        }
    }

    private static TarEntry Entry(FileSystemInfo info, string name, string? target, bool isFolder)
    {
        var modified = new DateTimeOffset(info.LastWriteTimeUtc);
        if (target is not null)
        {
            return new TarEntry(name, TarEntryType.Link, LinkMode, 0, modified, target.Replace(Path.DirectorySeparatorChar, '/'));
        }

        try
        {
            return isFolder
                ? new TarEntry(name, TarEntryType.Folder, Mode(info), 0, modified)
                : new TarEntry(name, TarEntryType.File, Mode(info), ((FileInfo)info).Length, modified, Open: () => OpenFile(info.FullName));
        }
        catch (IOException e)
        {
            // The file was deleted after the folder was listed, or it is a broken link and links cannot be sent as links.
            throw DockerContextErrors.Unreadable(info.FullName, e);
        }
    }

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 128 * 1024, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw DockerContextErrors.Unreadable(path, e);
        }
    }

#if NET8_0_OR_GREATER
    private static string? LinkTarget(FileSystemInfo info) => info.LinkTarget;

    private static int Mode(FileSystemInfo info) => OperatingSystem.IsWindows() ? ModeWithoutBits : (int)info.UnixFileMode;
#else
    // .NET Framework cannot tell where a link leads, so the target is sent in its place.
    private static string? LinkTarget(FileSystemInfo info) => null;

    private static int Mode(FileSystemInfo info) => ModeWithoutBits;
#endif
}
