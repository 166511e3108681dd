namespace EcsTools.Sandbox.Engine;

/// <summary>The log stream of a container with the awslogs driver.</summary>
internal sealed record LogPlan(string Group, string Stream, bool CreateGroup);
