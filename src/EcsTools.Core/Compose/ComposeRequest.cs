using System;
using System.Collections.Generic;
using EcsTools.Stacks;

namespace EcsTools.Compose;

/// <summary>Which compose files to read, and how.</summary>
public sealed record ComposeRequest
{
    /// <summary>
    /// Full paths of the files, each of which overrides the ones before it. Or one folder, which means its compose file and the file that overrides it.
    /// </summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Name of the app; by default that in the file, or of its folder.</summary>
    public string? Name { get; init; }

    /// <summary>Profiles to activate, beside those in the variable COMPOSE_PROFILES. <c>*</c> activates all.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = [];

    /// <summary>Full paths of files with variables; by default the file <c>.env</c> beside the first file.</summary>
    public IReadOnlyList<string>? EnvironmentFiles { get; init; }

    /// <summary>Returns a variable of the process, or null.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Outputs of stacks that the files name, by their names such as <c>network.VpcId</c>.</summary>
    public IReadOnlyDictionary<string, StackOutput> StackOutputs { get; init; } = new Dictionary<string, StackOutput>();

    /// <summary>Region of the secrets that are given by name; null if it is not known.</summary>
    public string? Region { get; init; }

    /// <summary>Account of the secrets that are given by name; null if it is not known.</summary>
    public string? Account { get; init; }
}
