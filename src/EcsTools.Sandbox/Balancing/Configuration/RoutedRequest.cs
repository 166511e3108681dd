using System;
using System.Collections.Generic;
using System.Net;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>What the conditions of rules look at.</summary>
/// <param name="Method">The method.</param>
/// <param name="Host">The host without a port.</param>
/// <param name="Path">The path as it was sent, without the query.</param>
/// <param name="Query">The query as it was sent, without its question mark.</param>
/// <param name="Source">The address of the peer.</param>
internal sealed record RoutedRequest(string Method, string Host, string Path, string Query, IPAddress Source)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = Array.Empty<KeyValuePair<string, string>>();
}
