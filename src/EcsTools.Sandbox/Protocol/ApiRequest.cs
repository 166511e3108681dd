using System.Collections.Generic;

namespace EcsTools.Sandbox.Protocol;

/// <summary>An API request with its whole body, as it came.</summary>
internal sealed record ApiRequest(
    string Method, string RawPath, string RawQuery, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;
}
