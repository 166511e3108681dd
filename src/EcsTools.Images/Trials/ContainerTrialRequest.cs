using System;
using System.Collections.Generic;
using EcsTools.Images.Build;

namespace EcsTools.Images.Trials;

/// <summary>A container to run for a short time on the engine of this machine, as a task would run it.</summary>
public sealed class ContainerTrialRequest
{
    /// <summary>How its image is built; null if <see cref="Image"/> names one.</summary>
    public ImageBuildRequest? Build { get; init; }

    /// <summary>Name or id of an image that the engine has.</summary>
    public string? Image { get; init; }

    /// <summary>Its environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Its command; null for that of the image.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Its entry point; null for that of the image.</summary>
    public IReadOnlyList<string>? EntryPoint { get; init; }

    /// <summary>Its user; null for that of the image.</summary>
    public string? User { get; init; }

    /// <summary>The port to send requests to; null if it is not known.</summary>
    public int? Port { get; init; }

    /// <summary>Paths to request: the one of the health check, then others that may answer instead.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Whether a status code is one of a healthy program.</summary>
    public Func<int, bool> IsHealthy { get; init; } = status => status is >= 200 and <= 299;

    /// <summary>How long to wait until the program listens and is healthy.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);
}
