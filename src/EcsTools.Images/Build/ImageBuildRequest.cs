using System;
using System.Collections.Generic;
using EcsTools.Images.Credentials;

namespace EcsTools.Images.Build;

/// <summary>Which of Docker's two builders builds.</summary>
public enum ImageBuilderKind
{
    /// <summary>BuildKit where the Docker CLI with buildx is on PATH, else the engine's own builder. DOCKER_BUILDKIT=0 means the latter.</summary>
    Auto,

    /// <summary>The builder in the engine, over its API.</summary>
    Classic,

    /// <summary>BuildKit, through <c>docker buildx</c>.</summary>
    BuildKit,
}

/// <summary>An image to build from a folder with a Dockerfile.</summary>
public sealed record ImageBuildRequest
{
    /// <summary>Full path of the folder that is the build context.</summary>
    public required string ContextPath { get; init; }

    /// <summary>The Dockerfile, absolute or relative to the folder; the folder's <c>Dockerfile</c> where null.</summary>
    public string? DockerfilePath { get; init; }

    /// <summary>Names to give the image, such as <c>web:1.0.0</c>. None leaves it without a name.</summary>
    public IReadOnlyList<string> Tags { get; init; } = Array.Empty<string>();

    /// <summary>Values of the Dockerfile's ARG names. They stay visible in the image's history: no place for a secret.</summary>
    public IReadOnlyDictionary<string, string> BuildArguments { get; init; } = new Dictionary<string, string>();

    /// <summary>Secrets that instructions mount. They need BuildKit, and stay in no layer.</summary>
    public IReadOnlyList<BuildSecret> Secrets { get; init; } = Array.Empty<BuildSecret>();

    /// <summary>Labels for the image.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Stage to build, by name or number; the last where null.</summary>
    public string? Target { get; init; }

    /// <summary>Such as <c>linux/amd64</c> or <c>linux/arm64</c>; the engine's own where null.</summary>
    public string? Platform { get; init; }

    /// <summary>Builds every step anew.</summary>
    public bool NoCache { get; init; }

    /// <summary>Looks for newer base images.</summary>
    public bool Pull { get; init; }

    /// <summary>For base images; registries not named here are looked up in Docker's config.json.</summary>
    public IReadOnlyList<RegistryCredential> RegistryCredentials { get; init; } = Array.Empty<RegistryCredential>();

    /// <summary>Which builder.</summary>
    public ImageBuilderKind Builder { get; init; }
}
