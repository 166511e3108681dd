using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Copilot;

/// <summary>The compose file of all manifests of an app.</summary>
internal sealed class CopilotFile
{
    private const string Job = "Scheduled Job";

    private static readonly string[] Types = ["Load Balanced Web Service", "Backend Service", "Worker Service", Job];

    private readonly IReadOnlyList<ManifestNode> _manifests;
    private readonly List<ComposeFinding> _findings;
    private readonly YamlBlock _services = new();
    private readonly YamlBlock _volumes = new();

    public CopilotFile(IReadOnlyList<ManifestNode> manifests, List<ComposeFinding> findings)
    {
        _manifests = manifests;
        _findings = findings;
    }

    /// <param name="application">Name of the app; null if it is not known.</param>
    public YamlBlock Write(string? application)
    {
        var names = _manifests.Select(manifest
            => manifest.Text("name") ?? throw ComposeProblem.At(manifest.Position, "the manifest has no name", "Give name and type.")).ToList();
        var sidecars = _manifests.SelectMany(manifest => manifest.Named("sidecars").Select(sidecar => sidecar.Name)).Concat(names)
            .GroupBy(name => name, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Count(), StringComparer.Ordinal);
        for (var index = 0; index < names.Count; index++)
        {
            var name = names[index];
            Add(_manifests[index], name, sidecar => sidecars.TryGetValue(sidecar, out var count) && count > 1 ? $"{name}-{sidecar}" : sidecar);
        }

        return new YamlBlock().Add("name", application).AddAlways("services", _services).Add("volumes", _volumes);
    }

    private void Add(ManifestNode manifest, string name, Func<string, string> sidecarName)
    {
        var type = manifest.Text("type");
        if (!Types.Contains(type, StringComparer.Ordinal))
        {
            _findings.Add(ComposeFinding.Warning(
                manifest.PositionOf("type"),
                $"the service '{name}' has the type '{UntrustedText.Sanitize(type ?? "")}', which does not run on ECS, so it is left out",
                $"ECS has {string.Join(", ", Types)}."));
            foreach (var entry in manifest.Entries)
            {
                manifest.Take(entry.Key);
            }

            return;
        }

        var service = new ServiceConverter(manifest, name, sidecarName, _volumes).Convert(isWeb: type == Types[0], isJob: type == Job);
        foreach (var (key, block) in service)
        {
            _services.AddAlways(key, block);
        }
    }
}
