using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;
using EcsTools.Network;

namespace EcsTools.Tasks;

/// <summary>What to start.</summary>
public sealed record StartTaskRequest
{
    /// <summary>ARN, <c>family:revision</c>, or a family for its newest active revision.</summary>
    public required string TaskDefinition { get; init; }

    /// <summary>Name or ARN of the cluster.</summary>
    public string Cluster { get; init; } = "default";

    /// <summary>How many tasks.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Subnets; by default the public subnets of the default VPC.</summary>
    public IReadOnlyList<string>? Subnets { get; init; }

    /// <summary>Security groups; by default a group for the family.</summary>
    public IReadOnlyList<string>? SecurityGroups { get; init; }

    /// <summary>Whether the tasks get a public IP address; by default they do if their subnets are public.</summary>
    public bool? AssignPublicIp { get; init; }

    /// <summary>Overrides of the task definition.</summary>
    public TaskOverrides Overrides { get; init; } = new();

    /// <summary>Overrides as the API's JSON, instead of <see cref="Overrides"/>.</summary>
    internal string? OverridesJson { get; init; }

    /// <summary>Whether to use Spot capacity, which is cheaper but can be reclaimed at two minutes' notice.</summary>
    public bool Spot { get; init; }

    /// <summary>Weight of Spot capacity, relative to <see cref="OnDemandWeight"/>; null if not given.</summary>
    public int? SpotWeight { get; init; }

    /// <summary>Weight of on-demand capacity, which is not reclaimed; null if not given.</summary>
    public int? OnDemandWeight { get; init; }

    /// <summary>How many tasks run on demand before the weights apply; null if not given.</summary>
    public int? BaseOnDemand { get; init; }

    /// <summary>Whether commands can be run in the tasks (Enter-FargateTask).</summary>
    public bool EnableExecuteCommand { get; init; }

    /// <summary>Tags of the tasks.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Who or what starts them, at most 128 characters. You can find the tasks by it.</summary>
    public string? StartedBy { get; init; }
}

/// <summary>What a run overrides in its task definition. A null value overrides nothing.</summary>
public sealed record TaskOverrides
{
    /// <summary>Container that the command and the environment are for; by default the first essential one.</summary>
    public string? Container { get; init; }

    /// <summary>The command.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Environment variables, added to those of the definition or replacing them.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>CPU units of the task.</summary>
    public int? Cpu { get; init; }

    /// <summary>Memory of the task in MiB.</summary>
    public int? Memory { get; init; }

    /// <summary>Whether nothing is overridden.</summary>
    public bool IsEmpty => Command is null && Environment is not { Count: > 0 } && Cpu is null && Memory is null;
}

/// <summary>What to do to start tasks. Nothing has changed yet.</summary>
/// <param name="Request">The request.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Definition">The revision to run.</param>
/// <param name="Network">The network, complete except for what has yet to be created.</param>
public sealed record StartTaskPlan(
    StartTaskRequest Request, FargateCluster Cluster, FargateTaskDefinition Definition, TaskNetworkPlan Network)
{
    /// <summary>The plan as steps.</summary>
    public EcsPlan ToPlan()
    {
        var place = $"in {string.Join(", ", Network.Subnets)}, {(Network.AssignPublicIp ? "with" : "without")} a public address";
        return new EcsPlan
        {
            Action = EcsPlanAction.Start,
            ResourceType = "Task",
            ResourceName = Definition.TaskDefinition,
            Region = Cluster.Region,
            Title = $"Start {Request.Count} task{(Request.Count == 1 ? "" : "s")} of '{Definition.TaskDefinition}' in cluster '{Cluster.Cluster}' "
                + $"({Cluster.Region})",
            Steps = EcsPlanStep.Of(Network.Differences, EcsPlanAction.Start, "Task", Definition.TaskDefinition).Prepend(EcsPlanStep.Note("Subnet", place)),
        };
    }
}
