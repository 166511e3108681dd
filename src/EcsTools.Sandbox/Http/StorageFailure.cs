using System;
using System.IO;

namespace EcsTools.Sandbox.Http;

/// <summary>Tells whether the sandbox itself cannot write its files, which is another thing than a client that has gone.</summary>
internal static class StorageFailure
{
    /// <summary>Insufficient Storage, RFC 4918, section 11.5. Clients do not send such a request again by themselves.</summary>
    public const int Status = 507;

    /// <summary>Whether a disk is full: ENOSPC, EDQUOT on Linux and on macOS, ERROR_DISK_FULL or ERROR_HANDLE_DISK_FULL.</summary>
    public static bool IsDiskFull(Exception? problem)
        => problem is not null
            && ((problem is IOException && problem.HResult is 28 or 69 or 122 or unchecked((int)0x80070070) or unchecked((int)0x80070027))
                || IsDiskFull(problem.InnerException));

    /// <summary>What a client is told.</summary>
    public static string Message(Exception problem)
    {
        while (problem.InnerException is { } inner)
        {
            problem = inner;
        }

        return $"The disk that holds the data of the sandbox is full: {problem.Message.TrimEnd('.')}.";
    }
}
