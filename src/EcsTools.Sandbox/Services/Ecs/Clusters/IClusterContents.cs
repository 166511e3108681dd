namespace EcsTools.Sandbox.Services.Ecs.Clusters;

/// <summary>Counts the tasks and services of a cluster, which are kept above clusters.</summary>
internal interface IClusterContents
{
    ClusterCounts Count(string cluster);
}
