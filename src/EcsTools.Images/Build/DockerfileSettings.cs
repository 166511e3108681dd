using System;
using System.Collections.Generic;

namespace EcsTools.Images.Build;

/// <summary>What a Dockerfile says about the container that runs its image. Variables are replaced as far as the file gives their values.</summary>
public sealed record DockerfileSettings
{
    /// <summary>Full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>Ports of EXPOSE, such as <c>80</c> and <c>53/udp</c>, in the order of the file.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>The check of HEALTHCHECK; null if there is none.</summary>
    public DockerfileHealthCheck? HealthCheck { get; init; }

    /// <summary>User of the last USER instruction; null if there is none.</summary>
    public string? User { get; init; }

    /// <summary>Platform of FROM, such as <c>linux/arm64</c>; null if it does not say one.</summary>
    public string? Platform { get; init; }

    /// <summary>Instructions with a variable whose value the file does not say. They are left out here.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>Reads the Dockerfile of a build.</summary>
    /// <param name="request">The build.</param>
    /// <exception cref="EcsToolsException">The folder or file does not exist, or the file is not a Dockerfile.</exception>
    public static DockerfileSettings Read(ImageBuildRequest request)
    {
        var file = BuildContext.Open(request.ContextPath, request.DockerfilePath).Dockerfile;
        if (request.Target is { } target)
        {
            file.CheckTarget(target);
        }

        return new DockerfileSettingsReader(file, request.BuildArguments).Read(request.Target);
    }
}

/// <summary>The HEALTHCHECK of a Dockerfile, with the defaults of Docker.</summary>
/// <param name="Command">The command: <c>CMD</c> and words, or <c>CMD-SHELL</c> and a line.</param>
/// <param name="Interval">Time between two checks.</param>
/// <param name="Timeout">Time after which a check has failed.</param>
/// <param name="StartPeriod">Time after the start in which failures do not count.</param>
/// <param name="Retries">Failures in a row that make the container unhealthy.</param>
public sealed record DockerfileHealthCheck(IReadOnlyList<string> Command, TimeSpan Interval, TimeSpan Timeout, TimeSpan StartPeriod, int Retries);
