using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Campaigns.Readers;
using EcsTools.Images.Oci;
using EcsTools.Images.Sources;

namespace EcsTools.Campaigns.Comparisons;

/// <summary>Reads malformed images beside <c>skopeo inspect</c>: what both take for valid must have the same layers.</summary>
internal static class SkopeoComparison
{
    private const string Platform = "linux/arm64";

    /// <summary>Null if there is no skopeo.</summary>
    public static Comparison? Run(int seed, int first, int count)
    {
        if (Inspect("--version", "") is null)
        {
            return null;
        }

        var comparison = new Comparison("skopeo-comparison", seed);
        var file = Path.GetTempFileName();
        try
        {
            for (var number = first; number < first + count; number++)
            {
                var random = new Random(unchecked((seed * 1_000_003) + number));
                var isLayout = random.Next(2) == 0;
                File.WriteAllBytes(file, isLayout ? OciArchiveReader.Make(random) : DockerArchiveReader.Make(random));
                Compare(file, isLayout, number, comparison);
            }
        }
        finally
        {
            File.Delete(file);
        }

        return comparison;
    }

    private static void Compare(string file, bool isLayout, int number, Comparison comparison)
    {
        var (ours, problem) = Read(file, isLayout);
        var (theirs, complaint) = Inspect("inspect", (isLayout ? "oci-archive:" : "docker-archive:") + file) ?? default;
        switch (ours, theirs)
        {
            case (null, null):
                comparison.BothRefused();
                break;
            case (null, _):
                comparison.Differ(number, $"only skopeo reads it; here: {problem}");
                break;
            case (_, null):
                comparison.Differ(number, $"only EcsTools reads it; skopeo: {complaint}");
                break;
            case var _ when ours != theirs:
                comparison.Find(number, $"the layers are {ours} here, and {theirs} to skopeo");
                break;
            default:
                comparison.BothRead();
                break;
        }
    }

    private static (string? Layers, string? Problem) Read(string file, bool isLayout)
    {
        try
        {
            using var source = ImageArchiveOpener.OpenAsync(file, null, isLayout ? Platform : null, default).GetAwaiter().GetResult();
            ImageContent.ReadAll(source);
            return (string.Join(" ", source.Root.Layers.Select(layer => isLayout ? layer.Descriptor!.Digest : layer.DiffId)), null);
        }
        catch (EcsToolsException e)
        {
            return (null, e.Message.Replace(file, "", StringComparison.Ordinal));
        }
    }

    private static (string? Layers, string? Complaint)? Inspect(string verb, string image)
    {
        var start = new ProcessStartInfo("skopeo") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in image.Length == 0 ? [verb] : new[] { "--override-os", "linux", "--override-arch", "arm64", verb, image })
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start)!;
            var complaint = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode != 0 ? (null, Last(complaint.Result)) : (image.Length == 0 ? "" : Layers(output), null);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Layers(string output)
        => string.Join(" ", (JsonNode.Parse(output)!["Layers"] as JsonArray)?.Select(layer => (string?)layer) ?? []);

    private static string Last(string complaint)
    {
        var line = complaint.Trim().Split('\n')[^1];
        return line[(line.IndexOf("msg=", StringComparison.Ordinal) + 1)..];
    }
}
