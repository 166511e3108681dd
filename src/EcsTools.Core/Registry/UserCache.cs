using System;
using System.IO;

namespace EcsTools.Registry;

/// <summary>The folder where EcsTools keeps what it may lose: <c>$ECSTOOLS_CACHE</c>, else the user's own cache folder.</summary>
internal static class UserCache
{
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

    /// <summary>Puts a finished file in the place of another, in one step.</summary>
    public static void Replace(string temporary, string path)
    {
        try
        {
            if (File.Exists(path))
            {
                File.Replace(temporary, path, null);
            }
            else
            {
                File.Move(temporary, path);
            }
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
