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
    /// <para type="description">Name or ARN of the cluster.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ClusterArn")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [IdentifiedBy("Cluster", "ClusterArn")]
    public string Cluster { get; set; } = "default";

    /// <summary>
    /// <para type="description">How many tasks to start.</para>
    /// </summary>
    [Parameter]
    public int Count { get; set; } = 1;

    /// <summary>
    /// <para type="description">Ids of subnets, 16 at most, all of one VPC; by default the public ones of the default VPC.</para>
    /// </summary>
    [Parameter]
    [Alias("SubnetId")]
    public string[]? Subnet { get; set; }

    /// <summary>
    /// <para type="description">Ids of security groups, 5 at most; by default one of the family's own that opens its ports.</para>
    /// </summary>
    [Parameter]
    [Alias("SecurityGroupId")]
    public string[]? SecurityGroup { get; set; }

    /// <summary>
    /// <para type="description">Gives the tasks a public address; by default where their subnets are public. Without one, and without a NAT
    /// gateway or endpoints, no image can be pulled.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter AssignPublicIp { get; set; }

    /// <summary>
    /// <para type="description">Replaces the command of the container for this run.</para>
    /// </summary>
    [Parameter]
    public string[]? Command { get; set; }

    /// <summary>
    /// <para type="description">Environment variables for this run, over those of the task definition.</para>
    /// </summary>
    [Parameter]
    public Hashtable? Environment { get; set; }

    /// <summary>
    /// <para type="description">Container that -Command and -Environment are for; by default the first essential one.</para>
    /// </summary>
    [Parameter]
    public string? Container { get; set; }

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
