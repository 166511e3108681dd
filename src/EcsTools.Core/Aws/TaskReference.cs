

namespace EcsTools.Aws;

/// <summary>Names one task.</summary>
/// <param name="Cluster">Name or ARN of its cluster.</param>
/// <param name="Task">Its ARN or id.</param>
public sealed record TaskReference(string Cluster, string Task)
{
    /// <summary>The task's id: the last part of its ARN.</summary>
    public string TaskId => AwsArn.NameOf(Task);

    /// <summary>Reads an ARN, which contains the cluster (<c>task/demo/0123…</c>), or an id together with its cluster.</summary>
    /// <param name="task">ARN or id.</param>
    /// <param name="cluster">Name or ARN of the cluster; null if the ARN contains it.</param>
    /// <exception cref="EcsToolsException">The cluster is not known.</exception>
    public static TaskReference Parse(string task, string? cluster)
        => TryParse(task, cluster) ?? throw new EcsToolsException(
            ErrorCodes.TaskWithoutCluster, $"'{task}' does not say in which cluster the task "
                + "runs.", "Choose the cluster with -Cluster, or give the task's ARN.", "Cluster", task);

    /// <summary>Reads the same; null if the cluster is not known.</summary>
    /// <param name="task">ARN or id.</param>
    /// <param name="cluster">Name or ARN of the cluster; null if the ARN contains it.</param>
    public static TaskReference? TryParse(string task, string? cluster)
        => AwsArn.Is(task) && AwsArn.Parse(task).Resource.Split('/') is [_, var inArn, _] ? new TaskReference(inArn, task)
            : !string.IsNullOrEmpty(cluster) ? new TaskReference(cluster!, task)
            : null;

    /// <summary>The task's id.</summary>
    public override string ToString() => TaskId;
}
