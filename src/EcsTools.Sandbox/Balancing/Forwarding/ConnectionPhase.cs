namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>What a connection of a client is doing.</summary>
internal enum ConnectionPhase
{
    /// <summary>No request has begun.</summary>
    Idle,

    /// <summary>A head has begun.</summary>
    Head,

    /// <summary>A connection to a target is opened, which has its own limit.</summary>
    Connecting,

    /// <summary>A request is answered.</summary>
    Exchange,

    /// <summary>It has left HTTP.</summary>
    Tunnel,

    Closed,
}
