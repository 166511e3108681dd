using System;
using System.Collections.Generic;
using System.IO;
using EcsTools.Images.Engine;

namespace EcsTools.Images.Build;

/// <summary>
/// Walks through a folder in the same order as Docker, without the files that are ignored. Links are sent as links and not followed. Of several names of one
/// file, the first is sent with the content and the others as hard links. Sockets are left out.
/// </summary>
internal sealed class BuildContextWalker
{
    private const int DeepestLink = 8;
    private readonly string _root;
    private readonly DockerIgnore _ignore;
    private readonly Dictionary<(ulong Device, ulong Number), string> _sent = [];

    public BuildContextWalker(string root, DockerIgnore ignore)
    {
        _root = root;
        _ignore = ignore;
    }

    /// <summary>Returns all entries to send.</summary>
    public IEnumerable<TarEntry> Entries() => Walk(_root, "", null, 0);

    private IEnumerable<TarEntry> Walk(string folder, string prefix, DockerIgnoreVerdict? above, int links)
    {
        foreach (var file in Files(folder))
        {
            var name = prefix + file.Name;
            var verdict = _ignore.Judge(name, above);
            if (!verdict.Excluded && file.Type is { } type)
            {
                yield return Entry(file, name, type);
            }

            if (file.Type == TarEntryType.Folder && (!verdict.Excluded || _ignore.MayHoldExceptions(name)))
            {
                var through = links + (file.IsBehindLink ? 1 : 0);
                if (through > DeepestLink)
                {
                    throw BuildContextErrors.LinkLoop(file.Path);
                }

                foreach (var entry in Walk(file.Path, name + "/", verdict, through))
                {
                    yield return entry;
                }
            }
        }
    }

    private TarEntry Entry(ContextFile file, string name, TarEntryType type)
    {
        if (file.SharedBy is { } number)
        {
            if (_sent.TryGetValue(number, out var first))
            {
                return new TarEntry(name, TarEntryType.HardLink, file.Mode, 0, file.Modified, first);
            }

            _sent[number] = name;
        }

        Func<Stream>? open = file.Open is null ? null : () => Open(file);
        return new TarEntry(name, type, file.Mode, file.Length, file.Modified, file.LinkTarget, open) { Device = file.Device };
    }

    private static Stream Open(ContextFile file)
    {
        try
        {
            return file.Open!();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw BuildContextErrors.Unreadable(UntrustedText.Sanitize(file.Path, file.Path.Length), e);
        }
    }

    private static List<ContextFile> Files(string folder)
    {
        try
        {
#if NET
            if (OperatingSystem.IsLinux() && LinuxFolder.IsAvailable)
            {
                return LinuxFolder.Files(folder);
            }
#endif
            return PortableFolder.Files(folder);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // Also a file that was deleted after the folder was listed, or a broken link where links cannot be sent as links.
            throw BuildContextErrors.Unreadable(folder, e);
        }
    }
}
