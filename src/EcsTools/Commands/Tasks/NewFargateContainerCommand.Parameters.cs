using System.Collections;
using System.Management.Automation;
using EcsTools.Models;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Tasks;

/// <content>The parameters.</content>
public sealed partial class NewFargateContainerCommand
{
    /// <summary>Name of the container.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    /// <inheritdoc/>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Image")]
    [Subject(typeof(EcrImage), typeof(EcrStoredImage), typeof(RegistryImage))]
    public string ImageUri { get; set; } = "";

    /// <summary>Ends the task when the container ends. Without it the task continues.</summary>
    [Parameter]
    public SwitchParameter Essential { get; set; }

    /// <summary>Makes the container the log router for containers with -LogDriver firelens.</summary>
    [Parameter]
    [ValidateSet("fluentbit", "fluentd", IgnoreCase = true)]
    public string? LogRouter { get; set; }

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
    public string[]? EnvironmentFile { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string[]? Command { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string[]? EntryPoint { get; set; }

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
    public SwitchParameter NoLog { get; set; }
}
