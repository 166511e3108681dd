using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text.RegularExpressions;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>
/// The operators of conditions, and the values that they compare. Source: "IAM JSON policy elements: Condition operators". IAM refuses a value of another kind.
/// </summary>
internal sealed class ConditionOperator
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike", "NumericEquals",
        "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals", "DateNotEquals",
        "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals",
        "ArnLike", "ArnNotEquals", "ArnNotLike", "Null",
    };

    private static readonly Regex Date = new(
        @"\A\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private readonly string _name;

    private ConditionOperator(string name)
    {
        _name = name;
    }

    /// <summary>The operator of a name such as <c>ForAnyValue:StringLikeIfExists</c>, or null if there is none.</summary>
    public static ConditionOperator? TryParse(string text)
    {
        var name = text;
        foreach (var prefix in new[] { "ForAnyValue:", "ForAllValues:" })
        {
            name = text.StartsWith(prefix, StringComparison.Ordinal) ? text.Substring(prefix.Length) : name;
        }

        // Null is about the existence of the key, so it has no IfExists.
        var bare = name.EndsWith("IfExists", StringComparison.Ordinal) ? name.Substring(0, name.Length - "IfExists".Length) : name;
        return Names.Contains(bare) && !(bare == "Null" && bare != name) ? new ConditionOperator(bare) : null;
    }

    /// <summary>Whether the value is of the operator's kind. Policy variables are replaced later, so they fit texts and ARNs only.</summary>
    public bool Takes(string value)
        => _name.StartsWith("Date", StringComparison.Ordinal) ? Date.IsMatch(value) || (value.Length is > 0 and < 20 && value.All(char.IsDigit))
            : _name.StartsWith("Numeric", StringComparison.Ordinal)
                ? double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            : _name.StartsWith("Arn", StringComparison.Ordinal)
                ? value == "*" || (value.StartsWith("arn:", StringComparison.Ordinal) && value.Split(':').Length >= 6)
            : !_name.EndsWith("IpAddress", StringComparison.Ordinal) || IsRange(value);

    private static bool IsRange(string value)
    {
        var parts = value.Split('/');
        return parts.Length <= 2 && IPAddress.TryParse(parts[0], out var address) && (value.IndexOf(':') >= 0 || parts[0].Split('.').Length == 4)
            && (parts.Length == 1
                || (int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= address.GetAddressBytes().Length * 8));
    }
}
