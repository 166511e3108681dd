namespace EcsTools.Sandbox.Engine;

/// <summary>The log stream of a container with the awslogs driver.</summary>
/// <param name="Group">The log group.</param>
/// <param name="Stream">The log stream.</param>
/// <param name="CreateGroup">Whether the group is created if it does not exist.</param>
/// <param name="EventStart">The regular expression of a line that begins a log event, or null if every line is one.</param>
internal sealed record LogPlan(string Group, string Stream, bool CreateGroup, string? EventStart);
