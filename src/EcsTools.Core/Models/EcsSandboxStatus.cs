namespace EcsTools.Models;

/// <summary>State of a sandbox.</summary>
public enum EcsSandboxStatus
{
    /// <summary>It is running.</summary>
    Running,

    /// <summary>The command started it.</summary>
    Started,

    /// <summary>It was already running and was left as it is.</summary>
    AlreadyRunning,

    /// <summary>The command stopped it.</summary>
    Stopped,
}
