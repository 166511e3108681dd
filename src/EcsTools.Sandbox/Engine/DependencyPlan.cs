namespace EcsTools.Sandbox.Engine;

/// <summary>START, COMPLETE, SUCCESS or HEALTHY of another container.</summary>
internal sealed record DependencyPlan(string Container, string Condition);
