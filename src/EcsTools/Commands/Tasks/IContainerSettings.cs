using System.Collections;
using System.Management.Automation;

namespace EcsTools.Commands.Tasks;

/// <summary>
/// The parameters that describe one container. It is an interface and not a base class because one of its two commands calls AWS and the other
/// does not: each declares the parameters, and takes their help from here.
/// </summary>
internal interface IContainerSettings
{
    /// <summary>Image of the container, with registry and tag.</summary>
    string? ImageUri { get; }

    /// <summary>Ports on which the container listens, such as 80 or 53/udp.</summary>
    string[]? Port { get; }

    /// <summary>Protocol of the ports that do not name one.</summary>
    /// <value>tcp</value>
    string Protocol { get; }

    /// <summary>
    /// Environment variables, such as @{ DEPTH = 3 }. Do not use them for secrets: anyone who can read the task definition can read them.
    /// </summary>
    Hashtable? Environment { get; }

    /// <summary>
    /// Environment variables whose values come from Secrets Manager or Parameter Store: the name of the variable, and the ARN of the secret
    /// or the name of the parameter.
    /// </summary>
    Hashtable? Secret { get; }

    /// <summary>
    /// Files with environment variables in S3, as s3://bucket/key.env or ARNs. The execution role must be allowed to read them.
    /// </summary>
    string[]? EnvironmentFile { get; }

    /// <summary>Command that replaces the one of the image.</summary>
    /// <value>the command of the image</value>
    string[]? Command { get; }

    /// <summary>Entry point that replaces the one of the image.</summary>
    /// <value>the entry point of the image</value>
    string[]? EntryPoint { get; }

    /// <summary>
    /// Volumes and the folders where the container sees them. scratch:/work is a volume that lives as long as the task and that the
    /// containers of the task share. fs-0123456789abcdef0:/data is an EFS file system, fs-0123456789abcdef0/fsap-0123456789abcdef0:/data
    /// one of its access points. Add :ro for read-only access, and :iam to use the task role on EFS.
    /// </summary>
    string[]? Volume { get; }

    /// <summary>Limits of the processes in the container: nofile=65536, or a soft and a hard limit as in nofile=1024:65536.</summary>
    string[]? Ulimit { get; }

    /// <summary>
    /// Containers that must reach a condition before this one starts: migrate:SUCCESS, proxy:HEALTHY, logs:START or copy:COMPLETE.
    /// </summary>
    string[]? DependsOn { get; }

    /// <summary>
    /// Command that checks the health of the container: one line for its shell, or a program and its arguments. The program must be in the
    /// image.
    /// </summary>
    string[]? HealthCheckCommand { get; }

    /// <summary>Seconds between two health checks, 5 to 300.</summary>
    /// <value>30</value>
    int? HealthCheckInterval { get; }

    /// <summary>Seconds after which a health check has failed, 2 to 60.</summary>
    /// <value>5</value>
    int? HealthCheckTimeout { get; }

    /// <summary>Number of failures in a row after which the container is unhealthy, 1 to 10.</summary>
    /// <value>3</value>
    int? HealthCheckRetries { get; }

    /// <summary>Seconds after the start in which failures do not count, 0 to 300.</summary>
    /// <value>0</value>
    int? HealthCheckStartPeriod { get; }

    /// <summary>Hard memory limit of the container, in MiB (256) or gigabytes ('1 GB').</summary>
    /// <value>all memory of the task</value>
    string? ContainerMemory { get; }

    /// <summary>CPU units of the task that are reserved for the container.</summary>
    /// <value>0</value>
    int? ContainerCpu { get; }

    /// <summary>Seconds between SIGTERM and SIGKILL when the container is stopped, 2 to 120.</summary>
    /// <value>30</value>
    int? StopTimeout { get; }

    /// <summary>User that runs the container, as a name or id. Add a group after a colon, as in 1000:1000.</summary>
    /// <value>the user of the image</value>
    string? User { get; }

    /// <summary>Folder in which the container starts.</summary>
    /// <value>the working directory of the image</value>
    string? WorkingDirectory { get; }

    /// <summary>Makes the root file system of the container read-only.</summary>
    SwitchParameter ReadOnlyRootFilesystem { get; }

    /// <summary>
    /// Runs a small init process in the container, which forwards signals and removes ended child processes. Use it with Enter-FargateTask.
    /// </summary>
    SwitchParameter InitProcess { get; }

    /// <summary>
    /// Log driver of the container: awslogs (CloudWatch Logs), firelens (a log router, which is added if the task has none) or splunk.
    /// </summary>
    /// <value>awslogs</value>
    string? LogDriver { get; }

    /// <summary>
    /// Options of the log driver, such as @{ mode = 'non-blocking' }, or for firelens @{ Name = 'cloudwatch_logs'; region = 'eu-west-1' }.
    /// </summary>
    Hashtable? LogOption { get; }

    /// <summary>Discards the output of the container.</summary>
    SwitchParameter NoLog { get; }

    /// <summary>Whether a parameter was given, on the command line or by the pipeline.</summary>
    bool IsGiven(string parameter);
}
