using System;
using System.Collections;
using System.Management.Automation;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Tasks;

/// <content>The parameters.</content>
public sealed partial class StartFargateTaskCommand
{
    /// <summary>Task definition: a family (its newest active revision), family:revision, or an ARN.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("TaskDefinitionArn", "Family")]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    [Subject(typeof(FargateTaskDefinition), typeof(FargateTask))]
    public string TaskDefinition { get; set; } = "";

    /// <summary>Number of tasks to start, 1 or more.</summary>
    /// <value>1</value>
    [Parameter]
    public int Count { get; set; } = 1;

    /// <summary>CPU units (512) or vCPUs ('0.5 vCPU') of this run.</summary>
    /// <value>the value of the task definition</value>
    [Parameter]
    [ArgumentCompleter(typeof(TaskSizeCompleter))]
    public string? Cpu { get; set; }

    /// <summary>Memory of this run in MiB (1024) or gigabytes ('1 GB').</summary>
    /// <value>the value of the task definition</value>
    [Parameter]
    [ArgumentCompleter(typeof(TaskSizeCompleter))]
    public string? Memory { get; set; }

    /// <summary>Runs on Spot capacity. It is much cheaper, but AWS can stop the tasks with two minutes' notice.</summary>
    [Parameter]
    public SwitchParameter Spot { get; set; }

    /// <summary>
    /// Weight of Spot capacity, 0 to 1000, relative to -OnDemandWeight: 3 and 1 run three of four tasks on Spot capacity.
    /// </summary>
    [Parameter]
    public int? SpotWeight { get; set; }

    /// <summary>Weight of on-demand capacity, 0 to 1000.</summary>
    /// <value>1 if -SpotWeight is given</value>
    [Parameter]
    public int? OnDemandWeight { get; set; }

    /// <summary>Number of tasks that run on demand before the weights apply.</summary>
    /// <value>0</value>
    [Parameter]
    public int? BaseOnDemand { get; set; }

    /// <summary>
    /// Lets Enter-FargateTask run commands in the tasks. Their task role must allow it (Initialize-EcsRole Task -EnableExecuteCommand).
    /// </summary>
    [Parameter]
    public SwitchParameter EnableExecuteCommand { get; set; }

    /// <summary>Text that says who or what started the tasks. Get-FargateTask can search for it. At most 128 characters.</summary>
    /// <value>EcsTools</value>
    [Parameter]
    public string? StartedBy { get; set; }

    /// <summary>Tags of the tasks, such as @{ team = 'web' }.</summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <summary>Waits until the tasks have stopped, and shows what they write.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Stops the tasks if Ctrl+C ends -Wait. Otherwise they continue to run, and a warning names them.</summary>
    [Parameter]
    public SwitchParameter StopOnCancel { get; set; }

    /// <summary>Maximum time for -Wait, such as 30m. The tasks continue to run when it ends.</summary>
    /// <value>no limit</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }
}
