using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>One test of a Condition block.</summary>
internal static class PolicyCondition
{
    /// <summary>
    /// Whether the values of a key pass. A key that the sandbox does not know counts as absent, and a test that it does not know as not met: a policy never
    /// allows more here than on AWS.
    /// </summary>
    /// <param name="test">The operator, such as <c>StringLikeIfExists</c> or <c>ForAnyValue:StringEquals</c>.</param>
    /// <param name="values">The request's values; none where the key is absent; null where the sandbox does not know the key.</param>
    /// <param name="wanted">What the policy compares with.</param>
    public static bool IsMet(string test, IReadOnlyList<string>? values, IReadOnlyList<string> wanted)
    {
        values ??= Array.Empty<string>();
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
            return false;
        }

        bool Passes(string value) => wanted.Any(pattern => compare(value, pattern)) != negated;
        return values.Count == 0 ? negated : all ? values.All(Passes) : values.Any(Passes);
    }

    private static Func<string, string, bool>? Comparison(string name) => name.ToUpperInvariant() switch
    {
        "STRINGEQUALS" => (value, wanted) => value == wanted,
        "STRINGEQUALSIGNORECASE" or "BOOL" => (value, wanted) => value.Equals(wanted, StringComparison.OrdinalIgnoreCase),
        "STRINGLIKE" => (value, wanted) => PolicyStatement.IsLike(value, wanted, ignoreCase: false),
        "NUMERICEQUALS" => (value, wanted) => OrderOf(value, wanted) == 0,
        "NUMERICLESSTHAN" or "DATELESSTHAN" => (value, wanted) => OrderOf(value, wanted) < 0,
        "NUMERICLESSTHANEQUALS" or "DATELESSTHANEQUALS" => (value, wanted) => OrderOf(value, wanted) <= 0,
        "NUMERICGREATERTHAN" or "DATEGREATERTHAN" => (value, wanted) => OrderOf(value, wanted) > 0,
        "NUMERICGREATERTHANEQUALS" or "DATEGREATERTHANEQUALS" => (value, wanted) => OrderOf(value, wanted) >= 0,
        "DATEEQUALS" => (value, wanted) => OrderOf(value, wanted) == 0,
        "ARNEQUALS" or "ARNLIKE" => (value, wanted) => PolicyStatement.IsLike(value, wanted, ignoreCase: false),
        "IPADDRESS" => IsWithin,
        "BINARYEQUALS" => (value, wanted) => value == wanted,
        _ => null,
    };

    /// <summary>Whether an address is of a range such as <c>10.0.0.0/8</c>, or is the one that is wanted.</summary>
    private static bool IsWithin(string value, string wanted)
    {
        var parts = wanted.Split('/');
        if (!IPAddress.TryParse(value, out var address) || !IPAddress.TryParse(parts[0], out var start) || address.AddressFamily != start.AddressFamily)
        {
            return false;
        }

        var (one, other) = (address.GetAddressBytes(), start.GetAddressBytes());
        var bits = parts.Length == 1 ? one.Length * 8
            : int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? Math.Min(given, one.Length * 8) : -1;
        return bits >= 0 && Enumerable.Range(0, bits).All(bit => ((one[bit / 8] ^ other[bit / 8]) & (0x80 >> (bit % 8))) == 0);
    }

    /// <summary>The order of two numbers or points in time; null, which passes no comparison, if one of them is neither.</summary>
    private static int? OrderOf(string value, string wanted) => NumberOf(value) is { } one && NumberOf(wanted) is { } other ? one.CompareTo(other) : null;

    private static double? NumberOf(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUnixTimeMilliseconds() / 1000d
            : null;
}
