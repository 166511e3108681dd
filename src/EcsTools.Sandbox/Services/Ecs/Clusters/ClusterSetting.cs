namespace EcsTools.Sandbox.Services.Ecs.Clusters;

/// <summary>A setting of a cluster, such as containerInsights.</summary>
internal sealed record ClusterSetting(string Name, string Value);
