using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Files;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Copilot;

/// <summary>Converts the manifests of AWS Copilot to a compose file with <c>x-fargate</c>.</summary>
public static class CopilotManifests
{
    private const string Folder = "copilot";

    private static readonly string[] Names = ["manifest.yml", "manifest.yaml"];

    /// <summary>Converts manifests. Nothing is created, and AWS is not called.</summary>
    /// <param name="request">Which manifests.</param>
    /// <exception cref="EcsToolsException">There are none, or one is not valid.</exception>
    public static CopilotConversion Convert(CopilotRequest request)
    {
        var files = Find(request.Path);
        var sources = new ComposeSources(Workspace(files[0]));
        var application = Application(Path.GetDirectoryName(Path.GetDirectoryName(files[0])!)!, sources);
        var findings = new List<ComposeFinding>();
        var manifests = files.Select(file => Read(file, sources, request.Environment, findings))
            .Select(map => new ManifestNode(map, "", new ManifestScope(application, request.Environment, findings)))
            .ToList();
        var file = new CopilotFile(manifests, findings).Write(application);
        manifests.ForEach(manifest => manifest.Finish());
        return new CopilotConversion(
            YamlWriter.Write(file),
            findings.OrderBy(finding => finding.Position.Path,
                StringComparer.Ordinal).ThenBy(finding => finding.Position.Line).Select(finding => finding.ToString()).ToList());
    }

    /// <summary>The environments that manifests name.</summary>
    /// <param name="path">Full path of the folder, or of one manifest.</param>
    public static IReadOnlyList<string> Environments(string path)
        => Find(path).SelectMany(file => YamlReader.Read(File.ReadAllText(file), file)).OfType<YamlMap>()
            .SelectMany(manifest => (manifest["environments"] as YamlMap)?.Entries.Select(entry => entry.Key) ?? [])
            .Distinct().OrderBy(name => name, StringComparer.Ordinal).ToList();

    private static IReadOnlyList<string> Find(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        var folder = Directory.Exists(Path.Combine(path, Folder)) ? Path.Combine(path, Folder) : path;
        var found = !Directory.Exists(folder) ? []
            : new[] { folder }.Concat(Directory.GetDirectories(folder).OrderBy(name => name, StringComparer.Ordinal))
                .Where(inner => Path.GetFileName(inner) is not ("environments" or "pipelines"))
                .SelectMany(inner => Names.Select(name => Path.Combine(inner, name)).Where(File.Exists).Take(1)).ToList();
        return found.Count > 0 ? found : throw new EcsToolsException(
            ErrorCodes.CopilotManifestNotFound,
            $"'{path}' has no manifest of AWS Copilot.",
            "Give the folder copilot, with a manifest.yml in a folder for each service.",
            "Path",
            path);
    }

    /// <summary>The folder that the paths in a manifest begin at: the one with the folder copilot.</summary>
    private static string Workspace(string manifest)
    {
        var folder = Path.GetDirectoryName(manifest)!;
        var copilot = Path.GetDirectoryName(folder);
        return copilot is not null && Path.GetFileName(copilot) == Folder ? Path.GetDirectoryName(copilot)! : folder;
    }

    /// <summary>The name of the app in <c>.workspace</c>; null if there is no such file.</summary>
    private static string? Application(string folder, ComposeSources sources)
    {
        var path = Path.Combine(folder, ".workspace");
        return File.Exists(path) && YamlReader.Read(sources.Text(path, YamlLimits.LongestFile), sources.Shown(path)).FirstOrDefault() is YamlMap map
            ? (map["application"] as YamlScalar)?.Text : null;
    }

    /// <summary>A manifest, with what it says about the environment merged into the rest.</summary>
    private static YamlMap Read(string path, ComposeSources sources, string? environment, List<ComposeFinding> findings)
    {
        var shown = sources.Shown(path);
        var map = YamlReader.Read(sources.Text(path, YamlLimits.LongestFile), shown).FirstOrDefault() as YamlMap
            ?? throw ComposeProblem.At(new SourcePosition(shown, 1, 1), "a manifest is a mapping", "Begin it with name and type.");
        if (map.Find("environments") is not { Value: YamlMap all } entry)
        {
            return map.With("environments", null);
        }

        if (environment is null)
        {
            var names = string.Join(", ", all.Entries.Select(one => one.Key));
            findings.Add(ComposeFinding.Warning(
                entry.Position, $"environments: what is there for {names} is left out", "Convert once for each environment with -EnvironmentName."));
        }

        map = map.With("environments", null);
        return environment is not null && all[environment] is YamlMap own ? Merged(map, own) : map;
    }

    /// <summary>A list of an environment replaces that of the manifest.</summary>
    private static YamlMap Merged(YamlMap first, YamlMap second)
        => second.Entries.Aggregate(first, (merged, entry) => merged.With(
            entry.Key, merged[entry.Key] is YamlMap known && entry.Value is YamlMap own ? Merged(known, own) : entry.Value));
}
