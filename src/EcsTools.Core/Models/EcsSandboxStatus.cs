namespace EcsTools.Models;

/// <summary>State of a sandbox.</summary>
/// <remarks>These are words and not an enumeration, because PowerShell writes an enumeration to JSON as a number.</remarks>
public static class EcsSandboxStatus
{
    /// <summary>It is running.</summary>
    public const string Running = nameof(Running);

    /// <summary>The command started it.</summary>
    public const string Started = nameof(Started);

    /// <summary>It was already running and was left as it is.</summary>
    public const string AlreadyRunning = nameof(AlreadyRunning);

    /// <summary>The command stopped it.</summary>
    public const string Stopped = nameof(Stopped);
}
