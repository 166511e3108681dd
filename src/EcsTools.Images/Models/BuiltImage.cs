using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>An image built on the local Docker engine.</summary>
public sealed record BuiltImage
{
    /// <summary>The engine's id of the image: <c>sha256:…</c>.</summary>
    public required string ImageId { get; init; }

    /// <summary>The first of the given names; the id if no name was given. The engine accepts either.</summary>
    public required string Image { get; init; }

    /// <summary>All given names.</summary>
    public IReadOnlyList<string> References { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Size on the engine in bytes, before compression.</summary>
    public long Size { get; init; }

    /// <summary>Processor architecture as in a task definition: X86_64 or ARM64. Any other value is the engine's own.</summary>
    public required string Architecture { get; init; }

    /// <summary>Operating system as in a task definition: LINUX or WINDOWS.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Full path of the folder that was built.</summary>
    public required string ContextPath { get; init; }

    /// <summary>Full path of the Dockerfile.</summary>
    public required string DockerfilePath { get; init; }

    /// <summary>Created if the image was built. Unchanged if nothing had changed since an earlier build, so that nothing was built.</summary>
    public string Change { get; init; } = ChangeStatus.Created;

    /// <summary>The builder: <c>Classic</c> or <c>BuildKit</c>. Empty if nothing was built.</summary>
    public string Builder { get; init; } = "";

    /// <summary>Number of steps that came from the engine's cache.</summary>
    public int CachedSteps { get; init; }

    /// <summary>How long the command took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Returns the name of the image.</summary>
    public override string ToString() => Image;
}
