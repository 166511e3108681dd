using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>An image on the local Docker engine.</summary>
public sealed record EngineImage
{
    /// <summary>The engine's id: <c>sha256:…</c>.</summary>
    public required string ImageId { get; init; }

    /// <summary>Its names, such as <c>web:1.0.0</c>.</summary>
    public IReadOnlyList<string> References { get; init; } = Array.Empty<string>();

    /// <summary>Its names by digest, where it was pulled from or pushed to a registry.</summary>
    public IReadOnlyList<string> Digests { get; init; } = Array.Empty<string>();

    /// <summary>Bytes on the engine, not compressed.</summary>
    public long Size { get; init; }

    /// <summary>X86_64 or ARM64, in the words of a task definition; else as the engine says it. Empty in a list.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>LINUX or WINDOWS, in the words of a task definition. Empty in a list.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>Digests of its layers, uncompressed, lowest first. Empty in a list.</summary>
    public IReadOnlyList<string> DiffIds { get; init; } = Array.Empty<string>();

    /// <summary>Ports its Dockerfile exposes, such as <c>80/tcp</c>. Empty in a list.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init; } = Array.Empty<string>();

    /// <summary>When it was made, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
