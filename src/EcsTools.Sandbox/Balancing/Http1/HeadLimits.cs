namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>How large a head may be.</summary>
/// <param name="Line">Bytes of a line, with its end.</param>
/// <param name="Total">Bytes of all lines together.</param>
internal sealed record HeadLimits(int Line, int Total)
{
    /// <summary>What an Application Load Balancer takes of a client.</summary>
    public static HeadLimits Request { get; } = new(16 * 1024, 64 * 1024);

    /// <summary>What it takes of a target.</summary>
    public static HeadLimits Response { get; } = new(32 * 1024, 64 * 1024);
}
