using System.Collections;
using System.Management.Automation;
using EcsTools.Commands.Identity;
using EcsTools.Models;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Tasks;

/// <content>The parameters.</content>
public sealed partial class RegisterFargateTaskCommand
{
    /// <summary>Name of the family.</summary>
    /// <value>the name of the image's repository</value>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    public string? Family { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Image")]
    [Subject(typeof(EcrImage), typeof(EcrStoredImage), typeof(RegistryImage))]
    public string? ImageUri { get; set; }

    /// <summary>Path of a task definition file (JSON), in the form that the AWS CLI accepts or prints.</summary>
    [Parameter]
    public string? Path { get; set; }

    /// <summary>Revision to start from, as Get-FargateTaskDefinition emits it.</summary>
    [Parameter(ValueFromPipeline = true)]
    [Subject(typeof(FargateTaskDefinition))]
    public FargateTaskDefinition? InputObject { get; set; }

    /// <summary>Additional containers, which New-FargateContainer creates.</summary>
    [Parameter]
    [Alias("Sidecar")]
    public FargateContainerDefinition[]? Container { get; set; }

    /// <summary>CPU units (256) or vCPUs ('0.25 vCPU') of the task.</summary>
    /// <value>256, or the smallest value that fits -Memory</value>
    [Parameter]
    [ArgumentCompleter(typeof(TaskSizeCompleter))]
    public string? Cpu { get; set; }

    /// <summary>Memory of the task in MiB (512) or gigabytes ('1 GB').</summary>
    /// <value>512, or the smallest value that fits -Cpu</value>
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

    /// <summary>Processor architecture for which the image is built, X86_64 or ARM64.</summary>
    /// <value>the architecture of the piped image, or X86_64</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ArchitectureCompleter))]
    public string? Architecture { get; set; }

    /// <summary>Operating system: LINUX, or the Windows edition of the base image, such as WINDOWS_SERVER_2022_CORE.</summary>
    /// <value>LINUX</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OperatingSystemCompleter))]
    public string? OperatingSystem { get; set; }

    /// <summary>Ephemeral storage, 21 to 200 GiB.</summary>
    /// <value>20</value>
    [Parameter]
    public int? EphemeralStorage { get; set; }

    /// <summary>Name or ARN of the role with which ECS pulls the image, writes the log and reads the secrets.</summary>
    /// <value>ecsTaskExecutionRole, which is created if it does not exist</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TaskRoleCompleter))]
    [Alias("ExecutionRoleArn")]
    [IdentifiedBy("RoleArn")]
    [Subject(typeof(EcsRole), Rank = 1)]
    public string? ExecutionRole { get; set; }

    /// <summary>
    /// Login of ECS to a private registry that is not ECR: the name or ARN of a secret in Secrets Manager, or a user name and password. From a user
    /// name and password the command creates the secret ecstools/pull/registry/user, or changes it if it exists. The execution role that EcsTools
    /// creates may read this secret.
    /// </summary>
    /// <value>none; ECS pulls without a login, and from ECR with the execution role</value>
    [Parameter]
    public object? PullCredential { get; set; }

    /// <summary>Name or ARN of the role for the code in the container.</summary>
    /// <value>none; the code has no AWS permissions</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TaskRoleCompleter))]
    [Alias("TaskRoleArn")]
    [IdentifiedBy("RoleArn")]
    [Subject(typeof(EcsRole), Rank = 1)]
    public string? TaskRole { get; set; }

    /// <summary>Log group for the output of the container. It is created if it does not exist.</summary>
    /// <value>/ecs/ and the family, or the log group of -Path or -InputObject</value>
    [Parameter]
    [ArgumentCompleter(typeof(LogGroupCompleter))]
    public string? LogGroup { get; set; }

    /// <summary>Days that the log group keeps its lines; 0 keeps them forever.</summary>
    /// <value>30; an existing log group keeps its retention</value>
    [Parameter]
    [ArgumentCompleter(typeof(LogRetentionCompleter))]
    public int LogRetention { get; set; } = 30;

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter NoLog { get; set; }

    /// <summary>Name of the container.</summary>
    /// <value>the family, or the first essential container of -Path or -InputObject</value>
    [Parameter]
    public string? ContainerName { get; set; }

    /// <summary>Tags of the task definition, such as @{ team = 'web' }.</summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <summary>Registers a new revision even if nothing differs from the newest one.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }
}
