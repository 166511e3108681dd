using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.TaskDefinitions;

/// <summary>What a task definition shall be, and the container it is for. What is null is not said: it keeps the value of <see
/// cref="Json"/>, or takes its default.</summary>
public sealed record TaskDefinitionRequest : ContainerRequest
{
    /// <summary>Name of the family; by default the name of the image's repository.</summary>
    public string? Family { get; init; }

    /// <summary>CPU units.</summary>
    public int? Cpu { get; init; }

    /// <summary>Memory in MiB.</summary>
    public int? Memory { get; init; }

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

    /// <summary>Log group, made if missing; by default <c>/ecs/</c> and the family, and with <see cref="Json"/> what that says.</summary>
    public string? LogGroup { get; init; }

    /// <summary>Days after which lines of a log group made here are deleted; 0 keeps them.</summary>
    public int LogRetentionDays { get; init; } = 30;

    /// <summary>Leaves the container's output unkept.</summary>
    public bool NoLog { get; init; }

    /// <summary>Name of the container; by default the family, or the one container of <see cref="Json"/> that the other values are
    /// for.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Containers beside that one; one of the same name in <see cref="Json"/> is replaced.</summary>
    public IReadOnlyList<FargateContainerDefinition>? Sidecars { get; init; }

    /// <summary>Tags of the revision.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Registers a revision even where the newest one is the same.</summary>
    public bool Force { get; init; }

    /// <summary>
    /// A task definition as the AWS CLI takes or prints it, over which the other values go. In its texts <c>${env:NAME}</c>,
    /// <c>${image}</c>,
    /// <c>${region}</c> and <c>${account}</c> are filled in where <see cref="FillIn"/> says so.
    /// </summary>
    public string? Json { get; init; }

    /// <summary>Whether the placeholders of <see cref="Json"/> are filled in: of a file that people write, not of a definition that is
    /// there.</summary>
    public bool FillIn { get; init; }
}
