using System;

namespace EcsTools.Images.Registry;

/// <summary>How long a registry may be silent before the connection counts as dead. Each value limits a pause, never a whole transfer.</summary>
internal sealed record RegistryTimeouts
{
    /// <summary>The longest time without a byte in the middle of a body.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The longest time from the end of a request to the first byte of its answer. A registry that uses an object store copies a large blob before it
    /// answers.
    /// </summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest Retry-After pause of a registry that is obeyed.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);
}
