using System.Collections.Generic;
using EcsTools.Apps.Definition;

namespace EcsTools.Compose.Model;

/// <summary>A compose project: its files merged, their variables filled in, and the services of the active profiles.</summary>
internal sealed record ComposeProject
{
    public Placed<string>? Name { get; init; }

    public required IReadOnlyList<ComposeService> Services { get; init; }

    /// <summary>Names of services of profiles that are not active, for errors about dependencies.</summary>
    public required IReadOnlyList<string> Inactive { get; init; }

    public required IReadOnlyDictionary<string, ComposeVolume> Volumes { get; init; }

    public required IReadOnlyDictionary<string, ComposeSecret> Secrets { get; init; }
}

/// <summary>A named volume.</summary>
/// <param name="FileSystem">The EFS file system that <c>x-fargate.fileSystem</c> names.</param>
/// <param name="IsTemporary">Whether <c>x-fargate.temporary</c> says that it may be empty in each new task.</param>
/// <param name="Position">Where it stands.</param>
internal sealed record ComposeVolume(Placed<string>? FileSystem, bool IsTemporary, SourcePosition Position);

/// <summary>A secret.</summary>
/// <param name="File">File with its value.</param>
/// <param name="Environment">Variable with its value.</param>
/// <param name="Name">Name of an external secret.</param>
/// <param name="Position">Where it stands.</param>
internal sealed record ComposeSecret(Placed<string>? File, Placed<string>? Environment, string? Name, SourcePosition Position);
