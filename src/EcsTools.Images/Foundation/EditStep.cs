namespace EcsTools;

/// <summary>Where an edit of an <see cref="AtomicFile"/> is: tests stop a writer at each of these.</summary>
internal enum EditStep
{
    /// <summary>It has the lock.</summary>
    Locked,

    /// <summary>It has read the file.</summary>
    Read,

    /// <summary>The new content is on disk, beside the file.</summary>
    Written,

    /// <summary>The file is still as it was read. Next, it is replaced.</summary>
    Compared,

    /// <summary>The file is replaced, and the lock still held.</summary>
    Replaced,
}
