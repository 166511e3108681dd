using System;
using System.IO;
using EcsTools.Images.Archives;

namespace EcsTools.Images.Sources;

/// <summary>The files of an OCI layout in a folder. Links may lead to other places in the layout, but not out of it.</summary>
internal sealed class LayoutFolder
{
    private readonly string _root;
    private readonly string _prefix;

    public LayoutFolder(string folder)
    {
        _root = PlatformFileSystem.ResolveLink(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar));
        _prefix = _root + Path.DirectorySeparatorChar;
    }

    public bool Exists(string file) => File.Exists(_prefix + file);

    /// <exception cref="MalformedContentException">A link leads out of the layout.</exception>
    public Stream Open(string file)
    {
        // .NET Framework (Windows PowerShell) cannot tell where a link leads. On Windows only administrators can create links.
        var path = _root;
        foreach (var part in file.Split('/'))
        {
            var next = path + Path.DirectorySeparatorChar + part;
            if (BrokenLink.Is(next))
            {
                throw new MalformedContentException($"{file} is a link that leads to no file");
            }

            path = PlatformFileSystem.ResolveLink(next);
            if (!path.StartsWith(_prefix, StringComparison.Ordinal))
            {
                throw new MalformedContentException($"{file} is a link to {path}, outside of the layout: copy the layout with its links followed (cp -RL)");
            }
        }

        return PlatformFileSystem.IsRegular(path)
            ? new UnbufferedFile(path)
            : throw new MalformedContentException($"{file} is not a regular file: it is a named pipe, a socket or a device");
    }
}
