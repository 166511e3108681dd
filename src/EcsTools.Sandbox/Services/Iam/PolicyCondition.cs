using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>One test of a Condition block.</summary>
internal static class PolicyCondition
{
    /// <summary>Whether the values of a key pass; null if that is not known.</summary>
    /// <param name="test">The operator, such as <c>StringLikeIfExists</c> or <c>ForAnyValue:StringEquals</c>.</param>
    /// <param name="values">The request's values; empty if the request has no such key; null if the sandbox does not know the key.</param>
    /// <param name="wanted">The values in the policy.</param>
    public static bool? IsMet(string test, IReadOnlyList<string>? values, IReadOnlyList<string> wanted)
    {
        if (values is null)
        {
            return null;
        }

        var name = test.Substring(test.IndexOf(':') + 1);
        var all = test.StartsWith("ForAllValues:", StringComparison.OrdinalIgnoreCase);
        if (name.Equals("Null", StringComparison.OrdinalIgnoreCase))
        {
            return wanted.Contains(values.Count == 0 ? "true" : "false", StringComparer.OrdinalIgnoreCase);
        }

        var ifExists = name.EndsWith("IfExists", StringComparison.OrdinalIgnoreCase);
        name = ifExists ? name.Substring(0, name.Length - "IfExists".Length) : name;
        if (values.Count == 0 && (ifExists || all))
        {
            return true;
        }

        var negated = name.IndexOf("Not", StringComparison.OrdinalIgnoreCase) >= 0;
        if (Comparison(name.Replace("Not", "")) is not { } compare)
        {
            return null;
        }

        bool Passes(string value) => wanted.Any(pattern => compare(value, pattern)) != negated;
        return values.Count == 0 ? negated : all ? values.All(Passes) : values.Any(Passes);
    }

    private static Func<string, string, bool>? Comparison(string name) => name.ToUpperInvariant() switch
    {
        "STRINGEQUALS" => (value, wanted) => value == wanted,
        "STRINGEQUALSIGNORECASE" or "BOOL" => (value, wanted) => value.Equals(wanted, StringComparison.OrdinalIgnoreCase),
        "STRINGLIKE" => (value, wanted) => PolicyStatement.IsLike(value, wanted, ignoreCase: false),
        "ARNEQUALS" or "ARNLIKE" => (value, wanted) => PolicyStatement.IsLike(value, wanted, ignoreCase: false),
        _ => null,
    };
}
