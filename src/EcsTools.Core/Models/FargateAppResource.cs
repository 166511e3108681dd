namespace EcsTools.Models;

/// <summary>Something in AWS that belongs to an app.</summary>
public sealed record FargateAppResource
{
    /// <summary>Name of the app.</summary>
    public required string AppName { get; init; }

    /// <summary>What it is, such as <c>Service</c>, <c>TaskDefinition</c>, <c>Repository</c> or <c>SecurityGroup</c>.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Its name, or its id if it has no name.</summary>
    public required string Name { get; init; }

    /// <summary>Its ARN.</summary>
    public required string Arn { get; init; }

    /// <summary>Whether several apps can use it. It is removed with the last one.</summary>
    public bool IsShared { get; init; }

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The resource in one line.</summary>
    public override string ToString() => $"{ResourceType} {Name}";
}
