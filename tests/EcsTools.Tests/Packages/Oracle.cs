using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Packages;

/// <summary>Asks botocore_oracle.py, and skips the test where there is no Python with botocore and moto.</summary>
internal static class Oracle
{
    private static readonly Lazy<string?> Probed = new(Probe);

    /// <summary>The folder of the checkout.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Why nobody can be asked, or null.</summary>
    public static string? Missing => Probed.Value;

    public static void SkipIfAbsent() => Skip.If(Missing is not null, Missing);

    /// <summary>Answers all questions in one run of Python.</summary>
    public static async Task<IReadOnlyList<JsonObject>> AskAsync(IEnumerable<JsonObject> questions)
    {
        SkipIfAbsent();
        var script = Path.Combine(RepositoryRoot, "tests", "EcsTools.Tests", "Packages", "botocore_oracle.py");
        using var python = Start(script);
        var output = python.StandardOutput.ReadToEndAsync();
        var errors = python.StandardError.ReadToEndAsync();
        await python.StandardInput.WriteAsync(new JsonArray([.. questions.Select(q => (JsonNode)q)]).ToJsonString());
        python.StandardInput.Close();
        var answers = await output;
        await python.WaitForExitAsync();
        Assert.True(python.ExitCode == 0, await errors);
        return [.. JsonNode.Parse(answers)!.AsArray().Select(a => a!.AsObject())];
    }

    private static string? Probe()
    {
        try
        {
            using var python = Start("-c", "import botocore, moto, moto.core.serialize");
            python.StandardInput.Close();
            var errors = python.StandardError.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode == 0 ? null : $"python3 has no botocore or moto: {errors.Trim().Split('\n')[^1]}";
        }
        catch (Win32Exception e)
        {
            return $"python3 does not start: {e.Message}";
        }
    }

    /// <summary>Starts python3 with its three streams redirected.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("python3")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(directory, "src", "Packages")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests do not run inside a checkout.");
        }

        return directory;
    }
}
