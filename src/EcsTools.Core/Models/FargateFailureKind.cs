using EcsTools.Images.Oci;

namespace EcsTools.Models;

/// <summary>Why a task failed, as far as it can be told apart. Scripts may branch on it.</summary>
public enum FargateFailureKind
{
    /// <summary>None of the others: what AWS said is all that is known.</summary>
    Unknown,

    /// <summary>The image is not in its registry: no such repository, tag or digest.</summary>
    ImageMissing,

    /// <summary>The image is built for another processor or system than the task's.</summary>
    ImagePlatform,

    /// <summary>The registry refused the pull.</summary>
    PullDenied,

    /// <summary>The registry refused for the number of pulls.</summary>
    PullRateLimited,

    /// <summary>The image cannot be pulled for another reason.</summary>
    PullFailed,

    /// <summary>The task has no way to the registry, or to the service it needed.</summary>
    NetworkUnreachable,

    /// <summary>The ephemeral storage is full.</summary>
    StorageFull,

    /// <summary>A secret or parameter does not exist.</summary>
    SecretMissing,

    /// <summary>A secret or parameter may not be read.</summary>
    SecretDenied,

    /// <summary>The log group does not exist.</summary>
    LogGroupMissing,

    /// <summary>The log may not be written.</summary>
    LogDenied,

    /// <summary>A volume cannot be mounted.</summary>
    VolumeFailed,

    /// <summary>An environment file cannot be read.</summary>
    EnvironmentFileFailed,

    /// <summary>A role cannot be assumed.</summary>
    RoleNotAssumable,

    /// <summary>The container cannot be started: its entry point, command or limits.</summary>
    CannotStart,

    /// <summary>The container needed more memory than it has.</summary>
    OutOfMemory,

    /// <summary>The program is there and not executable (exit code 126).</summary>
    NotExecutable,

    /// <summary>The program is not there (exit code 127).</summary>
    CommandNotFound,

    /// <summary>The program was killed (exit code 137).</summary>
    Killed,

    /// <summary>The program crashed (exit codes 134 and 139).</summary>
    Crashed,

    /// <summary>The program was asked to end (exit code 143).</summary>
    Terminated,

    /// <summary>The program ended with an exit code of its own.</summary>
    ExitCode,

    /// <summary>The program of a service ended well, though it should have gone on.</summary>
    ServiceTaskEnded,

    /// <summary>The load balancer's health check failed.</summary>
    LoadBalancerHealthCheck,

    /// <summary>The container's own health check failed.</summary>
    ContainerHealthCheck,

    /// <summary>Spot capacity was taken back.</summary>
    SpotInterruption,

    /// <summary>AWS ended what the task ran on.</summary>
    HostEnded,

    /// <summary>AWS had no capacity, or failed itself.</summary>
    CapacityUnavailable,
}
