using System;

namespace EcsTools.Tests.Architecture;

/// <summary>A folder whose types use types of another folder.</summary>
/// <param name="From">The folder that uses, as a namespace below the root namespace; <c>(root)</c> for the root itself.</param>
/// <param name="To">The folder that is used.</param>
/// <param name="Example">One type that uses, and one that is used.</param>
internal sealed record NamespaceEdge(string From, string To, string Example)
{
    public override string ToString() => $"{From} -> {To} ({Example})";
}
