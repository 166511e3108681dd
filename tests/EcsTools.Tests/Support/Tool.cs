using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Support;

/// <summary>A program of this machine that tests hold EcsTools against: docker, skopeo, aws, python3.</summary>
internal static class Tool
{
    /// <summary>Skips the test, saying why, where a program is not installed.</summary>
    public static void Require(string name) => Skip.If(Find(name) is null, $"{name} is not installed");

    /// <summary>Skips the test, saying why, where no Docker engine answers the docker client.</summary>
    public static async Task RequireDockerAsync()
    {
        Require("docker");
        var version = await RunAsync("docker", new[] { "version", "--format", "{{.Server.Version}}" });
        Skip.If(version.ExitCode != 0, "no Docker engine answers");
    }

    public static string? Find(string name)
        => (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end and fails the test where it fails.</summary>
    public static async Task<string> RunOrFailAsync(string name, params string[] arguments)
    {
        var result = await RunAsync(name, arguments);
        Assert.True(result.ExitCode == 0, $"{name} {string.Join(' ', arguments)} ended with {result.ExitCode}: {result.Error}{result.Output}");
        return result.Output;
    }

    /// <summary>Builds a folder with the engine's own builder. It fails if another test removes an image meanwhile: then it builds again.</summary>
    /// <param name="folder">The folder with the Dockerfile.</param>
    /// <param name="images">The names of the image.</param>
    /// <param name="configuration">The folder of docker's configuration; null for the user's own.</param>
    public static async Task BuildImageAsync(string folder, IEnumerable<string> images, string? configuration = null)
    {
        string[] arguments =
        [
            .. configuration is null ? Array.Empty<string>() : ["--config", configuration], "build", "-q", .. images.SelectMany(image => new[] { "-t", image }), folder,
        ];
        var environment = new Dictionary<string, string?> { ["DOCKER_BUILDKIT"] = "0" };
        var built = await RunAsync("docker", arguments, environment);
        for (var again = 0; again < 3 && built.Error.Contains("unable to find image"); again++)
        {
            built = await RunAsync("docker", arguments, environment);
        }

        Assert.True(built.ExitCode == 0, built.Error);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ToolResult> RunAsync(
        string name, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? input = null, CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo(name) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new ToolResult(process.ExitCode, await output, await error);
    }
}

internal sealed record ToolResult(int ExitCode, string Output, string Error);
