using System;
using System.Collections.Generic;
using System.Text;

namespace EcsTools.Campaigns.Fidelity.Wire;

/// <summary>A request before it is signed.</summary>
/// <param name="Service">The service in the signature.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, encoded.</param>
/// <param name="Query">Names and values, not encoded.</param>
/// <param name="ContentType">The type of the body.</param>
/// <param name="Target">X-Amz-Target, or null.</param>
/// <param name="Body">The body.</param>
internal sealed record WireRequest(
    string Service, string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Query, string ContentType, string? Target, byte[] Body)
{
    public static WireRequest Post(string service, string contentType, string? target, string body)
        => new(service, "POST", "/", Array.Empty<KeyValuePair<string, string>>(), contentType, target, Encoding.UTF8.GetBytes(body));
}
