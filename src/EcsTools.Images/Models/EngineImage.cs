using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>An image on the local Docker engine.</summary>
public sealed record EngineImage
{
    /// <summary>The engine's id of the image: <c>sha256:…</c>.</summary>
    public required string ImageId { get; init; }

    /// <summary>Its names, such as <c>web:1.0.0</c>.</summary>
    public IReadOnlyList<string> References { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Its names with a digest, if it was pulled from a registry or pushed to one.</summary>
    public IReadOnlyList<string> Digests { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Size on the engine in bytes, before compression.</summary>
    public long Size { get; init; }

    /// <summary>Processor architecture as in a task definition: X86_64 or ARM64. Any other value is the engine's own. Empty in a list.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>Operating system as in a task definition: LINUX or WINDOWS. Empty in a list.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>Digests of its layers before compression, the lowest first. Empty in a list.</summary>
    public IReadOnlyList<string> DiffIds { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Ports that its Dockerfile exposes, such as <c>80/tcp</c>. Empty in a list.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>When it was created, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
