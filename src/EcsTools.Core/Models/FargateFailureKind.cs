using EcsTools.Images.Oci;

namespace EcsTools.Models;

/// <summary>Why a task failed, as far as that can be determined. Scripts can branch on it.</summary>
public enum FargateFailureKind
{
    /// <summary>None of the other kinds. Nothing is known beyond what AWS said.</summary>
    Unknown,

    /// <summary>The image is not in its registry: the repository, tag or digest does not exist.</summary>
    ImageMissing,

    /// <summary>The image is built for another processor or operating system than the task's.</summary>
    ImagePlatform,

    /// <summary>The layers of the image cannot be unpacked, or do not match its manifest.</summary>
    ImageInvalid,

    /// <summary>The registry refused the pull.</summary>
    PullDenied,

    /// <summary>The registry refused the pull because there were too many pulls.</summary>
    PullRateLimited,

    /// <summary>The image cannot be pulled for another reason.</summary>
    PullFailed,

    /// <summary>The task cannot reach the registry or another service that it needs.</summary>
    NetworkUnreachable,

    /// <summary>The ephemeral storage is full.</summary>
    StorageFull,

    /// <summary>A secret, parameter or JSON key of a secret does not exist, or the secret is marked for deletion.</summary>
    SecretMissing,

    /// <summary>The ARN or name of a secret or parameter is invalid, or the value of a secret is not the JSON that the definition expects.</summary>
    SecretInvalid,

    /// <summary>A secret or parameter cannot be read for another reason.</summary>
    SecretFailed,

    /// <summary>The role may not read a secret or parameter.</summary>
    SecretDenied,

    /// <summary>The log group does not exist.</summary>
    LogGroupMissing,

    /// <summary>The role may not write the log.</summary>
    LogDenied,

    /// <summary>A volume cannot be mounted.</summary>
    VolumeFailed,

    /// <summary>An environment file cannot be read.</summary>
    EnvironmentFileFailed,

    /// <summary>A role cannot be assumed.</summary>
    RoleNotAssumable,

    /// <summary>The container cannot be started because of its entry point, command or limits.</summary>
    CannotStart,

    /// <summary>The container needed more memory than it had.</summary>
    OutOfMemory,

    /// <summary>The program exists but is not executable (exit code 126).</summary>
    NotExecutable,

    /// <summary>The program does not exist (exit code 127).</summary>
    CommandNotFound,

    /// <summary>The program was killed (exit code 137).</summary>
    Killed,

    /// <summary>The program crashed (exit codes 134 and 139).</summary>
    Crashed,

    /// <summary>The program received a request to end (exit code 143).</summary>
    Terminated,

    /// <summary>The program ended with its own exit code.</summary>
    ExitCode,

    /// <summary>The program of a service ended successfully, although it should have kept running.</summary>
    ServiceTaskEnded,

    /// <summary>The load balancer's health check failed.</summary>
    LoadBalancerHealthCheck,

    /// <summary>The container's own health check failed.</summary>
    ContainerHealthCheck,

    /// <summary>AWS reclaimed the Spot capacity.</summary>
    SpotInterruption,

    /// <summary>AWS shut down the capacity that the task ran on.</summary>
    HostEnded,

    /// <summary>AWS had no capacity or had an internal failure.</summary>
    CapacityUnavailable,
}
