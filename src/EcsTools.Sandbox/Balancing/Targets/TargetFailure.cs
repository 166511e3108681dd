using System;

namespace EcsTools.Sandbox.Balancing.Targets;

/// <summary>A target did not do what the balancer needs of it. The client gets the status.</summary>
internal sealed class TargetFailure : Exception
{
    public TargetFailure(int status, string message, Exception? inner = null)
        : base(message, inner)
    {
        Status = status;
    }

    /// <summary>502 or 504.</summary>
    public int Status { get; }
}
