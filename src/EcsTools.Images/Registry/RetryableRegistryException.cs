using System;

namespace EcsTools.Images.Registry;

/// <summary>A failed request that may be tried again. It carries the error for the caller, and whether and when to try again.</summary>
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

    /// <summary>Whether another attempt may succeed.</summary>
    public bool Passes { get; }

    /// <summary>The pause that the registry demands; zero for no pause; null for the usual pause.</summary>
    public TimeSpan? RetryAfter { get; }
}
