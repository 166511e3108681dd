using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Http;

/// <summary>Name and value pairs as a query and a form carry them.</summary>
internal static class HttpForm
{
    /// <summary>The pairs of <paramref name="text"/> in their order, decoded; a name without value has an empty one.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Parse(string text)
    {
        foreach (var part in text.Split('&'))
        {
            if (part.Length == 0)
            {
                continue;
            }

            var equals = part.IndexOf('=');
            var name = equals < 0 ? part : part.Substring(0, equals);
            var value = equals < 0 ? "" : part.Substring(equals + 1);
            yield return new KeyValuePair<string, string>(Decode(name), Decode(value));
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
