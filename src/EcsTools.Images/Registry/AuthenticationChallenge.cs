using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;

namespace EcsTools.Images.Registry;

/// <summary>
/// The challenge in a registry's 401 answer: which kind of authorization it requires. Sources: RFC 7235, and the distribution specification's token
/// authentication.
/// </summary>
/// <param name="Scheme"><c>Basic</c> or <c>Bearer</c>, as the registry wrote it.</param>
/// <param name="Parameters">Realm, service, scope and other parameters. Their names are in lower case.</param>
internal sealed record AuthenticationChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    private static readonly Regex Parameter = new(
        "(?<name>[A-Za-z0-9_-]+)\\s*=\\s*(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*)\"|(?<plain>[^\\s,]+))", RegexOptions.CultureInvariant);

    public string? this[string name] => Parameters.TryGetValue(name, out var value) ? value : null;

    /// <summary>The challenge of a 401 answer that this client can meet, or null. It prefers Bearer to Basic.</summary>
    public static AuthenticationChallenge? Parse(HttpResponseMessage answer)
        => answer.Headers.WwwAuthenticate
            .Where(header => Is(header.Scheme, "Bearer") || Is(header.Scheme, "Basic"))
            .OrderByDescending(header => Is(header.Scheme, "Bearer"))
            .Select(header => new AuthenticationChallenge(header.Scheme, Read(header.Parameter ?? "")))
            .FirstOrDefault();

    public bool IsBearer => Is(Scheme, "Bearer");

    private static bool Is(string scheme, string name) => string.Equals(scheme, name, StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Read(string text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in Parameter.Matches(text))
        {
            var value = match.Groups["quoted"].Success ? Regex.Replace(match.Groups["quoted"].Value, "\\\\(.)", "$1") : match.Groups["plain"].Value;
            parameters[match.Groups["name"].Value.ToLowerInvariant()] = value;
        }

        return parameters;
    }
}
