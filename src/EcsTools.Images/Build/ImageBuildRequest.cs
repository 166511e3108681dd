using System;
using System.Collections.Generic;
using EcsTools.Images.Credentials;

namespace EcsTools.Images.Build;

/// <summary>Which of Docker's two builders to use.</summary>
public enum ImageBuilderKind
{
    /// <summary>
    /// BuildKit if the Docker CLI with buildx is on PATH, otherwise the engine's own builder. DOCKER_BUILDKIT=0 selects the engine's own builder.
    /// </summary>
    Auto,

    /// <summary>The engine's own builder, through its API.</summary>
    Classic,

    /// <summary>BuildKit, through <c>docker buildx</c>.</summary>
    BuildKit,
}

/// <summary>An image to build from a folder with a Dockerfile.</summary>
public sealed record ImageBuildRequest
{
    /// <summary>Full path of the build context folder.</summary>
    public required string ContextPath { get; init; }

    /// <summary>Path of the Dockerfile, absolute or relative to the folder; null for the file <c>Dockerfile</c> in the folder.</summary>
    public string? DockerfilePath { get; init; }

    /// <summary>Names for the image, such as <c>web:1.0.0</c>. If the list is empty, the image has no name.</summary>
    public IReadOnlyList<string> Tags { get; init; } = Array.Empty<string>();

    /// <summary>Values for ARG instructions. They stay visible in the history of the image, so do not use them for secrets.</summary>
    public IReadOnlyDictionary<string, string> BuildArguments { get; init; } = new Dictionary<string, string>();

    /// <summary>Secrets that instructions mount. They require BuildKit and are not stored in any layer.</summary>
    public IReadOnlyList<BuildSecret> Secrets { get; init; } = Array.Empty<BuildSecret>();

    /// <summary>Labels for the image.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Name or number of the stage to build; null for the last stage.</summary>
    public string? Target { get; init; }

    /// <summary>The platform, such as <c>linux/amd64</c> or <c>linux/arm64</c>; null for the platform of the engine.</summary>
    public string? Platform { get; init; }

    /// <summary>Whether to build every step again, without the cache.</summary>
    public bool NoCache { get; init; }

    /// <summary>Whether to pull newer base images.</summary>
    public bool Pull { get; init; }

    /// <summary>Credentials for base images. For other registries, Docker's config.json is used.</summary>
    public IReadOnlyList<RegistryCredential> RegistryCredentials { get; init; } = Array.Empty<RegistryCredential>();

    /// <summary>Which builder to use.</summary>
    public ImageBuilderKind Builder { get; init; }
}
