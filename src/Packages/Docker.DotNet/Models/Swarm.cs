using System;

namespace Docker.DotNet.Models;

#nullable disable // As in the published package: anything in an answer may be absent.

// Not called. These names of the published package are also names of System and System.Threading.Tasks: with them here, code that
// would be ambiguous there is ambiguous here.

/// <summary>The version of a swarm object.</summary>
public class Version
{
    /// <summary>Counts changes.</summary>
    public ulong Index { get; set; }
}

/// <summary>What a swarm task is doing.</summary>
public class TaskStatus
{
    /// <summary>Since when.</summary>
    public DateTime Timestamp { get; set; }

    /// <summary>In words.</summary>
    public string Message { get; set; }

    /// <summary>What went wrong.</summary>
    public string Err { get; set; }
}
