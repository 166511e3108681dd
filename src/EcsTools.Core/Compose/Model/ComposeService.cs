using System;
using System.Collections.Generic;
using EcsTools.Apps.Definition;

namespace EcsTools.Compose.Model;

/// <summary>A service of a compose file. A null value was not given.</summary>
internal sealed record ComposeService
{
    public required string Name { get; init; }

    public required SourcePosition Position { get; init; }

    public Placed<string>? Image { get; init; }

    public ComposeBuild? Build { get; init; }

    public Placed<string>? Platform { get; init; }

    public IReadOnlyList<Placed<string>>? Command { get; init; }

    public IReadOnlyList<Placed<string>>? EntryPoint { get; init; }

    public IReadOnlyList<ComposePair> Environment { get; init; } = [];

    public IReadOnlyList<ComposeEnvironmentFile> EnvironmentFiles { get; init; } = [];

    public IReadOnlyList<ComposePair> Labels { get; init; } = [];

    public IReadOnlyList<ComposePort> Ports { get; init; } = [];

    public IReadOnlyList<Placed<string>> Expose { get; init; } = [];

    public IReadOnlyList<ComposeDependency> DependsOn { get; init; } = [];

    public IReadOnlyList<Placed<string>> Links { get; init; } = [];

    public ComposeHealthCheck? HealthCheck { get; init; }

    public IReadOnlyList<ComposeMount> Volumes { get; init; } = [];

    public IReadOnlyList<Placed<string>> Tmpfs { get; init; } = [];

    public IReadOnlyList<ComposeGrant> Secrets { get; init; } = [];

    public IReadOnlyList<ComposeUlimit> Ulimits { get; init; } = [];

    public IReadOnlyList<Placed<string>> CapAdd { get; init; } = [];

    public IReadOnlyList<Placed<string>> CapDrop { get; init; } = [];

    public IReadOnlyList<ComposePair> Sysctls { get; init; } = [];

    public ComposeLogging? Logging { get; init; }

    public ComposeDeploy Deploy { get; init; } = new();

    public IReadOnlyList<Placed<string>> Profiles { get; init; } = [];

    public Placed<string>? NetworkMode { get; init; }

    public Placed<string>? Restart { get; init; }

    public Placed<TimeSpan>? StopGracePeriod { get; init; }

    public Placed<string>? User { get; init; }

    public Placed<string>? WorkingDirectory { get; init; }

    public Placed<bool>? ReadOnly { get; init; }

    public Placed<bool>? Init { get; init; }

    public Placed<bool>? Tty { get; init; }

    public Placed<bool>? StdinOpen { get; init; }

    /// <summary>What <c>x-fargate</c> adds.</summary>
    public FargateExtension Fargate { get; init; } = new();
}

/// <summary>How the image of a service is built.</summary>
internal sealed record ComposeBuild
{
    public required SourcePosition Position { get; init; }

    public Placed<string>? Context { get; init; }

    public Placed<string>? Dockerfile { get; init; }

    public IReadOnlyList<ComposePair> Arguments { get; init; } = [];

    public IReadOnlyList<ComposePair> Labels { get; init; } = [];

    public Placed<string>? Target { get; init; }

    public IReadOnlyList<Placed<string>> Platforms { get; init; } = [];

    public IReadOnlyList<ComposeGrant> Secrets { get; init; } = [];

    public Placed<bool>? NoCache { get; init; }

    public Placed<bool>? Pull { get; init; }
}

/// <summary>A file with variables.</summary>
internal sealed record ComposeEnvironmentFile(Placed<string> Path, bool IsRequired, bool IsRaw);

/// <summary>A port of a container.</summary>
internal sealed record ComposePort(int Target, string? Published, string? HostAddress, string Protocol, SourcePosition Position);

/// <summary>A service that starts before another one.</summary>
internal sealed record ComposeDependency(string Service, string Condition, bool IsRequired, SourcePosition Position);

/// <summary>A volume, and where it is mounted.</summary>
internal sealed record ComposeMount(string Type, string? Source, string Target, bool IsReadOnly, SourcePosition Position);

/// <summary>A secret that a service or build gets.</summary>
internal sealed record ComposeGrant(string Source, string? Target, string? Variable, SourcePosition Position);

/// <summary>A limit of processes.</summary>
internal sealed record ComposeUlimit(string Name, int Soft, int Hard, SourcePosition Position);

/// <summary>Where the log goes.</summary>
internal sealed record ComposeLogging(Placed<string>? Driver, IReadOnlyList<ComposePair> Options, SourcePosition Position);

/// <summary>A health check.</summary>
internal sealed record ComposeHealthCheck
{
    public required SourcePosition Position { get; init; }

    public IReadOnlyList<Placed<string>>? Test { get; init; }

    public Placed<TimeSpan>? Interval { get; init; }

    public Placed<TimeSpan>? Timeout { get; init; }

    public Placed<TimeSpan>? StartPeriod { get; init; }

    public Placed<int>? Retries { get; init; }

    public bool IsDisabled { get; init; }
}

/// <summary>How many containers run, their sizes, and how they are replaced.</summary>
internal sealed record ComposeDeploy
{
    public Placed<int>? Replicas { get; init; }

    public Placed<double>? Cpus { get; init; }

    public Placed<long>? Memory { get; init; }

    public IReadOnlyList<ComposePair> Labels { get; init; } = [];

    public Placed<string>? RestartCondition { get; init; }

    public Placed<int>? Parallelism { get; init; }

    public Placed<string>? Order { get; init; }
}
