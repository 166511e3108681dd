using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using EcsTools;

namespace QuickStart;

/// <summary>Sets the stage, walks, and cleans up: the deployer's profile and Docker's login go to a folder of this walk alone.</summary>
internal static class Program
{
    private static async Task<int> Main()
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };

        var folder = Directory.CreateTempSubdirectory("ecstools-quickstart-").FullName;
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(folder, "credentials"));
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", Path.Combine(folder, "config"));
        Environment.SetEnvironmentVariable("DOCKER_CONFIG", Path.Combine(folder, "docker"));
        try
        {
            return await new Walk(SamplesFolder()).RunAsync(stop.Token) ? 0 : 1;
        }
        catch (EcsToolsException problem)
        {
            Console.Error.WriteLine($"{problem.ErrorId}: {problem.Message}");
            Console.Error.WriteLine(problem.Remedy);
            return 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string SamplesFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var samples = Path.Combine(folder.FullName, "samples");
            if (Directory.Exists(Path.Combine(samples, "express-server")))
            {
                return samples;
            }
        }

        throw new DirectoryNotFoundException("The samples folder is not above this program.");
    }
}
