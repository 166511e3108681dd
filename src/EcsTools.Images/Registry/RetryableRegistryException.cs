using System;

namespace EcsTools.Images.Registry;

/// <summary>A refusal on its way to the loop that tries again: what to tell the caller in the end, and whether and when another try makes sense.</summary>
internal sealed class RetryableRegistryException : Exception
{
    public RetryableRegistryException(EcsToolsException error, bool passes, TimeSpan? retryAfter = null)
        : base(error.Message, error)
    {
        Error = error;
        Passes = passes;
        RetryAfter = retryAfter;
    }

    public EcsToolsException Error { get; }

    /// <summary>Whether it may be gone at the next try.</summary>
    public bool Passes { get; }

    /// <summary>The pause the registry asks for; zero where nothing is to be waited for; null for the usual one.</summary>
    public TimeSpan? RetryAfter { get; }
}
