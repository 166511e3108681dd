using System;
using System.IO;

namespace EcsTools.Profiles;

/// <summary>The paths of the shared AWS files: the credentials file and the config file.</summary>
/// <param name="CredentialsPath">Full path of the credentials file.</param>
/// <param name="ConfigPath">Full path of the config file.</param>
internal sealed record SharedProfilePaths(string CredentialsPath, string ConfigPath)
{
    /// <summary>
    /// The paths that the AWS CLI uses: AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE, else <c>~/.aws</c>. A profile location given by
    /// the caller names the credentials file. The config file is then in the same folder, as in the AWS SDK for .NET, unless
    /// AWS_CONFIG_FILE is set.
    /// </summary>
    /// <param name="profileLocation">Path of a credentials file, or null for the default one.</param>
    /// <param name="variable">Reads an environment variable; null for the process's own.</param>
    public static SharedProfilePaths Resolve(string? profileLocation, Func<string, string?>? variable = null)
    {
        variable ??= Environment.GetEnvironmentVariable;
        var home = Home(variable);
        var folder = Path.Combine(home, ".aws");
        var credentials = profileLocation;
        if (string.IsNullOrEmpty(credentials))
        {
            credentials = Given(variable, "AWS_SHARED_CREDENTIALS_FILE", home) ?? Path.Combine(folder, "credentials");
        }
        else
        {
            credentials = Path.GetFullPath(Expand(credentials!, home));
            if (Directory.Exists(credentials))
            {
                throw new EcsToolsException(
                    ErrorCodes.ProfileLocationIsFolder, $"-ProfileLocation '{profileLocation}' is a folder.",
                    "Give the path of the credentials file in it.", "ProfileLocation", profileLocation);
            }

            folder = Path.GetDirectoryName(credentials)!;
        }

        return new SharedProfilePaths(
            Path.GetFullPath(credentials), Given(variable, "AWS_CONFIG_FILE", home) ?? Path.GetFullPath(Path.Combine(folder, "config")));
    }

    private static string Home(Func<string, string?> variable)
    {
        // The SDK and the CLI both use HOME before the user folder of the operating system.
        var home = variable("HOME");
        home = string.IsNullOrEmpty(home) ? variable("USERPROFILE") : home;
        return string.IsNullOrEmpty(home) ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) : home!;
    }

    private static string? Given(Func<string, string?> variable, string name, string home)
        => variable(name) is { Length: > 0 } value ? Path.GetFullPath(Expand(value, home)) : null;

    private static string Expand(string path, string home)
        => path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal)
            ? Path.Combine(home, path.Substring(1).TrimStart('/', '\\'))
            : path;
}
