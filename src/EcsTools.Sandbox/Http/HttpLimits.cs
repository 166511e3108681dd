using System;

namespace EcsTools.Sandbox.Http;

/// <summary>
/// What one client may cost. The server listens on loopback, where every user and every container of the machine can connect, and it reads a request before
/// it can know who sent it.
/// </summary>
internal sealed record HttpLimits
{
    /// <summary>Connections at a time. Others wait; the connection that has been idle for longest makes room.</summary>
    public int Connections { get; init; } = 512;

    /// <summary>Bytes of request line and headers. The longest of real clients is a registry token of three kilobytes.</summary>
    public int HeadBytes { get; init; } = 128 * 1024;

    /// <summary>Header lines.</summary>
    public int HeaderLines { get; init; } = 100;

    /// <summary>How long a connection may be without a request.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a head may take, from its first byte.</summary>
    public TimeSpan Head { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the next bytes of a body may take.</summary>
    public TimeSpan Body { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a client may take to read the next piece of an answer.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromMinutes(5);
}
