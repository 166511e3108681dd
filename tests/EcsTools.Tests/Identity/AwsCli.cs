using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Identity;

/// <summary>The AWS CLI of this machine, over its own pair of shared files: the independent party these tests compare with.</summary>
internal sealed class AwsCli
{
    private static readonly Lazy<bool> Present = new(() =>
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("aws", "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    private readonly Dictionary<string, string> _environment;

    public AwsCli(string credentialsPath, string configPath)
    {
        Skip.IfNot(Present.Value, "the AWS CLI is not installed");
        _environment = new Dictionary<string, string>
        {
            ["AWS_SHARED_CREDENTIALS_FILE"] = credentialsPath,
            ["AWS_CONFIG_FILE"] = configPath,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
    }

    public async Task<(int ExitCode, string Output)> RunAsync(string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("aws", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION" })
        {
            start.Environment.Remove(name);
        }

        foreach (var pair in _environment)
        {
            start.Environment[pair.Key] = pair.Value;
        }

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input ?? "");
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    /// <summary><c>aws configure</c>, answered as a person would.</summary>
    public async Task ConfigureAsync(string profile, string accessKey, string secretKey, string region, string output)
    {
        var arguments = profile == "default" ? new[] { "configure" } : new[] { "configure", "--profile", profile };
        var (exitCode, said) = await RunAsync($"{accessKey}\n{secretKey}\n{region}\n{output}\n", arguments);
        Assert.True(exitCode == 0, said);
    }
}

/// <summary>A folder of its own for a pair of shared files.</summary>
internal sealed class ProfileFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ecstools-profiles-").FullName;

    public string Credentials => System.IO.Path.Combine(Path, "credentials");

    public string Config => System.IO.Path.Combine(Path, "config");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
