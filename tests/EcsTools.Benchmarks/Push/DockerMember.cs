using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;

namespace EcsTools.Benchmarks.Push;

/// <summary>
/// A process of a user who is a member of the group docker and has no other rights. It is told what to push, line by line, and answers with the seconds, so
/// it is as warm as this process. The user is created for the benchmark and deleted after it. Without root, this process pushes: its user is such a member.
/// </summary>
internal sealed class DockerMember : IDisposable
{
    public const string ChildVerb = "docker-member";
    private const string Name = "ecstools-bench";

    private static DockerMember? _running;

    private readonly Process _process;

    private DockerMember(Process process) => _process = process;

    public static async Task<TimeSpan> RunAsync(PushWork work)
    {
        if (Environment.UserName != "root")
        {
            return await Ours.RunAsync(work);
        }

        _running ??= await StartAsync();
        return await _running.AskAsync(work);
    }

    /// <summary>Starts a program as the user, and with its own home.</summary>
    public static async Task<ProcessStartInfo> StartInfoAsync(params string[] arguments)
    {
        try
        {
            await Tool.RunAsync("id", [Name]);
        }
        catch (InvalidOperationException)
        {
            await Tool.RunAsync("useradd", ["--system", "--create-home", "--home-dir", Home, "--groups", "docker", Name]);
        }

        var start = new ProcessStartInfo("runuser", ["-u", Name, "--", Tool.Self, "push", .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = Home,
        };
        start.Environment["HOME"] = Home;
        return start;
    }

    private static string Home => Path.Combine(Path.GetTempPath(), Name + "-home");

    /// <summary>Ends the process and deletes the user.</summary>
    public static async Task EndAsync()
    {
        _running?.Dispose();
        _running = null;
        if (Directory.Exists(Home))
        {
            await Tool.RunAsync("userdel", ["--remove", Name]);
        }
    }

    /// <summary>The process: pushes what each line of its input says, until its input ends.</summary>
    public static async Task RunChildAsync()
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            try
            {
                var time = await Ours.RunAsync(JsonSerializer.Deserialize<PushWork>(line)!);
                Console.WriteLine(time.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
            }
            catch (Exception e)
            {
                Console.WriteLine(e.ToString().ReplaceLineEndings(" "));
            }
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<DockerMember> StartAsync() => new(Process.Start(await StartInfoAsync(ChildVerb))!);

    private async Task<TimeSpan> AskAsync(PushWork work)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(work));
        var answer = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The process of the user {Name} has ended.");
        return double.TryParse(answer, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : throw new InvalidOperationException(answer);
    }
}
