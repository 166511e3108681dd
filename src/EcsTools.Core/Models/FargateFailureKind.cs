using EcsTools.Images.Oci;

namespace EcsTools.Models;

/// <summary>Why a task failed, as far as that can be determined. Scripts can branch on it.</summary>
/// <remarks>These are words and not an enumeration, because PowerShell writes an enumeration to JSON as a number.</remarks>
public static class FargateFailureKind
{
    /// <summary>None of the other kinds. Nothing is known beyond what AWS said.</summary>
    public const string Unknown = nameof(Unknown);

    /// <summary>The image is not in its registry: the repository, tag or digest does not exist.</summary>
    public const string ImageMissing = nameof(ImageMissing);

    /// <summary>The image is built for another processor or operating system than the task's.</summary>
    public const string ImagePlatform = nameof(ImagePlatform);

    /// <summary>The layers of the image cannot be unpacked, or do not match its manifest.</summary>
    public const string ImageInvalid = nameof(ImageInvalid);

    /// <summary>The registry refused the pull.</summary>
    public const string PullDenied = nameof(PullDenied);

    /// <summary>The registry refused the pull because there were too many pulls.</summary>
    public const string PullRateLimited = nameof(PullRateLimited);

    /// <summary>The image cannot be pulled for another reason.</summary>
    public const string PullFailed = nameof(PullFailed);

    /// <summary>The task cannot reach the registry or another service that it needs.</summary>
    public const string NetworkUnreachable = nameof(NetworkUnreachable);

    /// <summary>The ephemeral storage is full.</summary>
    public const string StorageFull = nameof(StorageFull);

    /// <summary>A secret, parameter or JSON key of a secret does not exist, or the secret is marked for deletion.</summary>
    public const string SecretMissing = nameof(SecretMissing);

    /// <summary>The ARN or name of a secret or parameter is invalid, or the value of a secret is not the JSON that the definition expects.</summary>
    public const string SecretInvalid = nameof(SecretInvalid);

    /// <summary>A secret or parameter cannot be read for another reason.</summary>
    public const string SecretFailed = nameof(SecretFailed);

    /// <summary>The role may not read a secret or parameter.</summary>
    public const string SecretDenied = nameof(SecretDenied);

    /// <summary>The log group does not exist.</summary>
    public const string LogGroupMissing = nameof(LogGroupMissing);

    /// <summary>The role may not write the log.</summary>
    public const string LogDenied = nameof(LogDenied);

    /// <summary>A volume cannot be mounted.</summary>
    public const string VolumeFailed = nameof(VolumeFailed);

    /// <summary>An environment file cannot be read.</summary>
    public const string EnvironmentFileFailed = nameof(EnvironmentFileFailed);

    /// <summary>A role cannot be assumed.</summary>
    public const string RoleNotAssumable = nameof(RoleNotAssumable);

    /// <summary>The container cannot be started because of its entry point, command or limits.</summary>
    public const string CannotStart = nameof(CannotStart);

    /// <summary>The container needed more memory than it had.</summary>
    public const string OutOfMemory = nameof(OutOfMemory);

    /// <summary>The program exists but is not executable (exit code 126).</summary>
    public const string NotExecutable = nameof(NotExecutable);

    /// <summary>The program does not exist (exit code 127).</summary>
    public const string CommandNotFound = nameof(CommandNotFound);

    /// <summary>The program was killed (exit code 137).</summary>
    public const string Killed = nameof(Killed);

    /// <summary>The program crashed (exit codes 134 and 139).</summary>
    public const string Crashed = nameof(Crashed);

    /// <summary>The program received a request to end (exit code 143).</summary>
    public const string Terminated = nameof(Terminated);

    /// <summary>The program ended with its own exit code.</summary>
    public const string ExitCode = nameof(ExitCode);

    /// <summary>The program of a service ended successfully, although it should have kept running.</summary>
    public const string ServiceTaskEnded = nameof(ServiceTaskEnded);

    /// <summary>The load balancer's health check failed.</summary>
    public const string LoadBalancerHealthCheck = nameof(LoadBalancerHealthCheck);

    /// <summary>The container's own health check failed.</summary>
    public const string ContainerHealthCheck = nameof(ContainerHealthCheck);

    /// <summary>AWS reclaimed the Spot capacity.</summary>
    public const string SpotInterruption = nameof(SpotInterruption);

    /// <summary>AWS shut down the capacity that the task ran on.</summary>
    public const string HostEnded = nameof(HostEnded);

    /// <summary>AWS had no capacity or had an internal failure.</summary>
    public const string CapacityUnavailable = nameof(CapacityUnavailable);
}
