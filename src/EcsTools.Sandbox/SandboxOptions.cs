using System;

namespace EcsTools.Sandbox;

/// <summary>How tasks run in the sandbox.</summary>
public enum SandboxRuntime
{
    /// <summary>On the local Docker engine if one answers, else simulated.</summary>
    Auto,

    /// <summary>On the local Docker engine; starting fails if none answers.</summary>
    Docker,

    /// <summary>No container runs: tasks pass through their states and end with exit code 0.</summary>
    Simulated,
}

/// <summary>What a sandbox is started with.</summary>
public sealed record SandboxOptions
{
    /// <summary>TCP port on loopback, or 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>Region that every ARN carries.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Folder that keeps state and images over a restart, or null to forget them.</summary>
    public string? DataPath { get; init; }

    /// <summary>How tasks run.</summary>
    public SandboxRuntime Runtime { get; init; }

    /// <summary>
    /// How many times faster than real time schedules and simulated tasks run, and new access keys become valid; 1 is real time. At least 1, at
    /// most 100000. Containers, tokens and creation times stay in real time.
    /// </summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>Whether calls are limited at AWS's published rates per account and region.</summary>
    public bool LimitRates { get; init; }

    /// <summary>Faults to inject, or null for none.</summary>
    public SandboxFaults? Faults { get; init; }

    /// <summary>How long a new access key is not accepted, by the sandbox's clock. On AWS this takes about ten seconds.</summary>
    internal TimeSpan KeyPropagation { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a task without a health check must run before its service counts it as healthy. AWS waits 40 seconds; on this machine it is clear
    /// sooner whether a program keeps running.
    /// </summary>
    internal TimeSpan ServiceSettling { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Endpoint of the Docker engine, such as <c>unix:///var/run/docker.sock</c>, or null for the default of this machine.</summary>
    public Uri? DockerEndpoint { get; init; }
}

/// <summary>Faults the sandbox injects, each as a share of the requests from 0 to 1.</summary>
public sealed record SandboxFaults
{
    /// <summary>Share answered with the service's throttling error.</summary>
    public double Throttle { get; init; }

    /// <summary>Share answered with HTTP 500.</summary>
    public double ServerError { get; init; }

    /// <summary>Share whose connection is reset.</summary>
    public double Reset { get; init; }

    /// <summary>Added to every answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Seed of the random choice, so that a run can be repeated.</summary>
    public int Seed { get; init; }
}
