using System.Collections.Generic;
using EcsTools.Sandbox.Engine;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>The state of one container of a task.</summary>
internal sealed class TaskContainer
{
    public required string Arn { get; init; }

    public required string Name { get; init; }

    public required string Image { get; init; }

    public string Cpu { get; init; } = "0";

    public string? Memory { get; init; }

    public string? MemoryReservation { get; init; }

    public string LastStatus { get; set; } = EcsTaskStatus.Pending;

    public string Health { get; set; } = HealthStatus.Unknown;

    public string? ImageDigest { get; set; }

    /// <summary>The id that the engine gave it.</summary>
    public string? RuntimeId { get; set; }

    /// <summary>The private address of its task, once the network is attached.</summary>
    public string? PrivateAddress { get; set; }

    /// <summary>The ports of this machine that lead to it. On AWS a Fargate task has none.</summary>
    public IReadOnlyList<PublishedPort> Ports { get; set; } = [];

    /// <summary>The agent of ECS Exec, or null if the task does not enable commands.</summary>
    public ExecAgent? Agent { get; set; }

    public int? ExitCode { get; set; }

    /// <summary>Why it did not start or was killed, or null.</summary>
    public string? Reason { get; set; }
}
