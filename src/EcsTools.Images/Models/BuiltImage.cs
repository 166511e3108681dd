using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>An image built on the local Docker engine.</summary>
public sealed record BuiltImage
{
    /// <summary>The engine's id: <c>sha256:…</c>.</summary>
    public required string ImageId { get; init; }

    /// <summary>The first name given, or the id where none was: what the engine takes for this image.</summary>
    public required string Image { get; init; }

    /// <summary>Every name given.</summary>
    public IReadOnlyList<string> References { get; init; } = Array.Empty<string>();

    /// <summary>Bytes on the engine, not compressed.</summary>
    public long Size { get; init; }

    /// <summary>X86_64 or ARM64, in the words of a task definition; else as the engine says it.</summary>
    public required string Architecture { get; init; }

    /// <summary>LINUX or WINDOWS, in the words of a task definition.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Full path of the folder built.</summary>
    public required string ContextPath { get; init; }

    /// <summary>Full path of the Dockerfile.</summary>
    public required string DockerfilePath { get; init; }

    /// <summary><c>Classic</c> or <c>BuildKit</c>.</summary>
    public required string Builder { get; init; }

    /// <summary>Steps taken from the engine's cache.</summary>
    public int CachedSteps { get; init; }

    /// <summary>From start to end.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The image's name.</summary>
    public override string ToString() => Image;
}
