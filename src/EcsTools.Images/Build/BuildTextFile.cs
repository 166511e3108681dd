using System.IO;

namespace EcsTools.Images.Build;

/// <summary>A text file that the engine reads too: the Dockerfile and the ignore file.</summary>
internal static class BuildTextFile
{
    /// <summary>
    /// The lines. .NET would read UTF-16, which Windows PowerShell writes with <c>&gt;</c>, but no builder does: it would find an unknown instruction.
    /// </summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="refused">Which error it is if the file is not UTF-8.</param>
    /// <exception cref="EcsToolsException">The file is written in UTF-16.</exception>
    public static string[] ReadLines(string path, ErrorCode refused)
    {
        using (var stream = File.OpenRead(path))
        {
            var (first, second) = (stream.ReadByte(), stream.ReadByte());
            if ((first, second) is (0xff, 0xfe) or (0xfe, 0xff) || (second >= 0 && (first == 0 || second == 0)))
            {
                throw BuildContextErrors.NotUtf8(path, refused, isBigEndian: first is 0xfe or 0);
            }
        }

        return File.ReadAllLines(path);
    }
}
