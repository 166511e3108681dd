namespace EcsTools;

/// <summary>One progress report of a running operation, sent through <c>IProgress&lt;OperationProgress&gt;</c>.</summary>
/// <param name="Activity">The whole operation, such as <c>Pushing web:1.0.0</c>. Each activity has one progress bar.</param>
/// <param name="Status">What the operation is doing now.</param>
/// <param name="Percent">0 to 100; null if the total is not known.</param>
/// <param name="Item">A part of the activity with its own progress bar, such as a layer's short digest; null for the whole activity.</param>
/// <param name="Completed">True when this activity, or this item, is done.</param>
/// <param name="Level">Whether this is progress, a line for the verbose stream, or a warning.</param>
public sealed record OperationProgress(
    string Activity,
    string Status,
    int? Percent = null,
    string? Item = null,
    bool Completed = false,
    ProgressLevel Level = ProgressLevel.Progress);

/// <summary>Where an <see cref="OperationProgress"/> report is shown.</summary>
public enum ProgressLevel
{
    /// <summary>Shown as a progress bar.</summary>
    Progress,

    /// <summary>Written to the verbose stream.</summary>
    Verbose,

    /// <summary>Written to the warning stream.</summary>
    Warning,

    /// <summary>
    /// What an operation that ends early has done or leaves behind. Written to the warning stream, or to the screen if the user has stopped the command.
    /// </summary>
    Leftover,
}
