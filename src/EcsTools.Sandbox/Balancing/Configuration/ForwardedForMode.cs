namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>What becomes of X-Forwarded-For.</summary>
internal enum ForwardedForMode
{
    /// <summary>The address of the client is added at its end.</summary>
    Append,

    /// <summary>The target receives what the client sent.</summary>
    Preserve,

    /// <summary>The target receives none.</summary>
    Remove,
}
