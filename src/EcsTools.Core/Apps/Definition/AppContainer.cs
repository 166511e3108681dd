using EcsTools.Images.Build;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Definition;

/// <summary>
/// A container of a service. Its image is built from <see cref="Build"/> and pushed to a repository of the app, or exists as
/// <see cref="ContainerRequest.ImageUri"/>. One of the two is given.
/// </summary>
public sealed record AppContainer : ContainerRequest
{
    /// <summary>Name of the container; the main container has the name of its service.</summary>
    public required string Name { get; init; }

    /// <summary>How the image is built; null if it exists.</summary>
    public ImageBuildRequest? Build { get; init; }

    /// <summary>Whether the task ends when the container ends. The main container always is.</summary>
    public bool Essential { get; init; } = true;

    /// <summary><c>fluentbit</c> or <c>fluentd</c> for a container that routes the logs of others.</summary>
    public string? LogRouter { get; init; }

    /// <summary>Whether to discard its output.</summary>
    public bool NoLog { get; init; }

    /// <summary>Where it stands in the file; null if it is from no file.</summary>
    public SourcePosition? Position { get; init; }
}
