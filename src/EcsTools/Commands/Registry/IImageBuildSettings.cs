using System.Collections;
using System.Management.Automation;
using EcsTools.Images.Build;

namespace EcsTools.Commands.Registry;

/// <summary>
/// The parameters of a build. It is an interface and not a base class because one of its two commands calls AWS and the other does not: each
/// declares the parameters, and takes their help from here.
/// </summary>
internal interface IImageBuildSettings
{
    /// <summary>Path of the Dockerfile, relative to the folder.</summary>
    /// <value>Dockerfile</value>
    string? Dockerfile { get; }

    /// <summary>
    /// Build arguments, such as @{ BASE_IMAGE = 'node:22-slim' }. They stay visible in the image: do not use them for secrets.
    /// </summary>
    Hashtable? BuildArg { get; }

    /// <summary>
    /// Secrets that the Dockerfile mounts, such as @{ npmrc = './.npmrc' } for RUN --mount=type=secret,id=npmrc. A value is the path of a
    /// file or a SecureString. Secrets are not stored in any layer. They need BuildKit (the Docker CLI with buildx).
    /// </summary>
    Hashtable? Secret { get; }

    /// <summary>Stage of the Dockerfile to build.</summary>
    /// <value>the last stage</value>
    string? Target { get; }

    /// <summary>Platform to build for, such as linux/amd64.</summary>
    /// <value>the platform of the Docker engine</value>
    string? Platform { get; }

    /// <summary>Builds every step again, even if nothing has changed, and does not use the build cache.</summary>
    SwitchParameter NoCache { get; }

    /// <summary>
    /// Builds the image, and looks for newer versions of the base images even if the Docker engine already has images with these names.
    /// </summary>
    SwitchParameter Pull { get; }
}
