using System;
using System.Globalization;
using System.IO;

namespace EcsTools.Images.Build;

/// <summary>
/// A temporary folder of one build, which only its owner can read, because it can have credentials. A process that is killed leaves it. The next build of the
/// user deletes it.
/// </summary>
internal sealed class BuildScratch : IDisposable
{
    private const string Prefix = "ecstools-build-";

    public BuildScratch()
    {
        var process = ProcessIdentity.Current;
        DeleteLeft();
        Folder = Path.Combine(
            Path.GetTempPath(), string.Format(CultureInfo.InvariantCulture, "{0}{1}-{2}-{3:N}", Prefix, process.Number, process.Start, Guid.NewGuid()));
        PlatformFileSystem.CreatePrivateDirectory(Folder);
    }

    /// <summary>Its full path.</summary>
    public string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void DeleteLeft()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            var parts = Path.GetFileName(folder).Substring(Prefix.Length).Split('-');
            if (parts.Length != 3 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
                || new ProcessIdentity(number, start).IsRunning())
            {
                continue;
            }

            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It belongs to another user, or another build deletes it.
            }
        }
    }
}
