using System;
using System.Collections.Generic;

namespace EcsTools.Registry;

/// <summary>What to push and where to. Exactly one of <see cref="Path"/> and <see cref="Image"/> says what; both for one image of an archive of several.</summary>
public sealed record PushImageRequest
{
    /// <summary>Repository name within the registry; made where it is missing.</summary>
    public required string RepositoryName { get; init; }

    /// <summary>Full path of a folder with a Dockerfile, an OCI layout (folder or tar), or a <c>docker save</c> archive (.tar, .tar.gz).</summary>
    public string? Path { get; init; }

    /// <summary>Name or id of an image on the local Docker engine; with <see cref="Path"/>, the one of an archive's images that is meant.</summary>
    public string? Image { get; init; }

    /// <summary>Tags to give; <c>latest</c> where none is said.</summary>
    public IReadOnlyList<string> Tags { get; init; } = Array.Empty<string>();

    /// <summary>How a folder is built.</summary>
    public BuildOptions Build { get; init; } = new();
}

/// <summary>How a folder with a Dockerfile is built.</summary>
public sealed record BuildOptions
{
    /// <summary>Dockerfile, relative to the folder or absolute; <c>Dockerfile</c> where null.</summary>
    public string? Dockerfile { get; init; }

    /// <summary>Build arguments.</summary>
    public IReadOnlyDictionary<string, string> BuildArgs { get; init; } = new Dictionary<string, string>();

    /// <summary>Stage to build, or null for the last.</summary>
    public string? Target { get; init; }

    /// <summary>Platform such as <c>linux/amd64</c>, or null for the engine's own.</summary>
    public string? Platform { get; init; }

    /// <summary>Whether to build every step anew.</summary>
    public bool NoCache { get; init; }

    /// <summary>Whether to look for newer base images.</summary>
    public bool Pull { get; init; }
}
