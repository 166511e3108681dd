using System.IO;

namespace EcsTools;

/// <summary>Links that lead to nothing. To open one fails with a message of the operating system that does not say that it is a link.</summary>
internal static class BrokenLink
{
    /// <summary>Whether the path is a link to a file that does not exist, or a link in a circle.</summary>
    public static bool Is(string path)
    {
#if NET
        try
        {
            return new FileInfo(path).LinkTarget is not null
                && File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName is { } target && !File.Exists(target) && !Directory.Exists(target);
        }
        catch (IOException)
        {
            return true;
        }
#else
        return false;
#endif
    }
}
