using System;

namespace EcsTools.Images.Build;

/// <summary>The errors of a build context and its Dockerfile.</summary>
internal static class BuildContextErrors
{
    public static EcsToolsException NoFolder(string folder) => new(
        ErrorCodes.BuildContextNotFound, $"The folder '{folder}' does not exist.",
        "Give the folder that holds the Dockerfile.", "Path", folder);

    public static EcsToolsException NotAFolder(string path) => new(
        ErrorCodes.BuildContextNotFolder, $"'{path}' is a file; a build context is a folder.",
        "Give the folder that holds the Dockerfile; use -Dockerfile for a Dockerfile with another name.", "Path", path);

    public static EcsToolsException NoDockerfile(string path, string folder, bool named) => new(
        ErrorCodes.DockerfileNotFound,
        named ? $"The Dockerfile '{path}' does not exist." : $"There is no Dockerfile in the folder '{folder}'.",
        named ? "Give a Dockerfile's path, absolute or relative to the build context." : "Create one, or choose another file with -Dockerfile.",
        named ? "Dockerfile" : "Path", path);

    public static EcsToolsException BadDockerfile(string path, int line, string why, string remedy) => new(
        ErrorCodes.DockerfileInvalid,
        line > 0 ? $"'{path}', line {line}: {why}" : $"'{path}': {why}", remedy, "Dockerfile", path);

    public static EcsToolsException NoTarget(string path, string target, string stages) => new(
        ErrorCodes.DockerfileTargetNotFound,
        $"'{path}' has no build stage '{target}'.",
        stages.Length == 0 ? "Name a stage with 'FROM image AS name': no stage has a name." : $"Use one of its stages: {stages}.",
        "Target", target);

    public static EcsToolsException BadIgnoreFile(string path, FormatException cause) => new(
        ErrorCodes.DockerIgnoreInvalid, $"'{path}', {cause.Message}.",
        "Correct the pattern. A character class is written [abc] or [^abc], and a backslash escapes the character after it.", "Path", path, cause);

    public static EcsToolsException NotUtf8(string path, ErrorCode code, bool isBigEndian) => new(
        code, $"'{path}' is written in UTF-16, which no builder can read.",
        $"Write it again in UTF-8: (Get-Content '{path.Replace("'", "''")}' -Encoding {(isBigEndian ? "BigEndianUnicode" : "Unicode")}) | "
            + $"Set-Content '{path.Replace("'", "''")}' -Encoding utf8. "
            + "In Windows PowerShell, '>' and Out-File write UTF-16.",
        code == ErrorCodes.DockerfileInvalid ? "Dockerfile" : "Path", path);

    public static EcsToolsException Unreadable(string path, Exception cause) => new(
        ErrorCodes.BuildContextUnreadable, $"'{path}' is part of the build context and cannot be read: {cause.Message}",
        "Allow this user to read it, or exclude it in .dockerignore.", "Path", path, cause);

    public static EcsToolsException FileShrank(string name) => new(
        ErrorCodes.BuildContextChanged, $"'{name}' became shorter while the build context was sent.",
        "Build again when nothing writes to the folder, or exclude the file in .dockerignore.", "Path", name);

    public static EcsToolsException LinkLoop(string path) => new(
        ErrorCodes.BuildContextLinkLoop, $"The folder links at '{path}' lead back to each other.",
        "Exclude the link in .dockerignore, or use PowerShell 7, which sends links as links.", "Path", path);
}
