using System;
using System.IO;

namespace EcsTools;

/// <summary>The folder for files of EcsTools that may be lost.</summary>
public static class UserCache
{
    /// <summary>Full path: <c>$ECSTOOLS_CACHE</c> if it is set, otherwise <c>EcsTools</c> in the user's cache folder.</summary>
    public static string Folder
    {
        get
        {
            var named = Environment.GetEnvironmentVariable("ECSTOOLS_CACHE");
            if (!string.IsNullOrEmpty(named))
            {
                return named!;
            }

            var xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            var isWindows = Path.DirectorySeparatorChar == '\\';
            var root = isWindows ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : !string.IsNullOrEmpty(xdg) ? xdg!
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(root, "EcsTools");
        }
    }
}
