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

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    [Parameter]
    public string[]? Port { get; set; }

    /// <inheritdoc/>
    [Parameter]
    [ValidateSet("tcp", "udp", IgnoreCase = true)]
    public string Protocol { get; set; } = "tcp";

    /// <inheritdoc/>
    [Parameter]
    public Hashtable? Environment { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public Hashtable? Secret { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string[]? Command { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string[]? EntryPoint { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string[]? EnvironmentFile { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string[]? Volume { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string[]? Ulimit { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string[]? DependsOn { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string? ContainerMemory { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public int? ContainerCpu { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public int? StopTimeout { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string? User { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string? WorkingDirectory { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter ReadOnlyRootFilesystem { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter InitProcess { get; set; }

    /// <inheritdoc/>
    [Parameter]
    [ArgumentCompleter(typeof(LogDriverCompleter))]
    public string? LogDriver { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public Hashtable? LogOption { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string[]? HealthCheckCommand { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public int? HealthCheckInterval { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public int? HealthCheckTimeout { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public int? HealthCheckRetries { get; set; }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
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
