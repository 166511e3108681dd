using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EcsTools.TaskDefinitions;

/// <summary>
/// Finds placeholders that nobody filled in: <c>&lt;ACCOUNT_ID&gt;</c>, or <c>{{ .Values.tag }}</c>. Commands, variables, labels and the options of a log
/// driver may contain such text for a reason. There, only a value that is nothing but a placeholder in capitals counts.
/// </summary>
internal static class UnfilledText
{
    private static readonly Regex Angle = new("<[A-Za-z][A-Za-z0-9_ .-]*>", RegexOptions.CultureInvariant);
    private static readonly Regex WholeAngle = new(@"^<[A-Z][A-Z0-9_ .-]*>\z", RegexOptions.CultureInvariant);
    private static readonly Regex Helm = new(@"\{\{-?\s*(?:\.(?:Values|Release|Chart)\b|include\b)[^}]*\}\}", RegexOptions.CultureInvariant);
    private static readonly Regex Go = new(@"\{\{[^}]*\}\}", RegexOptions.CultureInvariant);

    private static readonly Regex Free = new(
        @"\.(?:command|entryPoint)\[\d+\]$|\.environment\[\d+\]\.value$|\.dockerLabels\.[^\[]*$|\.logConfiguration\.options\.[^\[]*$",
        RegexOptions.CultureInvariant);

    /// <summary>The placeholder in an image; null if there is none.</summary>
    public static string? InImage(string? image) => image is null ? null : Find(image, isFree: false);

    /// <summary>The members of a definition with a placeholder, and the placeholder. Images are left out, because a parameter may replace them.</summary>
    public static IEnumerable<(string Member, string Text)> In(JsonObject definition) => In(definition, "");

    private static IEnumerable<(string Member, string Text)> In(JsonNode? node, string path) => node switch
    {
        JsonObject json => json.SelectMany(pair => In(pair.Value, path.Length == 0 ? pair.Key : path + "." + pair.Key)),
        JsonArray array => array.SelectMany((item, i) => In(item, $"{path}[{i}]")),
        JsonValue value when value.TryGetValue<string>(out var text) && !IsImage(path) && Find(text, Free.IsMatch(path)) is { } found => [(path, found)],
        _ => [],
    };

    private static bool IsImage(string path)
        => path.StartsWith("containerDefinitions[", StringComparison.Ordinal) && path.EndsWith("].image", StringComparison.Ordinal);

    private static string? Find(string text, bool isFree)
    {
        foreach (var pattern in isFree ? [WholeAngle, Helm] : new[] { Angle, Go })
        {
            if (pattern.Match(text) is { Success: true } match)
            {
                return match.Value;
            }
        }

        return null;
    }
}
