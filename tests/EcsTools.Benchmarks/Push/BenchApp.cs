using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace EcsTools.Benchmarks.Push;

/// <summary>What happens to the folder of an application before it is built and pushed.</summary>
internal enum AppChange
{
    /// <summary>Nothing was built before, and no step comes from a cache.</summary>
    Cold,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>One line of one source file becomes another one.</summary>
    Line,
}

/// <summary>
/// Builds the folder of an application and pushes it: a base image of 240 MB, libraries of 5 MB, which rarely change, and sources. Each contender has a folder
/// of its own, with a line of its own, because all share the engine's build cache.
/// </summary>
internal static class BenchApp
{
    /// <summary>The base image.</summary>
    public const string Base = "b";

    private const string Label = "ecstools-bench=app";

    private static readonly string[] Names = ["docker", "ours", "member", "limit"];

    public static IReadOnlyList<Contender> Contenders(AppChange change) =>
    [
        Of("docker build and push", "docker", change, DockerAsync) with { Tool = "docker" },
        Of("ours", "ours", change, (target, folder, noCache) => Ours.RunAsync(Ours.Work(target) with { Folder = folder, NoCache = noCache })),
        Of(
            "ours, as a member of the docker group",
            "member",
            change,
            (target, folder, noCache) => DockerMember.RunAsync(Ours.Work(target) with { Folder = folder, NoCache = noCache })),
        .. change == AppChange.None
            ? Array.Empty<Contender>()
            : [Of("limit", "limit", change, (_, folder, noCache) => EngineLimits.BuildAsync(folder, Reference(folder), noCache))],
    ];

    /// <summary>The name of the image of a folder. It keeps the engine from losing it.</summary>
    public static string Reference(string folder) => $"localhost/ecstools-bench-{Path.GetFileName(folder)}:1";

    /// <summary>Removes the images that rounds have left behind.</summary>
    public static Task PruneAsync() => Tool.RunAsync("docker", ["image", "prune", "-f", "--filter", "label=" + Label]);

    /// <summary>The names of all images that are built.</summary>
    public static IEnumerable<string> Images => Names.Select(name => $"app-{name}");

    private static Contender Of(string name, string key, AppChange change, Func<PushTarget, string, bool, Task<TimeSpan>> push) => new(
        name,
        target =>
        {
            var folder = Folder(target.Images, key);
            if (change == AppChange.Line)
            {
                Write(folder, Guid.NewGuid().ToString());
            }

            return push(target, folder, change == AppChange.Cold);
        })
    {
        PushBeforeAsync = target => push(target, Folder(target.Images, key), false),
    };

    private static async Task<TimeSpan> DockerAsync(PushTarget target, string folder, bool noCache)
    {
        string[] arguments = ["build", "-q", .. noCache ? new[] { "--no-cache" } : [], "-t", Reference(folder), "-t", target.Destination, folder];
        try
        {
            return await Tool.RunAsync("docker", arguments) + await Tool.RunAsync("docker", ["push", "-q", target.Destination]);
        }
        finally
        {
            await Tool.RunAsync("docker", ["rmi", target.Destination]);
        }
    }

    private static string Folder(BenchImages images, string key)
    {
        var folder = images.Folder("app-" + key);
        if (Directory.Exists(folder))
        {
            return folder;
        }

        var part = folder + "-part";
        Directory.CreateDirectory(Path.Combine(part, "src"));
        File.WriteAllText(
            Path.Combine(part, "Dockerfile"),
            $"FROM {BenchImages.Reference(Base)}\nLABEL {Label}\nWORKDIR /app\nCOPY lib lib/\nCOPY src src/\nCMD [\"/none\"]\n");
        foreach (var file in BenchImages.Libraries())
        {
            Write(Path.Combine(part, "lib", file.Name), file);
        }

        for (var i = 0; i < 50; i++)
        {
            Write(Path.Combine(part, "src", $"part-{i}.js"), BenchFile.Text("part", 4000, i));
        }

        Write(part, key);
        Directory.Move(part, folder);
        return folder;
    }

    private static void Write(string folder, string line) => File.WriteAllText(Path.Combine(folder, "src", "server.js"), $"// {line}\nlisten(80);\n");

    private static void Write(string path, BenchFile file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var from = file.Open();
        using var to = File.Create(path);
        from.CopyTo(to);
    }
}
