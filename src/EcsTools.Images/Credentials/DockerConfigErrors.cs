using System;

namespace EcsTools.Images.Credentials;

/// <summary>The errors of Docker's configuration file.</summary>
internal static class DockerConfigErrors
{
    public static EcsToolsException Unreadable(string path, string why, Exception cause) => new(
        ErrorCodes.DockerConfigUnreadable,
        $"Docker's configuration file '{path}' cannot be read: {why}",
        "Correct the file, or move it away: Docker writes a new one.",
        target: path,
        inner: cause);
}
