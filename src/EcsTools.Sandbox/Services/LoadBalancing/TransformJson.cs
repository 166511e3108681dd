using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>Maps the transforms of rules from and to the members of the service model, and checks them.</summary>
internal static class TransformJson
{
    private const string Host = "host-header-rewrite";
    private const string Url = "url-rewrite";
    private const int Longest = 1024;

    public static IReadOnlyList<RuleTransform> Read(IReadOnlyList<JsonObject> from)
    {
        var transforms = from.Select(Read).ToList();
        foreach (var twice in transforms.GroupBy(transform => transform.Part).Where(same => same.Count() > 1))
        {
            throw LoadBalancingErrors.Invalid($"A rule can only have one '{TypeOf(twice.Key)}' transform");
        }

        return transforms;
    }

    public static JsonObject Write(RuleTransform transform) => new()
    {
        ["Type"] = TypeOf(transform.Part),
        [ConfigurationOf(transform.Part)] = new JsonObject
        {
            ["Rewrites"] = new[] { new JsonObject { ["Regex"] = transform.Regex, ["Replace"] = transform.Replace } }.ToJson(),
        },
    };

    private static RuleTransform Read(JsonObject from)
    {
        var type = from.Text("Type")!;
        var part = type == Host ? TransformedPart.HostHeader : TransformedPart.Url;
        var (own, other) = (ConfigurationOf(part), ConfigurationOf(part == TransformedPart.Url ? TransformedPart.HostHeader : TransformedPart.Url));
        if (from[other] is not null)
        {
            throw LoadBalancingErrors.Invalid($"'{other}' is not compatible with '{type}'");
        }

        if (from.Object(own)?.Objects("Rewrites") is not [var rewrite])
        {
            throw LoadBalancingErrors.Invalid($"A '{own}' with exactly one rewrite must be specified with '{type}'");
        }

        var (pattern, replacement) = (rewrite.Text("Regex")!, rewrite.Text("Replace")!);
        RegexRules.Check(pattern, Longest);
        return replacement.Length <= Longest
            ? new RuleTransform(part, pattern, replacement)
            : throw LoadBalancingErrors.Invalid($"The 'Replace' value is too long; the limit is '{Longest}'");
    }

    private static string TypeOf(TransformedPart part) => part == TransformedPart.HostHeader ? Host : Url;

    private static string ConfigurationOf(TransformedPart part)
        => part == TransformedPart.HostHeader ? "HostHeaderRewriteConfig" : "UrlRewriteConfig";
}
