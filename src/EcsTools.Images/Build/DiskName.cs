using System;
using System.IO;
using System.Linq;

namespace EcsTools.Images.Build;

/// <summary>
/// The names that files have on disk. On Windows and macOS, a file is also found by its name in another case. The engine runs on Linux, where that is
/// another name.
/// </summary>
internal static class DiskName
{
    /// <summary>The path of an existing file below a folder, in the case that its parts have on disk.</summary>
    /// <param name="folder">The folder. Its own case does not matter to the engine.</param>
    /// <param name="relative">Path of the file in the folder.</param>
    public static string Find(string folder, string relative)
    {
        var parts = relative.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        return parts.Aggregate(folder, (parent, part) => Path.Combine(parent, Entry(parent, part)));
    }

    private static string Entry(string parent, string part)
    {
        try
        {
            var names = new DirectoryInfo(parent).EnumerateFileSystemInfos().Select(entry => entry.Name).ToList();
            return names.Find(name => name == part) ?? names.Find(name => name.Equals(part, StringComparison.OrdinalIgnoreCase)) ?? part;
        }
        catch (UnauthorizedAccessException)
        {
            // A folder whose files may be read, but not listed.
            return part;
        }
    }
}
