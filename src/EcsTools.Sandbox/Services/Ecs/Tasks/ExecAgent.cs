namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>The agent that runs commands in a container.</summary>
/// <param name="StartedAt">When it started, in epoch seconds; null if it is stopped because the task role may not open its channels.</param>
internal sealed record ExecAgent(double? StartedAt)
{
    public const string Name = "ExecuteCommandAgent";

    public bool IsRunning => StartedAt is not null;
}
