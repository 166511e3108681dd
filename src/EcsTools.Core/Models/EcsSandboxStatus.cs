namespace EcsTools.Models;

/// <summary>Where a sandbox stands.</summary>
public enum EcsSandboxStatus
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It was started now.</summary>
    Started,

    /// <summary>It ran already, and was left as it is.</summary>
    AlreadyRunning,

    /// <summary>It was stopped now.</summary>
    Stopped,
}
