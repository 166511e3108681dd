using System.Collections.Generic;

namespace EcsTools.Tasks;

/// <summary>
/// What a task definition shall be. What is null is not said: it keeps the value of <see cref="Json"/>, or takes its default.
/// </summary>
public sealed record TaskDefinitionRequest
{
    /// <summary>Name of the family; by default the name of the image's repository.</summary>
    public string? Family { get; init; }

    /// <summary>Image of the container.</summary>
    public string? ImageUri { get; init; }

    /// <summary>CPU units.</summary>
    public int? Cpu { get; init; }

    /// <summary>Memory in MiB.</summary>
    public int? Memory { get; init; }

    /// <summary>Ports the container listens on.</summary>
    public IReadOnlyList<TaskPort>? Ports { get; init; }

    /// <summary>Environment variables. Never secrets: they can be read by who may read the definition.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Environment variables whose values come from Secrets Manager or Parameter Store: name to ARN or parameter name.</summary>
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    /// <summary>Replaces the image's command.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Replaces the image's entry point.</summary>
    public IReadOnlyList<string>? EntryPoint { get; init; }

    /// <summary>How the container is asked whether it is well.</summary>
    public TaskHealthCheck? HealthCheck { get; init; }

    /// <summary><c>X86_64</c> or <c>ARM64</c>; <c>amd64</c> and <c>arm64</c> are read too.</summary>
    public string? Architecture { get; init; }

    /// <summary><c>LINUX</c> or an edition such as <c>WINDOWS_SERVER_2022_CORE</c>.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Ephemeral storage in GiB, 21 to 200; 20 is what a task has anyway.</summary>
    public int? EphemeralStorage { get; init; }

    /// <summary>ARN or name of the execution role; by default one that is made if missing.</summary>
    public string? ExecutionRole { get; init; }

    /// <summary>ARN or name of the role of the code in the container.</summary>
    public string? TaskRole { get; init; }

    /// <summary>Log group, made if missing; by default <c>/ecs/</c> and the family.</summary>
    public string? LogGroup { get; init; }

    /// <summary>Days after which lines of a log group made here are deleted; 0 keeps them.</summary>
    public int LogRetentionDays { get; init; } = 30;

    /// <summary>Leaves the container's output unkept.</summary>
    public bool NoLog { get; init; }

    /// <summary>
    /// Name of the container; by default the family, or the one container of <see cref="Json"/> that the other values are for.
    /// </summary>
    public string? ContainerName { get; init; }

    /// <summary>Tags of the revision.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Registers a revision even where the newest one is the same.</summary>
    public bool Force { get; init; }

    /// <summary>A task definition as the AWS CLI takes or prints it, over which the other values go.</summary>
    public string? Json { get; init; }
}

/// <summary>A container's health check.</summary>
public sealed record TaskHealthCheck
{
    /// <summary>One text for the shell, or a program and its arguments. May begin with <c>CMD</c> or <c>CMD-SHELL</c>.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Seconds between two checks, 5 to 300.</summary>
    public int Interval { get; init; } = 30;

    /// <summary>Seconds after which a check has failed, 2 to 60.</summary>
    public int Timeout { get; init; } = 5;

    /// <summary>Failures in a row that make the container unhealthy, 1 to 10.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Seconds at the start in which failures do not count, 0 to 300.</summary>
    public int StartPeriod { get; init; }
}
