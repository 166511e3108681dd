namespace EcsTools.Sandbox.Services.Ecs.Clusters;

/// <summary>How many tasks and services a cluster has.</summary>
/// <param name="Tasks">Tasks that have not stopped.</param>
/// <param name="RunningTasks">Tasks that run.</param>
/// <param name="PendingTasks">Tasks that are to run and do not run yet.</param>
/// <param name="ActiveServices">Services that are active.</param>
/// <param name="DrainingServices">Services that are deleted and still have tasks.</param>
internal sealed record ClusterCounts(int Tasks, int RunningTasks, int PendingTasks, int ActiveServices, int DrainingServices);
