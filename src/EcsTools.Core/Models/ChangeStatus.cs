namespace EcsTools.Models;

/// <summary>What a command that can be run again did this time.</summary>
public enum ChangeStatus
{
    /// <summary>It was not there and was made.</summary>
    Created,

    /// <summary>It was there and differed, and was changed.</summary>
    Updated,

    /// <summary>It was there and was as asked.</summary>
    Unchanged,

    /// <summary>It was there and was removed.</summary>
    Removed,
}
