using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AwsSdk.Generator.Model;

namespace AwsSdk.Generator.Emit;

/// <summary>The service's public endpoint rules as nested conditions.</summary>
internal static partial class EndpointCode
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal) { "Region", "UseDualStack", "UseFIPS", "Endpoint" };

    public static void Write(CodeWriter code, JsonObject ruleSet)
    {
        code.Open("protected override Endpoint Resolve(string Region, bool UseDualStack, bool UseFIPS, string Endpoint)");
        foreach (var parameter in ruleSet["parameters"]!.AsObject().Select(p => p.Key).Where(p => !Known.Contains(p)))
        {
            // A parameter that only operations outside the cut can set.
            code.Line($"string {parameter} = null;");
        }

        Rules(code, ruleSet["rules"]!.AsArray());
        code.Line("throw new AmazonClientException(\"No rule of the service leads to an endpoint.\");").Close();
    }

    private static void Rules(CodeWriter code, JsonArray rules)
    {
        foreach (var rule in rules.Select(r => r!.AsObject()))
        {
            var conditions = rule["conditions"]!.AsArray().Select(c => Expression(c!)).ToList();
            // The outer braces keep a variable of one rule from the next.
            code.Line("{").Line($"if ({(conditions.Count == 0 ? "true" : string.Join(" && ", conditions))})").Line("{");
            switch (rule["type"]!.GetValue<string>())
            {
                case "tree":
                    Rules(code, rule["rules"]!.AsArray());
                    break;
                case "error":
                    code.Line($"throw new AmazonClientException({Text(rule["error"]!.GetValue<string>())});");
                    break;
                default:
                    Result(code, rule["endpoint"]!.AsObject());
                    break;
            }

            code.Close().Close();
        }
    }

    private static void Result(CodeWriter code, JsonObject endpoint)
    {
        var properties = endpoint["properties"] is JsonObject { Count: > 0 } p ? p.ToJsonString() : null;
        code.Line($"return new Endpoint({Expression(endpoint["url"]!)}, {(properties is null ? "null" : Text(properties))}, null);");
    }

    private static string Expression(JsonNode node)
    {
        if (node is JsonValue value)
        {
            return value.GetValueKind() == System.Text.Json.JsonValueKind.String ? Text(value.GetValue<string>()) : value.ToJsonString();
        }

        if (node["ref"] is { } reference)
        {
            return reference.GetValue<string>();
        }

        var arguments = node["argv"]!.AsArray().Select(a => Expression(a!)).ToList();
        var call = node["fn"]!.GetValue<string>() switch
        {
            "isSet" => $"{arguments[0]} != null",
            "not" => $"!({arguments[0]})",
            "booleanEquals" or "stringEquals" => $"{arguments[0]} == {arguments[1]}",
            "getAttr" => $"{arguments[0]}.{node["argv"]![1]!.GetValue<string>()}",
            "aws.partition" => $"Fn.Partition({arguments[0]})",
            "isValidHostLabel" => $"Fn.IsValidHostLabel({arguments[0]}, {arguments[1]})",
            var other => throw new ModelException($"The endpoint rules use '{other}', which is not known."),
        };
        return node["assign"] is { } name ? $"({call} is {{ }} {name.GetValue<string>()})" : $"({call})";
    }

    /// <summary>A string with {Name} and {Name#attribute} filled in at run time.</summary>
    private static string Text(string template)
    {
        var parts = new List<string>();
        var end = 0;
        foreach (Match match in Placeholder().Matches(template))
        {
            parts.Add(CodeWriter.Quote(template[end..match.Index]));
            parts.Add(match.Groups[1].Value + (match.Groups[2].Success ? "." + match.Groups[2].Value : string.Empty));
            end = match.Index + match.Length;
        }

        parts.Add(CodeWriter.Quote(template[end..]));
        return string.Join(" + ", parts.Where((part, i) => part != "\"\"" || (parts.Count == 1 && i == 0)));
    }

    [GeneratedRegex(@"\{(\w+)(?:#(\w+))?\}")]
    private static partial Regex Placeholder();
}
