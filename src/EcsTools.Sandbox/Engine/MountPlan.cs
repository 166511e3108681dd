namespace EcsTools.Sandbox.Engine;

/// <summary>A volume of the task at a path of the container.</summary>
internal sealed record MountPlan(string Volume, string Path, bool ReadOnly);
