using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Engine;

/// <summary>One container of a task.</summary>
internal sealed record ContainerPlan
{
    public required string Name { get; init; }

    public required string Image { get; init; }

    /// <summary>The digest to which the image is pinned, or null to resolve its tag now.</summary>
    public string? Digest { get; init; }

    /// <summary>The name or ARN of the secret with the login to the registry of the image, or null.</summary>
    public string? PullSecret { get; init; }

    public bool Essential { get; init; } = true;

    /// <summary>Replaces that of the image; null keeps it.</summary>
    public IReadOnlyList<string>? EntryPoint { get; init; }

    /// <summary>Replaces that of the image; null keeps it.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Variable names and the sources of their values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Secrets { get; init; } = [];

    public string? WorkingDirectory { get; init; }

    public string? User { get; init; }

    /// <summary>CPU shares among the containers of the task.</summary>
    public long Cpu { get; init; }

    /// <summary>Hard limit in MiB, or null for the limit of the task.</summary>
    public long? Memory { get; init; }

    public long? MemoryReservation { get; init; }

    public IReadOnlyList<PortPlan> Ports { get; init; } = [];

    public IReadOnlyList<UlimitPlan> Ulimits { get; init; } = [];

    public IReadOnlyList<MountPlan> Mounts { get; init; } = [];

    /// <summary>Containers whose volumes this one mounts too.</summary>
    public IReadOnlyList<KeyValuePair<string, bool>> VolumesFrom { get; init; } = [];

    public IReadOnlyList<string> DroppedCapabilities { get; init; } = [];

    public IReadOnlyList<string> AddedCapabilities { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    public bool ReadOnlyRoot { get; init; }

    public bool Init { get; init; }

    public bool Interactive { get; init; }

    public bool Terminal { get; init; }

    /// <summary>Time between SIGTERM and SIGKILL.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long other containers wait for this one to meet their conditions.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(3);

    public HealthPlan? Health { get; init; }

    public RestartPlan? Restart { get; init; }

    public LogPlan? Logs { get; init; }

    public IReadOnlyList<DependencyPlan> DependsOn { get; init; } = [];
}
