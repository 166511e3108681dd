using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>A container of a task definition that you want to register.</summary>
public sealed record FargateContainerDefinition
{
    /// <summary>Name of the container.</summary>
    public required string Name { get; init; }

    /// <summary>Image of the container.</summary>
    public required string Image { get; init; }

    /// <summary>Whether the task ends when this container ends.</summary>
    public bool Essential { get; init; }

    /// <summary>Ports it listens on, such as <c>80</c> and <c>53/udp</c>.</summary>
    public IReadOnlyList<string> Ports { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Containers that it waits for, such as <c>migrate:SUCCESS</c>.</summary>
    public IReadOnlyList<string> DependsOn { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Whether its output is discarded.</summary>
    public bool NoLog { get; init; }

    /// <summary>The container as an item of the API's <c>containerDefinitions</c>.</summary>
    public string Json { get; init; } = "{}";

    /// <summary>Its volumes as the API's <c>volumes</c>.</summary>
    public string VolumesJson { get; init; } = "[]";

    /// <summary>Name and image.</summary>
    public override string ToString() => $"{Name} ({Image})";
}
