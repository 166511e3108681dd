namespace EcsTools.Commands.Tasks;

/// <summary>Completes ARNs of all tasks that ECS knows, those that stopped in the last hour as well.</summary>
public sealed class KnownTaskCompleter : TaskCompleter
{
    /// <inheritdoc/>
    protected override bool StoppedToo => true;
}
