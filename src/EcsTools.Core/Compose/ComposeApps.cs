using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Aws;
using EcsTools.Compose.Files;
using EcsTools.Compose.Keys;
using EcsTools.Compose.Mapping;
using EcsTools.Compose.Model;
using EcsTools.Compose.Variables;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose;

/// <summary>Reads compose files as an app.</summary>
public static class ComposeApps
{
    /// <summary>After this many characters, an error lists no more problems.</summary>
    private const int LongestMessage = 2000;

    /// <summary>The longest name of an app.</summary>
    private const int LongestName = 32;

    /// <summary>Whether a path is for this reader: a file in YAML, or a folder with a compose file and without a Dockerfile.</summary>
    /// <param name="path">Full path of an existing file or folder.</param>
    public static bool IsFor(string path)
        => File.Exists(path) ? Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml"
            : !File.Exists(Path.Combine(path, "Dockerfile")) && ComposeSources.Has(path);

    /// <summary>Full path of the compose file of a folder.</summary>
    /// <param name="folder">Full path of the folder.</param>
    /// <exception cref="EcsToolsException">It has none.</exception>
    public static string FileOf(string folder) => ComposeSources.Find(folder)[0];

    /// <summary>Reads the files. Nothing is created, and AWS is not called.</summary>
    /// <param name="request">Which files, and how.</param>
    /// <exception cref="EcsToolsException">A file is not valid, or asks for something that ECS cannot do.</exception>
    public static AppDefinition Read(ComposeRequest request)
    {
        var (project, context) = Load(request);
        var services = AppMapper.Map(context);
        Refuse(context.Findings.Where(finding => finding.IsError).ToList());
        return new AppDefinition
        {
            Name = Name(request, project, context),
            Services = services,
            Notes = context.Notes,
            Warnings = context.Findings.Select(finding => finding.ToString()).Distinct().ToList(),
        };
    }

    /// <summary>Names of the outputs of stacks that the files use, such as <c>network.VpcId</c>.</summary>
    /// <param name="request">Which files, and how.</param>
    /// <exception cref="EcsToolsException">A file is not valid.</exception>
    public static IReadOnlyList<string> StackOutputsOf(ComposeRequest request)
        => Load(request).Project.Services.SelectMany(service => service.Environment.Concat(service.Fargate.Secrets))
            .Select(pair => pair.Token).OfType<ValueToken>().Where(token => token.Kind == ValueTokenKind.StackOutput)
            .Select(token => token.Name).Distinct(StringComparer.Ordinal).ToList();

    /// <summary>The project, with the services of the active profiles.</summary>
    internal static (ComposeProject Project, MappingContext Context) Load(ComposeRequest request)
    {
        var paths = Paths(request);
        var folder = Path.GetDirectoryName(paths[0])!;
        var sources = new ComposeSources(folder);
        var loader = new ComposeLoader(sources);
        var environment = request.EnvironmentFiles ?? new[] { Path.Combine(folder, ".env") }.Where(File.Exists);
        var variables = loader.Variables(environment, request.Variable);
        var tree = loader.Load(paths, folder, variables);
        var services = tree["services"] as YamlMap
            ?? throw ComposeProblem.At(tree.Position, "the file has no services", "Write the services of the app under the key services.");
        var profiles = request.Profiles.Concat((variables["COMPOSE_PROFILES"] ?? "").Split([','], StringSplitOptions.RemoveEmptyEntries)).ToList();
        var (active, inactive) = Divide(services, profiles);
        if (active.Count == 0)
        {
            throw ComposeProblem.At(
                services.Position, services.Entries.Count == 0 ? "the file has no services" : "no service is in an active profile",
                "Add a service, or activate a profile.");
        }

        var used = tree.With("services", new YamlMap(services.Position, active));
        var findings = loader.Findings;
        KeyCheck.Run(used, findings);
        var project = ProjectReader.Read(used, active, inactive);
        return (project, new MappingContext
        {
            Project = project,
            Sources = sources,
            Variables = variables,
            Secrets = new SecretScope(request.Region is null ? "aws" : AwsPartition.FromRegion(request.Region), request.Region, request.Account),
            StackOutputs = request.StackOutputs,
            Findings = findings,
        });
    }

    private static IReadOnlyList<string> Paths(ComposeRequest request)
    {
        var paths = request.Paths.Count == 1 && Directory.Exists(request.Paths[0]) ? ComposeSources.Find(request.Paths[0]) : request.Paths;
        return paths.FirstOrDefault(path => !File.Exists(path)) is { } missing
            ? throw new EcsToolsException(ErrorCodes.PathNotFound, $"The compose file '{missing}' does not exist.", "Correct the path.", "Path", missing)
            : paths;
    }

    /// <summary>A service without profiles is always active.</summary>
    private static (List<YamlEntry> Active, List<YamlEntry> Inactive) Divide(YamlMap services, IReadOnlyList<string> profiles)
    {
        bool IsActive(YamlEntry entry)
            => ((entry.Value as YamlMap)?["profiles"] as YamlList)?.Items is not { Count: > 0 } own
                || profiles.Contains("*", StringComparer.Ordinal)
                || own.OfType<YamlScalar>().Any(profile => profiles.Contains(profile.Text, StringComparer.Ordinal));
        return (services.Entries.Where(IsActive).ToList(), services.Entries.Where(entry => !IsActive(entry)).ToList());
    }

    private static string Name(ComposeRequest request, ComposeProject project, MappingContext context)
    {
        if (request.Name is { } given)
        {
            return given;
        }

        var name = context.Variables["COMPOSE_PROJECT_NAME"] is { Length: > 0 } variable ? variable
            : project.Name?.Value ?? Path.GetFileName(context.Sources.Folder.TrimEnd(Path.DirectorySeparatorChar));
        var clean = new string(name.ToLowerInvariant().Select(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? c : '-').ToArray()).Trim('-');
        clean = clean.Length > 0 && clean[0] is >= 'a' and <= 'z' ? clean : "app-" + clean;
        return clean.Substring(0, Math.Min(LongestName, clean.Length)).Trim('-');
    }

    private static void Refuse(IReadOnlyList<ComposeFinding> errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        var lines = new List<string>();
        foreach (var error in errors.TakeWhile(_ => lines.Sum(line => line.Length) < LongestMessage))
        {
            lines.Add($"{error.Position}: {UntrustedText.Sanitize(error.Text, 500)}.");
        }

        var message = errors.Count == 1 ? lines[0]
            : MessageParts.Join(
                $"ECS cannot do {errors.Count} things that the compose file asks for.",
                errors.Count > lines.Count ? lines.Append($"There are {errors.Count - lines.Count} more.") : lines);
        var remedies = errors.Take(lines.Count).ToList();
        throw new EcsToolsException(
            ErrorCodes.ComposeNotSupported,
            message,
            remedies.Select(error => error.Remedy).Distinct().Count() == 1 ? remedies[0].Remedy
                : string.Join(" ", remedies.Select(error => $"Line {error.Position.Line}: {error.Remedy}")),
            "Path",
            errors[0].Position.ToString());
    }
}
