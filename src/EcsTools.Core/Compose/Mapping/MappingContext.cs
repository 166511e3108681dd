using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Files;
using EcsTools.Compose.Model;
using EcsTools.Compose.Variables;
using EcsTools.Compose.Yaml;
using EcsTools.Stacks;

namespace EcsTools.Compose.Mapping;

/// <summary>What every part of the mapping needs, and what it finds.</summary>
internal sealed class MappingContext
{
    public required ComposeProject Project { get; init; }

    public required ComposeSources Sources { get; init; }

    public required ComposeVariables Variables { get; init; }

    /// <summary>Where secrets are that are given by name.</summary>
    public required SecretScope Secrets { get; init; }

    /// <summary>Outputs of stacks by their names.</summary>
    public required IReadOnlyDictionary<string, StackOutput> StackOutputs { get; init; }

    /// <summary>What ECS does in another way, or cannot do.</summary>
    public required List<ComposeFinding> Findings { get; init; }

    /// <summary>What was decided and is worth saying.</summary>
    public List<string> Notes { get; } = [];

    public void Error(SourcePosition position, string text, string remedy) => Findings.Add(ComposeFinding.Error(position, text, remedy));

    public void Warn(SourcePosition position, string text, string remedy) => Findings.Add(ComposeFinding.Warning(position, text, remedy));

    /// <summary>The service of a name; null, with a finding, if there is none.</summary>
    public ComposeService? Service(string name, SourcePosition position, string what)
    {
        var found = Project.Services.FirstOrDefault(service => service.Name == name);
        if (found is null)
        {
            var isInactive = Project.Inactive.Contains(name, StringComparer.Ordinal);
            Error(
                position,
                $"{what} the service '{UntrustedText.Sanitize(name)}', which {(isInactive ? "is in a profile that is not active" : "does not exist")}",
                isInactive ? "Activate the profile, or remove the reference."
                    : NearestNames.Suggest(name, Project.Services.Select(service => service.Name), "Correct the name, or add the service."));
        }

        return found;
    }

    /// <summary>Runs a check of another part of EcsTools. Its error is about a place of the file.</summary>
    public static T Checked<T>(SourcePosition position, string what, Func<T> check)
    {
        try
        {
            return check();
        }
        catch (EcsToolsException e)
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidComposeFile,
                $"{position}: {what}: {UntrustedText.Sanitize(e.Message, 500)}",
                "Correct the value at that place.",
                "Path",
                position.ToString(),
                e);
        }
    }
}
