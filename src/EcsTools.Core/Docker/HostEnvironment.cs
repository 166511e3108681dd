using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace EcsTools.Docker;

/// <summary>Operating systems whose Docker set-ups differ.</summary>
internal enum HostSystem
{
    Linux,
    MacOS,
    Windows,
}

/// <summary>What Docker's own tools read from the process and user they run as. A record, so that tests can be someone else.</summary>
internal sealed record HostEnvironment(HostSystem System, string HomeFolder, Func<string, string?> Variable)
{
    /// <summary>This process and its user.</summary>
    public static HostEnvironment Current => new(
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? HostSystem.Windows
        : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? HostSystem.MacOS
        : HostSystem.Linux,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        Environment.GetEnvironmentVariable);

    /// <summary>The folder of config.json, contexts and certificates.</summary>
    public string DockerFolder => Said("DOCKER_CONFIG") ?? Path.Combine(HomeFolder, ".docker");

    /// <summary>A variable's value, or null where it is absent or empty.</summary>
    public string? Said(string variable) => Variable(variable) is { Length: > 0 } value ? value : null;

    /// <summary>The full path of a program on PATH, or null.</summary>
    public string? FindProgram(string name)
    {
        var endings = System == HostSystem.Windows
            ? (Said("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").Split(new[] { ';' }, StringSplitOptions.RemoveEmptyEntries)
            : new[] { "" };
        var folders = (Said("PATH") ?? "").Split(new[] { Path.PathSeparator }, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => endings.Select(ending => Candidate(folder, name + ending))).FirstOrDefault(File.Exists);
    }

    // PATH can hold anything, quotes included; a folder that is no path holds no program.
    private static string? Candidate(string folder, string file)
    {
        var clean = folder.Trim().Trim('"');
        return clean.IndexOfAny(Path.GetInvalidPathChars()) >= 0 ? null : Path.Combine(clean, file);
    }
}
