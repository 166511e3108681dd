namespace EcsTools.Models;

/// <summary>What a command did this time. You can run such a command again safely.</summary>
/// <remarks>These are words and not an enumeration, because PowerShell writes an enumeration to JSON as a number.</remarks>
public static class ChangeStatus
{
    /// <summary>It did not exist and was created.</summary>
    public const string Created = nameof(Created);

    /// <summary>It existed, differed from the request, and was changed.</summary>
    public const string Updated = nameof(Updated);

    /// <summary>It already was as requested.</summary>
    public const string Unchanged = nameof(Unchanged);

    /// <summary>It existed and was removed.</summary>
    public const string Removed = nameof(Removed);
}
