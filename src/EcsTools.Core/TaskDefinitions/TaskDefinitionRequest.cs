using System.Collections.Generic;
using EcsTools.Images.Credentials;
using EcsTools.Models;

namespace EcsTools.TaskDefinitions;

/// <summary>
/// The requested task definition, and the container that it describes. A null value was not given: it keeps the value in <see
/// cref="Json"/>, or takes its default.
/// </summary>
public sealed record TaskDefinitionRequest : ContainerRequest
{
    /// <summary>Name of the family; by default the name of the image's repository.</summary>
    public string? Family { get; init; }

    /// <summary>CPU units.</summary>
    public int? Cpu { get; init; }

    /// <summary>Memory in MiB.</summary>
    public int? Memory { get; init; }

    /// <summary><c>X86_64</c> or <c>ARM64</c>; <c>amd64</c> and <c>arm64</c> are accepted too.</summary>
    public string? Architecture { get; init; }

    /// <summary><c>LINUX</c> or an edition such as <c>WINDOWS_SERVER_2022_CORE</c>.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Ephemeral storage in GiB, 21 to 200. Without a value a task has 20.</summary>
    public int? EphemeralStorage { get; init; }

    /// <summary>ARN or name of the execution role; by default a role that is created if it does not exist.</summary>
    public string? ExecutionRole { get; init; }

    /// <summary>ARN or name of the role that the program in the container uses.</summary>
    public string? TaskRole { get; init; }

    /// <summary>The user and password for <see cref="ContainerRequest.PullSecret"/>, which is created or changed.</summary>
    public RegistryCredential? PullLogin { get; init; }

    /// <summary>
    /// Log group, created if it does not exist; by default <c>/ecs/</c> and the family, and with <see cref="Json"/> the group named there.
    /// </summary>
    public string? LogGroup { get; init; }

    /// <summary>Days to keep log lines in a log group that this command creates; 0 keeps them forever.</summary>
    public int LogRetentionDays { get; init; } = 30;

    /// <summary>Whether log groups that exist get this number of days too.</summary>
    public bool SetsLogRetention { get; init; }

    /// <summary>Whether to discard the container's output.</summary>
    public bool NoLog { get; init; }

    /// <summary>
    /// Name of the container; by default the family, or the one container in <see cref="Json"/> that the other values apply to.
    /// </summary>
    public string? ContainerName { get; init; }

    /// <summary>Additional containers. Each replaces a container with the same name in <see cref="Json"/>.</summary>
    public IReadOnlyList<FargateContainerDefinition>? Sidecars { get; init; }

    /// <summary>Tags of the revision.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Tags of log groups that are created for it.</summary>
    public IReadOnlyDictionary<string, string>? CreatedTags { get; init; }

    /// <summary>Tags of the execution role, if it is created. An existing role keeps its tags.</summary>
    public IReadOnlyDictionary<string, string>? CreatedRoleTags { get; init; }

    /// <summary>Whether to register a revision even if the newest one is the same.</summary>
    public bool Force { get; init; }

    /// <summary>
    /// A task definition in the format of the AWS CLI; the other values override it. If <see cref="FillIn"/> is true, the placeholders
    /// <c>${env:NAME}</c>, <c>${image}</c>, <c>${region}</c> and <c>${account}</c> in its strings are filled in.
    /// </summary>
    public string? Json { get; init; }

    /// <summary>Path of the file that <see cref="Json"/> is from, for messages; null if it is from no file.</summary>
    public string? JsonPath { get; init; }

    /// <summary>
    /// Whether to fill in the placeholders in <see cref="Json"/>. They are filled in for a file that a person wrote, not for an existing
    /// definition.
    /// </summary>
    public bool FillIn { get; init; }
}
