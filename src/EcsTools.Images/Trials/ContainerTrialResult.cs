using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Images.Trials;

/// <summary>What a container did.</summary>
public sealed class ContainerTrialResult
{
    /// <summary>Operating system and processor of its image, such as <c>linux/arm64</c>.</summary>
    public string Platform { get; init; } = "";

    /// <summary>Whether it was started. An image for another processor is not.</summary>
    public bool HasRun { get; init; }

    /// <summary>Its exit code, if it has ended by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The last lines that it wrote.</summary>
    public IReadOnlyList<string> LastLines { get; init; } = [];

    /// <summary>TCP ports that it listens on; null if they cannot be read.</summary>
    public IReadOnlyList<ListeningPort>? Listening { get; init; }

    /// <summary>The status of each path that was answered.</summary>
    public IReadOnlyDictionary<string, int> Answers { get; init; } = new Dictionary<string, int>();

    /// <summary>Time from its start to its first healthy answer; null if there was none.</summary>
    public TimeSpan? HealthyAfter { get; init; }

    /// <summary>Ports that clients outside the container can reach.</summary>
    public IReadOnlyList<int> OpenPorts => Ports(isLoopback: false);

    /// <summary>Ports that only the container itself can reach.</summary>
    public IReadOnlyList<int> LoopbackPorts => Ports(isLoopback: true).Except(OpenPorts).ToList();

    private List<int> Ports(bool isLoopback)
        => (Listening ?? []).Where(port => port.IsLoopback == isLoopback).Select(port => port.Port).Distinct().OrderBy(port => port).ToList();
}
