using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace EcsTools.Sandbox.Services.Events;

/// <summary>Checks a test in an event pattern, such as <c>{"prefix": "a"}</c>.</summary>
internal static class EventTest
{
    private const string OneKey = "Only one key allowed in match expression";
    private const string TooMany = "Too many elements in numeric expression";

    /// <summary>The greatest number, positive or negative, that a numeric test can have.</summary>
    private const double Greatest = 5_000_000_000;

    /// <summary>Checks what follows the opening brace.</summary>
    public static void Check(ref EventPattern pattern)
    {
        if (pattern.Next() != JsonTokenType.PropertyName)
        {
            throw pattern.Wrong("Match expression name not found");
        }

        var name = pattern.Text();
        var token = pattern.Next();
        switch (name)
        {
            case "prefix" or "suffix" when token == JsonTokenType.StartObject:
                CheckIgnoreCase(ref pattern, name);
                break;
            case "prefix" or "suffix" or "equals-ignore-case" or "wildcard" or "cidr":
                CheckText(ref pattern, name, token);
                break;
            case "exists":
                Require(ref pattern, token is JsonTokenType.True or JsonTokenType.False, "exists match pattern must be either true or false.");
                break;
            case "numeric":
                Require(ref pattern, token == JsonTokenType.StartArray, "Value of numeric must be an array.");
                CheckRange(ref pattern);
                break;
            case "anything-but":
                CheckAnythingBut(ref pattern, token);
                break;
            default:
                throw pattern.Wrong("Unrecognized match type " + name);
        }

        Require(ref pattern, pattern.Next() == JsonTokenType.EndObject, name is "numeric" or "anything-but" ? TooMany : OneKey);
    }

    private static void Require(ref EventPattern pattern, bool holds, string reason)
    {
        if (!holds)
        {
            throw pattern.Wrong(reason);
        }
    }

    private static void CheckIgnoreCase(ref EventPattern pattern, string name)
    {
        Require(ref pattern, pattern.Next() == JsonTokenType.PropertyName, $"{char.ToUpperInvariant(name[0])}{name.Substring(1)} expression name not found");
        var inner = pattern.Text();
        Require(ref pattern, inner == "equals-ignore-case", $"Unsupported {name} pattern: {inner}");
        Require(ref pattern, pattern.Next() == JsonTokenType.String, "equals-ignore-case match pattern must be a string");
        Require(ref pattern, pattern.Next() == JsonTokenType.EndObject, OneKey);
    }

    private static void CheckText(ref EventPattern pattern, string name, JsonTokenType token)
    {
        Require(ref pattern, token == JsonTokenType.String, $"{(name == "cidr" ? "prefix" : name)} match pattern must be a string");
        if (name == "wildcard")
        {
            CheckWildcard(ref pattern, pattern.Text());
        }
        else if (name == "cidr" && CidrProblem(pattern.Text()) is { } problem)
        {
            throw pattern.Wrong(problem, hasPlace: false);
        }
    }

