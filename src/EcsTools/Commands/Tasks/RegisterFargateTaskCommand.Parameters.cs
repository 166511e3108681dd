using System.Collections;
using System.Management.Automation;
using EcsTools.Models;

namespace EcsTools.Commands.Tasks;

/// <content>The parameters.</content>
public sealed partial class RegisterFargateTaskCommand
{
    /// <summary>
    /// <para type="description">Name of the family; by default the name of the image's repository.</para>
    /// </summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    public string? Family { get; set; }

    /// <summary>
    /// <para type="description">Image of the container, with registry and tag.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Image")]
    public string? ImageUri { get; set; }

    /// <summary>
    /// <para type="description">A task definition as the AWS CLI takes or prints it (JSON). ${env:NAME}, ${image}, ${region} and ${account}
    /// are filled in. The other parameters go over it.</para>
    /// </summary>
    [Parameter]
    public string? Path { get; set; }

    /// <summary>
    /// <para type="description">A revision to derive from, as Get-FargateTaskDefinition emits it. The other parameters go over it.</para>
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    public FargateTaskDefinition? InputObject { get; set; }

    /// <summary>
    /// <para type="description">Containers beside the one the other parameters are for, from New-FargateContainer.</para>
    /// </summary>
    [Parameter]
    [Alias("Sidecar")]
    public FargateContainerDefinition[]? Container { get; set; }

