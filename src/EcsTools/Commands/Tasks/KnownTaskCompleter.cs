namespace EcsTools.Commands.Tasks;

/// <summary>Completes all tasks that ECS knows, including those that stopped in the last hour.</summary>
public sealed class KnownTaskCompleter : TaskCompleter
{
    /// <inheritdoc/>
    protected override bool StoppedToo => true;
}