    private static void CheckWildcard(ref EventPattern pattern, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
                Require(ref pattern, i < text.Length && text[i] is '*' or '\\', $"Invalid escape character at pos {i}");
            }
            else
            {
                Require(ref pattern, text[i] != '*' || i == 0 || text[i - 1] != '*', $"Consecutive wildcard characters at pos {i}");
            }
        }
    }

    private static string? CidrProblem(string text)
    {
        var parts = text.Split('/');
        return parts.Length != 2 ? "Malformed CIDR, one '/' required"
            : !IPAddress.TryParse(parts[0], out var address) || (address.AddressFamily == AddressFamily.InterNetwork && parts[0].Split('.').Length != 4)
                ? $"Malformed CIDR, invalid IP address: {parts[0]}"
            : !int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bits)
                ? "Malformed CIDR, mask bits must be an integer"
            : bits < 0 ? "Malformed CIDR, mask bits must not be negative"
            : address.AddressFamily == AddressFamily.InterNetwork && bits > 31 ? "IPv4 mask bits must be < 32"
            : bits > 127 ? "IPv6 mask bits must be < 128"
            : null;
    }

    private static void CheckRange(ref EventPattern pattern)
    {
        Require(ref pattern, pattern.Next() == JsonTokenType.String, "Invalid member in numeric match");
        var sign = pattern.Text();
        Require(ref pattern, sign is "=" or ">" or ">=" or "<" or "<=", "Unrecognized numeric range operator: " + sign);
        var bottom = NumberAfter(ref pattern, sign == "=" ? "equals" : sign);
        var token = pattern.Next();
        if (token == JsonTokenType.EndArray)
        {
            return;
        }

        Require(ref pattern, sign[0] == '>', TooMany);
        Require(ref pattern, token == JsonTokenType.String, "Bad value in numeric range");
        var second = pattern.Text();
        Require(ref pattern, second is "<" or "<=", "Bad numeric range operator: " + second);
        var top = NumberAfter(ref pattern, second);
        Require(ref pattern, pattern.Next() == JsonTokenType.EndArray, "Too many terms in numeric range expression");
        Require(ref pattern, bottom < top, "Bottom must be less than top");
    }

    private static double NumberAfter(ref EventPattern pattern, string sign)
    {
        Require(ref pattern, pattern.Next() == JsonTokenType.Number, $"Value of {sign} must be numeric");
        var number = pattern.Number();
        Require(ref pattern, number is >= -Greatest and <= Greatest, "Value must be between -5.0E9 and 5.0E9, inclusive");
        return number;
    }

    private static void CheckAnythingBut(ref EventPattern pattern, JsonTokenType token)
    {
        switch (token)
        {
            case JsonTokenType.StartObject:
                CheckAnythingButTest(ref pattern);
                break;
            case JsonTokenType.StartArray:
                var kinds = List(ref pattern, "Inside anything but list, start|null|boolean is not supported.", mayBeNumber: true);
                Require(
                    ref pattern, kinds.Count == 1, "Inside anything but list, either all values are number or string, mixed type is not supported");
                break;
            case JsonTokenType.String or JsonTokenType.Number:
                break;
            default:
                throw pattern.Wrong("Value of anything-but must be an array or single string/number value.");
        }
    }

    private static void CheckAnythingButTest(ref EventPattern pattern)
    {
        Require(ref pattern, pattern.Next() == JsonTokenType.PropertyName, "Anything-But expression name not found");
        var name = pattern.Text();
        Require(
            ref pattern, name is "prefix" or "suffix" or "wildcard" or "equals-ignore-case", "Unsupported anything-but pattern: " + name);
        var token = pattern.Next();
        if (token == JsonTokenType.StartArray)
        {
            var kinds = List(ref pattern, $"Inside anything-but/{name} list, number|start|null|boolean is not supported.", mayBeNumber: false);
            Require(ref pattern, kinds.Count == 1, "Null prefix/suffix not allowed");
        }
        else
        {
            Require(
                ref pattern,
                token == JsonTokenType.String,
                name == "equals-ignore-case"
                    ? $"Inside anything-but/{name} list, number|start|null|boolean is not supported."
                    : $"Value of anything-but {name} must be an array or single string value.");
            Require(ref pattern, name is "wildcard" or "equals-ignore-case" || pattern.Text().Length > 0, "Null prefix/suffix not allowed");
            if (name == "wildcard")
            {
                CheckWildcard(ref pattern, pattern.Text());
            }
        }

        Require(ref pattern, pattern.Next() == JsonTokenType.EndObject, OneKey);
    }

    /// <summary>Reads a list to its end, and returns the kinds of its values.</summary>
    private static HashSet<JsonTokenType> List(ref EventPattern pattern, string reason, bool mayBeNumber)
    {
        var kinds = new HashSet<JsonTokenType>();
        for (var token = pattern.Next(); token != JsonTokenType.EndArray; token = pattern.Next())
        {
            Require(ref pattern, token == JsonTokenType.String || (mayBeNumber && token == JsonTokenType.Number), reason);
            kinds.Add(token);
        }

        return kinds;
    }
}
