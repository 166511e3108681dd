using System.Collections.Generic;

namespace EcsTools.Apps.Definition;

/// <summary>
/// An app: services that are published, shown and removed together. It says what the app is, not where it runs: the cluster, network and load balancer are
/// in <see cref="PublishAppRequest"/>.
/// </summary>
public sealed record AppDefinition
{
    /// <summary>
    /// Name of the app: 1 to 32 letters, digits and hyphens. Everything that is created for it gets the tag <c>ecstools:app</c> with this value.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The services, in the order of the file. At least one.</summary>
    public required IReadOnlyList<AppService> Services { get; init; }

    /// <summary>Tags of everything that is created for the app.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>What was read from the source and is worth saying, such as the port of a Dockerfile.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What ECS cannot do, although the app works without it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
