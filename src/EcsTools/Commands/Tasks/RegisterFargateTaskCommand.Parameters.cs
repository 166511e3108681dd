using System.Collections;
using System.Management.Automation;

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
    /// <para type="description">A task definition as the AWS CLI takes or prints it (JSON). The other parameters go over it.</para>
    /// </summary>
    [Parameter]
    public string? Path { get; set; }

    /// <summary>
    /// <para type="description">CPU units (256) or vCPUs ('0.25 vCPU'). By default 256, or the least that goes with -Memory.</para>
    /// </summary>
    [Parameter]
    public string? Cpu { get; set; }

    /// <summary>
    /// <para type="description">Memory in MiB (512) or gigabytes ('1 GB'). By default 512, or the least that goes with -Cpu.</para>
    /// </summary>
    [Parameter]
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
    /// <para type="description">How the container is asked whether it is well: one line for its shell, or a program and its arguments. It
    /// must be in the image.</para>
    /// </summary>
    [Parameter]
    public string[]? HealthCheckCommand { get; set; }

    /// <summary>
    /// <para type="description">Seconds between two health checks, 5 to 300.</para>
    /// </summary>
    [Parameter]
    public int HealthCheckInterval { get; set; } = 30;

    /// <summary>
    /// <para type="description">Seconds after which a health check has failed, 2 to 60.</para>
    /// </summary>
    [Parameter]
    public int HealthCheckTimeout { get; set; } = 5;

    /// <summary>
    /// <para type="description">Failures in a row that make the container unhealthy, 1 to 10.</para>
    /// </summary>
    [Parameter]
    public int HealthCheckRetries { get; set; } = 3;

    /// <summary>
    /// <para type="description">Seconds at the start in which failures do not count, 0 to 300.</para>
    /// </summary>
    [Parameter]
    public int HealthCheckStartPeriod { get; set; }

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
    /// <para type="description">Log group of the container's output, made if missing; by default /ecs/ and the family.</para>
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
    /// <para type="description">Name of the container; by default the family, or with -Path the first essential container.</para>
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
