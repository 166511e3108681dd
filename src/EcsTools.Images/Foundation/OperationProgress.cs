namespace EcsTools;

/// <summary>One step of a running operation, as Core reports it through <c>IProgress&lt;OperationProgress&gt;</c>.</summary>
/// <param name="Activity">What the whole is, such as <c>Pushing web:1.0.0</c>. One activity is one progress bar.</param>
/// <param name="Status">What is being done now.</param>
/// <param name="Percent">0 to 100, or null where the end is not known.</param>
/// <param name="Item">A part of the activity with a bar of its own, such as a layer's short digest; null for the whole.</param>
/// <param name="Completed">True when this activity, or this item, is done.</param>
/// <param name="Level">Whether this is progress to show, a verbose line to keep, or a warning.</param>
public sealed record OperationProgress(
    string Activity,
    string Status,
    int? Percent = null,
    string? Item = null,
    bool Completed = false,
    ProgressLevel Level = ProgressLevel.Progress);

/// <summary>Where a report of <see cref="OperationProgress"/> belongs.</summary>
public enum ProgressLevel
{
    /// <summary>A progress bar.</summary>
    Progress,

    /// <summary>A line for the verbose stream.</summary>
    Verbose,

    /// <summary>A line for the warning stream.</summary>
    Warning,
}
