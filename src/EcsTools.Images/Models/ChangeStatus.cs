namespace EcsTools.Models;

/// <summary>What a command did this time. You can run such a command again safely.</summary>
public enum ChangeStatus
{
    /// <summary>It did not exist and was created.</summary>
    Created,

    /// <summary>It existed, differed from the request, and was changed.</summary>
    Updated,

    /// <summary>It already was as requested.</summary>
    Unchanged,

    /// <summary>It existed and was removed.</summary>
    Removed,
}