    /// <summary>
    /// <para type="description">CPU units (256) or vCPUs ('0.25 vCPU'). By default 256, or the least that goes with -Memory.</para>
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(TaskSizeCompleter))]
    public string? Cpu { get; set; }

    /// <summary>
    /// <para type="description">Memory in MiB (512) or gigabytes ('1 GB'). By default 512, or the least that goes with -Cpu.</para>
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(TaskSizeCompleter))]
    public string? Memory { get; set; }

    /// <summary>
    /// <para type="description">Ports the container listens on, such as 80, or 53/udp.</para>
    /// </summary>
    [Parameter]
    public string[]? Port { get; set; }

    /// <summary>
    /// <para type="description">Protocol of the ports that name none.</para>
    /// </summary>
    [Parameter]
    [ValidateSet("tcp", "udp", IgnoreCase = true)]
    public string Protocol { get; set; } = "tcp";

    /// <summary>
    /// <para type="description">Environment variables. Never secrets: whoever may read the definition can read them.</para>
    /// </summary>
    [Parameter]
    public Hashtable? Environment { get; set; }

    /// <summary>
    /// <para type="description">Environment variables from Secrets Manager or Parameter Store: the name, and the ARN of the secret or the
    /// name of the parameter.</para>
    /// </summary>
    [Parameter]
    public Hashtable? Secret { get; set; }

    /// <summary>
    /// <para type="description">Replaces the command of the image.</para>
    /// </summary>
    [Parameter]
    public string[]? Command { get; set; }

    /// <summary>
    /// <para type="description">Replaces the entry point of the image.</para>
    /// </summary>
    [Parameter]
    public string[]? EntryPoint { get; set; }

    /// <summary>
    /// <para type="description">Files of environment variables in S3, as s3://bucket/key.env or ARNs. The execution role must be allowed to
    /// read them.</para>
    /// </summary>
    [Parameter]
    public string[]? EnvironmentFile { get; set; }

    /// <summary>
    /// <para type="description">Volumes and where they are in the container: scratch:/work (lives as long as the task, shared with its
    /// other containers), fs-0123456789abcdef0:/data or fs-0123456789abcdef0/fsap-0123456789abcdef0:/data (EFS), with :ro and :iam behind
    /// it where wanted.</para>
    /// </summary>
    [Parameter]
    public string[]? Volume { get; set; }

    /// <summary>
    /// <para type="description">Limits of the container's processes, such as nofile=65536, or soft and hard: nofile=1024:65536.</para>
    /// </summary>
    [Parameter]
    public string[]? Ulimit { get; set; }

    /// <summary>
    /// <para type="description">Containers this one waits for, and for what: migrate:SUCCESS, proxy:HEALTHY, logs:START,
    /// copy:COMPLETE.</para>
    /// </summary>
    [Parameter]
    public string[]? DependsOn { get; set; }

    /// <summary>
    /// <para type="description">Hard limit of the container's own memory, in MiB or gigabytes; by default it may have all of the
    /// task's.</para>
    /// </summary>
    [Parameter]
    public string? ContainerMemory { get; set; }

    /// <summary>
    /// <para type="description">CPU units the container has at least of the task's.</para>
    /// </summary>
    [Parameter]
    public int? ContainerCpu { get; set; }

    /// <summary>
    /// <para type="description">Seconds the container has to end after SIGTERM before it is killed, 2 to 120; 30 by default.</para>
    /// </summary>
    [Parameter]
    public int? StopTimeout { get; set; }

    /// <summary>
    /// <para type="description">User the container runs as: name or id, with a group behind a colon where wanted.</para>
    /// </summary>
    [Parameter]
    public string? User { get; set; }

    /// <summary>
    /// <para type="description">Folder in which the container starts.</para>
    /// </summary>
    [Parameter]
    public string? WorkingDirectory { get; set; }

    /// <summary>
    /// <para type="description">Makes the container's root file system read-only.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter ReadOnlyRootFilesystem { get; set; }

    /// <summary>
    /// <para type="description">Runs a small init process that takes up what other processes leave, as commands of Enter-FargateTask
    /// do.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter InitProcess { get; set; }

    /// <summary>
    /// <para type="description">Where the container's output goes: awslogs (CloudWatch Logs, by default), firelens (a router, added where
    /// none is there), or splunk.</para>
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(LogDriverCompleter))]
    public string? LogDriver { get; set; }

    /// <summary>
    /// <para type="description">Options of the log driver, such as @{ Name = 'cloudwatch_logs'; region = 'eu-west-1' } of firelens, or @{
    /// mode = 'non-blocking' }.</para>
    /// </summary>
    [Parameter]
    public Hashtable? LogOption { get; set; }

    /// <summary>
    /// <para type="description">How the container is asked whether it is well: one line for its shell, or a program and its arguments. It
    /// must be in the image.</para>
    /// </summary>
    [Parameter]
    public string[]? HealthCheckCommand { get; set; }

    /// <summary>
    /// <para type="description">Seconds between two health checks, 5 to 300; 30 by default.</para>
    /// </summary>
    [Parameter]
    public int? HealthCheckInterval { get; set; }

    /// <summary>
    /// <para type="description">Seconds after which a health check has failed, 2 to 60; 5 by default.</para>
    /// </summary>
    [Parameter]
    public int? HealthCheckTimeout { get; set; }

    /// <summary>
    /// <para type="description">Failures in a row that make the container unhealthy, 1 to 10; 3 by default.</para>
    /// </summary>
    [Parameter]
    public int? HealthCheckRetries { get; set; }

    /// <summary>
    /// <para type="description">Seconds at the start in which failures do not count, 0 to 300.</para>
    /// </summary>
    [Parameter]
    public int? HealthCheckStartPeriod { get; set; }

    /// <summary>
    /// <para type="description">Processor the image is built for; by default that of the image from the pipeline, else X86_64.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ArchitectureCompleter))]
    public string? Architecture { get; set; }

    /// <summary>
    /// <para type="description">LINUX, or the Windows edition the image is built on, such as WINDOWS_SERVER_2022_CORE.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OperatingSystemCompleter))]
    public string? OperatingSystem { get; set; }

    /// <summary>
    /// <para type="description">Ephemeral storage in GiB, 21 to 200. Every task has 20 without asking.</para>
    /// </summary>
    [Parameter]
    public int? EphemeralStorage { get; set; }

    /// <summary>
    /// <para type="description">Name or ARN of the role that pulls the image, writes the log and reads the secrets; by default
    /// ecsTaskExecutionRole, made if missing.</para>
    /// </summary>
    [Parameter]
    [Alias("ExecutionRoleArn")]
    public string? ExecutionRole { get; set; }

    /// <summary>
    /// <para type="description">Name or ARN of the role of the code in the container; without it the code has no rights in AWS.</para>
    /// </summary>
    [Parameter]
    [Alias("TaskRoleArn")]
    public string? TaskRole { get; set; }

    /// <summary>
    /// <para type="description">Log group of the container's output, made if missing; by default /ecs/ and the family, and with -Path or
    /// -InputObject what those say.</para>
    /// </summary>
    [Parameter]
    public string? LogGroup { get; set; }

    /// <summary>
    /// <para type="description">Days for which a log group made here keeps its lines; 0 for ever. A log group that is there keeps what it
    /// has.</para>
    /// </summary>
    [Parameter]
    public int LogRetention { get; set; } = 30;

    /// <summary>
    /// <para type="description">Leaves the container's output unkept.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter NoLog { get; set; }

    /// <summary>
    /// <para type="description">Name of the container; by default the family, or with -Path or -InputObject the first essential
    /// container.</para>
    /// </summary>
    [Parameter]
    public string? ContainerName { get; set; }

    /// <summary>
    /// <para type="description">Tags of the task definition, such as @{ team = 'web' }.</para>
    /// </summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <summary>
    /// <para type="description">Registers a revision even where the newest one is the same.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }
}
