using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Files;

/// <summary>Volumes in the long form: <c>data:/var/lib/data:ro</c> becomes a mapping with type, source and target.</summary>
internal static class VolumeShape
{
    // A Windows path has a colon after its letter. With a slash it can also be a volume with a name of one letter, unless another path follows.
    private static readonly Regex Part = new(@"\G(?<part>[A-Za-z]:\\[^:]*|[A-Za-z]:/[^:]*(?=:(?:/|[A-Za-z]:))|[^:]*)(?::|\z)", RegexOptions.CultureInvariant);

    public static YamlValue Volumes(YamlValue value, string name)
        => new YamlList(
            value.Position, ValueShapes.List(value, name).Select(item => item is YamlMap ? item : Long(ValueShapes.Text(item, name))).ToList())
        {
            Mark = value.Mark,
        };

    private static YamlMap Long(YamlScalar text)
    {
        var parts = Parts(text.Text);
        if (parts.Count is 0 or > 3 || parts.Any(part => part.Length == 0))
        {
            throw ComposeProblem.At(
                text.Position, $"'{UntrustedText.Sanitize(text.Text)}' is not a volume",
                "Write a name and a path in the container, such as data:/var/lib/data.");
        }

        var (source, target) = parts.Count == 1 ? (null, parts[0]) : (parts[0], parts[1]);
        var options = (parts.Count == 3 ? parts[2] : "").Split([','], StringSplitOptions.RemoveEmptyEntries);
        return ValueShapes.Map(
            text,
            ("type", ValueShapes.TextAt(text, IsPath(source) ? "bind" : "volume")),
            ("source", ValueShapes.TextAt(text, source)),
            ("target", ValueShapes.TextAt(text, target)),
            ("read_only", options.Contains("ro") ? new YamlScalar(text.Position, "true", IsQuoted: false) : null));
    }

    private static bool IsPath(string? source)
        => source is not null && (source[0] is '.' or '/' or '~' or '\\' || (source.Length > 1 && source[1] == ':'));

    private static List<string> Parts(string text)
    {
        var parts = new List<string>();
        var at = 0;
        while (at < text.Length && Part.Match(text, at) is { Success: true } match)
        {
            parts.Add(match.Groups["part"].Value);
            at += Math.Max(1, match.Length);
        }

        return text.EndsWith(":", StringComparison.Ordinal) ? [] : parts;
    }
}
