using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;

namespace EcsTools.Images.Registry;

/// <summary>
/// What a registry wants to know of who asks, as it says with a 401. Source: RFC 7235, and the distribution specification's token authentication.
/// </summary>
/// <param name="Scheme"><c>Basic</c> or <c>Bearer</c>, as written.</param>
/// <param name="Parameters">Realm, service, scope and others, by their names in lower case.</param>
internal sealed record AuthenticationChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    private static readonly Regex Parameter = new(
        "(?<name>[A-Za-z0-9_-]+)\\s*=\\s*(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*)\"|(?<plain>[^\\s,]+))", RegexOptions.CultureInvariant);

    public string? this[string name] => Parameters.TryGetValue(name, out var value) ? value : null;

    /// <summary>The challenge of a refusal that can be met here: Bearer rather than Basic, where both are offered.</summary>
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
