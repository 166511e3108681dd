namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>A change of the request after its rule is found. A text that the expression does not match stays as it is.</summary>
/// <param name="Part">What is changed.</param>
/// <param name="Regex">What is replaced.</param>
/// <param name="Replace">What it becomes, with $1 to $9 for groups of the expression.</param>
internal sealed record RuleTransform(TransformedPart Part, string Regex, string Replace);

/// <summary>The part of a request that a transform changes.</summary>
internal enum TransformedPart
{
    /// <summary>The Host header.</summary>
    HostHeader,

    /// <summary>Path and query.</summary>
    Url,
}
