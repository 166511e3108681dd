using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace EcsTools;

/// <summary>The operating systems on which Docker has different defaults.</summary>
public enum HostSystem
{
    /// <summary>Linux, and other systems with the same folders.</summary>
    Linux,

    /// <summary>macOS.</summary>
    MacOS,

    /// <summary>Windows.</summary>
    Windows,
}

/// <summary>What Docker's own tools read from their process and its user. Tests use another instance.</summary>
/// <param name="System">The operating system.</param>
/// <param name="HomeFolder">Full path of the user's home folder.</param>
/// <param name="Variable">Returns the value of an environment variable, or null.</param>
public sealed record HostEnvironment(HostSystem System, string HomeFolder, Func<string, string?> Variable)
{
    /// <summary>The environment of this process and its user.</summary>
    public static HostEnvironment Current => new(
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? HostSystem.Windows
        : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? HostSystem.MacOS
        : HostSystem.Linux,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        Environment.GetEnvironmentVariable);

    /// <summary>The folder that contains config.json, contexts and certificates.</summary>
    public string DockerFolder => Get("DOCKER_CONFIG") ?? Path.Combine(HomeFolder, ".docker");

    /// <summary>The value of an environment variable; null if it is not set or empty.</summary>
    /// <param name="variable">Name of the variable.</param>
    public string? Get(string variable) => Variable(variable) is { Length: > 0 } value ? value : null;

    /// <summary>The full path of a program on PATH, or null.</summary>
    /// <param name="name">Name of the program, without an extension such as .exe.</param>
    public string? FindProgram(string name)
    {
        var endings = System == HostSystem.Windows
            ? (Get("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").Split(new[] { ';' }, StringSplitOptions.RemoveEmptyEntries)
            : new[] { "" };
        var folders = (Get("PATH") ?? "").Split(new[] { Path.PathSeparator }, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => endings.Select(ending => Candidate(folder, name + ending))).FirstOrDefault(File.Exists);
    }

    // PATH can contain anything, even quotation marks. A folder that is not a valid path contains no program.
    private static string? Candidate(string folder, string file)
    {
        var clean = folder.Trim().Trim('"');
        return clean.IndexOfAny(Path.GetInvalidPathChars()) >= 0 ? null : Path.Combine(clean, file);
    }
}
