using System;
using System.Collections;
using System.Management.Automation;
using EcsTools.Commands.Clusters;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Tasks;

/// <content>The parameters.</content>
public sealed partial class StartFargateTaskCommand
{
    /// <summary>
    /// <para type="description">Task definition: a family for its newest active revision, family:revision, or an ARN.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("TaskDefinitionArn", "Family")]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    public string TaskDefinition { get; set; } = "";

    /// <summary>
    /// <para type="description">How many tasks to start.</para>
    /// </summary>
    [Parameter]
    public int Count { get; set; } = 1;

    /// <summary>
    /// <para type="description">CPU units or vCPUs for this run.</para>
    /// </summary>
    [Parameter]
    public string? Cpu { get; set; }

    /// <summary>
    /// <para type="description">Memory in MiB or gigabytes for this run.</para>
    /// </summary>
    [Parameter]
    public string? Memory { get; set; }

    /// <summary>
    /// <para type="description">Runs on Spot capacity: much cheaper, and taken back at two minutes' notice when AWS needs it.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Spot { get; set; }

    /// <summary>
    /// <para type="description">Share of the tasks on Spot capacity, against -OnDemandWeight: 3 to 1 puts three of four there.</para>
    /// </summary>
    [Parameter]
    public int? SpotWeight { get; set; }

    /// <summary>
    /// <para type="description">Share of the tasks on capacity that is not taken back; 1 where only -SpotWeight is given.</para>
    /// </summary>
    [Parameter]
    public int? OnDemandWeight { get; set; }

    /// <summary>
    /// <para type="description">How many tasks run on capacity that is not taken back, before the shares are counted.</para>
    /// </summary>
    [Parameter]
    public int? BaseOnDemand { get; set; }

    /// <summary>
    /// <para type="description">Lets Enter-FargateTask run commands in the tasks. They need a task role that allows it (Initialize-EcsRole
    /// Task -EnableExecuteCommand).</para>
    /// </summary>
    [Parameter]
    public SwitchParameter EnableExecuteCommand { get; set; }

    /// <summary>
    /// <para type="description">Who or what starts the tasks, 128 characters at most: they can be found by it. EcsTools where not
    /// said.</para>
    /// </summary>
    [Parameter]
    public string? StartedBy { get; set; }

    /// <summary>
    /// <para type="description">Tags of the tasks, such as @{ team = 'web' }.</para>
    /// </summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <summary>
    /// <para type="description">Waits until the tasks have stopped, and shows what they write.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>
    /// <para type="description">How long -Wait waits, such as 30m; without it, as long as the tasks run. The tasks go on when it is
    /// over.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; }
}
