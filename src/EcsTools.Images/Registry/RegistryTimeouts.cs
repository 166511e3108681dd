using System;

namespace EcsTools.Images.Registry;

/// <summary>How long a registry may be silent before the connection counts as dead. Each bounds a pause, never a whole transfer.</summary>
internal sealed record RegistryTimeouts
{
    /// <summary>Without a byte moved, in the middle of a body.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From the end of a request to the first byte of its answer. A registry over an object store copies a large blob before it answers.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest pause that a registry's Retry-After is followed for.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);
}
