using System;
using System.IO;

namespace EcsTools;

/// <summary>Tells a full disk from the other problems of files.</summary>
public static class DiskSpace
{
    /// <summary>
    /// Whether an exception or one of its causes says that a disk, or the user's part of it, is full: ENOSPC, EDQUOT on Linux and on macOS,
    /// ERROR_DISK_FULL or ERROR_HANDLE_DISK_FULL.
    /// </summary>
    /// <param name="problem">The exception, or null.</param>
    public static bool IsFull(Exception? problem)
        => problem is not null
            && ((problem is IOException && problem.HResult is 28 or 69 or 122 or unchecked((int)0x80070070) or unchecked((int)0x80070027))
                || IsFull(problem.InnerException));
}
