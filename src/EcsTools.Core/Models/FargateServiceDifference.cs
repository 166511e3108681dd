namespace EcsTools.Models;

/// <summary>One field in which what a service runs differs from what was compared with it.</summary>
public sealed record FargateServiceDifference
{
    /// <summary>Name of the service.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Name of its cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Path of the field in the task definition, such as <c>containerDefinitions[web].image</c>.</summary>
    public required string Field { get; init; }

    /// <summary>The value that runs; null if there is none. Values that look secret are masked.</summary>
    public string? Running { get; init; }

    /// <summary>The value that was compared with it; null if there is none.</summary>
    public string? Wanted { get; init; }

    /// <summary>Family and revision that the service runs, such as <c>web:3</c>.</summary>
    public required string RunningTaskDefinition { get; init; }

    /// <summary>Family and revision that was compared with it, or the path of the file.</summary>
    public required string WantedTaskDefinition { get; init; }

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The difference as a line of a diff.</summary>
    public override string ToString() => new FieldChange(Field, Running, Wanted).ToString();
}
