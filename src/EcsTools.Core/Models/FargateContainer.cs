using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>One container of a task.</summary>
public sealed record FargateContainer
{
    /// <summary>The container's name in the task definition.</summary>
    public required string Name { get; init; }

    /// <summary>Image that the container was started from.</summary>
    public string? Image { get; init; }

    /// <summary>Digest that the image's tag referred to.</summary>
    public string? ImageDigest { get; init; }

    /// <summary><c>PENDING</c>, <c>RUNNING</c> or <c>STOPPED</c>.</summary>
    public string? LastStatus { get; init; }

    /// <summary><c>HEALTHY</c>, <c>UNHEALTHY</c> or <c>UNKNOWN</c>.</summary>
    public string? HealthStatus { get; init; }

    /// <summary>Exit code after the container has ended; null if it never ran.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it ended or did not start, if AWS gives a reason.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// In the sandbox, the address and port on this machine for each port of the container. Empty on AWS, where a task has its own address.
    /// </summary>
    public IReadOnlyList<string> Bindings { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Its log stream; null if it does not write to CloudWatch Logs.</summary>
    public string? LogStream { get; init; }

    /// <summary>Name, state and exit code.</summary>
    public override string ToString() => ExitCode is int code ? $"{Name}: {LastStatus} ({code})" : $"{Name}: {LastStatus}";
}
