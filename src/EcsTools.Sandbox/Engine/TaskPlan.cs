using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Engine;

/// <summary>What one task runs: its definition with the overrides applied.</summary>
internal sealed record TaskPlan
{
    public required string Id { get; init; }

    public required string Family { get; init; }

    public required string Cluster { get; init; }

    /// <summary>CPU units of the whole task; 1024 are one vCPU.</summary>
    public long Cpu { get; init; }

    /// <summary>MiB of the whole task.</summary>
    public long Memory { get; init; }

    /// <summary>As container images name it, such as <c>linux/amd64</c>.</summary>
    public required string Platform { get; init; }

    public string? ExecutionRoleArn { get; init; }

    /// <summary>Role of the code in the containers, and of the agent that runs commands in them.</summary>
    public string? TaskRoleArn { get; init; }

    /// <summary>Whether commands may be run in its containers.</summary>
    public bool EnableExecuteCommand { get; init; }

    /// <summary>Whether the task belongs to a service. The simulation keeps such a task running.</summary>
    public bool OfService { get; init; }

    public required IReadOnlyList<ContainerPlan> Containers { get; init; }
}

/// <summary>One container of a task.</summary>
internal sealed record ContainerPlan
{
    public required string Name { get; init; }

    public required string Image { get; init; }

    /// <summary>The digest to which the image is pinned, or null to resolve its tag now.</summary>
    public string? Digest { get; init; }

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

internal sealed record PortPlan(int Port, string Protocol);

internal sealed record UlimitPlan(string Name, long Soft, long Hard);

/// <summary>A volume of the task at a path of the container.</summary>
internal sealed record MountPlan(string Volume, string Path, bool ReadOnly);

internal sealed record HealthPlan(IReadOnlyList<string> Command, TimeSpan Interval, TimeSpan Timeout, int Retries, TimeSpan StartPeriod);

/// <summary>Restarts a container that exits with another code than these after at least this time.</summary>
internal sealed record RestartPlan(IReadOnlyCollection<int> IgnoredExitCodes, TimeSpan AttemptPeriod);

/// <summary>The log stream of a container with the awslogs driver.</summary>
internal sealed record LogPlan(string Group, string Stream, bool CreateGroup);

/// <summary>START, COMPLETE, SUCCESS or HEALTHY of another container.</summary>
internal sealed record DependencyPlan(string Container, string Condition);
