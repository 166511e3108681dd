using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcsTools.Apps.Definition;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EcsTools.Compose.Yaml;

/// <summary>
/// Reads YAML that EcsTools did not write. YamlDotNet scans the text. The values are built here, so that each knows its place, no key is there twice, and
/// aliases cannot make a small file large.
/// </summary>
internal sealed class YamlReader
{
    private const string MergeKey = "<<";

    private readonly string _text;
    private readonly string _path;
    private readonly Parser _parser;
    private readonly Dictionary<string, YamlValue> _anchors = new(StringComparer.Ordinal);

    private YamlReader(string text, string path)
    {
        _text = text;
        _path = path;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads the documents of a file. An empty document is left out.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="path">Its path, for positions.</param>
    /// <exception cref="EcsToolsException">It is not valid YAML, or goes beyond a limit.</exception>
    public static IReadOnlyList<YamlValue> Read(string text, string path)
    {
        var reader = new YamlReader(text, path);
        try
        {
            return reader.Documents();
        }
        catch (YamlException problem)
        {
            throw reader.Invalid(problem);
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner of YamlDotNet has exceptions of these types for some files that are not valid. It does not say where.
            var position = reader._parser.Current is { } last ? reader.At(last.End) : new SourcePosition(path, 1, 1);
            throw ComposeProblem.At(position, "this is not valid YAML after this place", "Correct the file there.", problem);
        }
    }

    private List<YamlValue> Documents()
    {
        var documents = new List<YamlValue>();
        Next();
        while (Next() is DocumentStart)
        {
            _anchors.Clear();
            Next();
            var document = Value(0);
            if (!document.IsNull)
            {
                documents.Add(document);
            }

            if (document.Size + documents.Sum(one => one.Size) > YamlLimits.MostValues)
            {
                throw TooMany(document.Position);
            }

            Next();
        }

        return documents;
    }

    /// <summary>Moves to the next event.</summary>
    private ParsingEvent? Next() => _parser.MoveNext() ? _parser.Current : null;

    /// <summary>The value that begins with the current event, and then the current event is its last one.</summary>
    private YamlValue Value(int depth)
    {
        var current = _parser.Current!;
        var position = At(current.Start);
        if (depth > YamlLimits.Deepest)
        {
            throw ComposeProblem.At(position, $"lists and mappings are nested more than {YamlLimits.Deepest} levels deep", "Make the file flatter.");
        }

        if (current is AnchorAlias alias)
        {
            return Aliased(alias, position);
        }

        YamlValue value = current switch
        {
            SequenceStart => List(position, depth),
            MappingStart => Map(position, depth),
            Scalar scalar => new YamlScalar(
                position, scalar.Value, scalar.Style != ScalarStyle.Plain || scalar.Tag is { IsEmpty: false, Value: "tag:yaml.org,2002:str" or "!" }),
            _ => throw ComposeProblem.At(position, "a value is missing", "Correct the file at that place."),
        };
        if (value.Size > YamlLimits.MostValues)
        {
            throw TooMany(position);
        }

        var node = (NodeEvent)current;
        value = value with { Mark = MarkOf(node, position) };
        if (!node.Anchor.IsEmpty)
        {
            _anchors[node.Anchor.Value] = value;
        }

        return value;
    }

    private YamlValue Aliased(AnchorAlias alias, SourcePosition position)
        => _anchors.TryGetValue(alias.Value.Value, out var known) ? known
            : throw ComposeProblem.At(
                position,
                $"no complete value above has the anchor '&{UntrustedText.Sanitize(alias.Value.Value)}'",
                NearestNames.Suggest(alias.Value.Value, _anchors.Keys, "Write the anchor before the value, above the place that uses it."));

    private YamlList List(SourcePosition position, int depth)
    {
        var items = new List<YamlValue>();
        var size = 0L;
        while (Next() is not SequenceEnd)
        {
            items.Add(Value(depth + 1));
            size += items[items.Count - 1].Size;
            Count(size, position);
        }

        return new YamlList(position, items);
    }

    private YamlMap Map(SourcePosition position, int depth)
    {
        var entries = new List<YamlEntry>();
        var places = new Dictionary<string, SourcePosition>(StringComparer.Ordinal);
        var merged = new List<YamlMap>();
        var size = 0L;
        while (Next() is not MappingEnd)
        {
            var key = Key();
            if (places.TryGetValue(key.Text, out var first))
            {
                throw ComposeProblem.At(
                    key.Position,
                    $"the key '{UntrustedText.Sanitize(key.Text)}' is already in line {first.Line}",
                    key.Text == MergeKey ? "Merge several mappings with one list: <<: [*a, *b]." : "Remove one of the two.");
            }

            places[key.Text] = key.Position;
            Next();
            var value = Value(depth + 1);
            size += value.Size;
            Count(size, position);
            if (key is { Text: MergeKey, IsQuoted: false })
            {
                merged.AddRange(Merged(value));
            }
            else
            {
                entries.Add(new YamlEntry(key.Text, key.Position, value));
            }
        }

        return new YamlMap(position, WithMerged(entries, merged));
    }

    private YamlScalar Key()
    {
        var current = _parser.Current!;
        return current is Scalar scalar
            ? new YamlScalar(At(scalar.Start), scalar.Value, scalar.Style != ScalarStyle.Plain)
            : throw ComposeProblem.At(At(current.Start), "a key is not a text",
                "Write a name as the key. A value that begins with { or [ needs quotation marks.");
    }

    /// <summary>The mappings of a merge key.</summary>
    private static IEnumerable<YamlMap> Merged(YamlValue value)
        => (value is YamlList list ? list.Items : [value]).Select(
            item => item as YamlMap ?? throw ComposeProblem.At(
                item.Position, $"the merge key << has {item.Kind}", "Give the alias of a mapping, or a list of them: <<: *defaults."));

    /// <summary>A key of the mapping itself counts most, then a key of the first merged mapping.</summary>
    private static List<YamlEntry> WithMerged(List<YamlEntry> entries, List<YamlMap> merged)
    {
        var names = new HashSet<string>(entries.Select(entry => entry.Key), StringComparer.Ordinal);
        var added = merged.SelectMany(map => map.Entries).Where(entry => names.Add(entry.Key)).ToList();
        return [.. added, .. entries];
    }

    private static YamlMark MarkOf(NodeEvent node, SourcePosition position)
    {
        var tag = node.Tag.IsEmpty ? "" : node.Tag.Value;
        return tag switch
        {
            "!reset" => YamlMark.Reset,
            "!override" => YamlMark.Override,
            "" or "!" or "?" => YamlMark.None,
            _ when tag.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal) => YamlMark.None,
            _ => throw ComposeProblem.At(position, $"the tag '{UntrustedText.Sanitize(tag)}' has no meaning in a compose file", "Leave it out."),
        };
    }

    private static void Count(long size, SourcePosition position)
    {
        if (size > YamlLimits.MostValues)
        {
            throw TooMany(position);
        }
    }

    private static EcsToolsException TooMany(SourcePosition position)
        => ComposeProblem.At(
            position, $"there are more than {YamlLimits.MostValues} values here, counting each alias as often as it is used", "Use fewer aliases of aliases.");

    private SourcePosition At(Mark mark) => new(_path, (int)mark.Line, (int)mark.Column);

    private EcsToolsException Invalid(YamlException problem)
    {
        var message = problem.Message.Trim().TrimEnd('.');
        var isTab = message.Contains("tab");
        var position = isTab ? FirstTab((int)problem.Start.Line) : At(problem.Start);
        return ComposeProblem.At(
            position,
            isTab ? "the line begins with a tab, and YAML allows only spaces there" : "this is not valid YAML: " + char.ToLowerInvariant(message[0])
                + message.Substring(1),
            isTab ? "Replace the tab with spaces." : "Correct the file at that place.",
            problem);
    }

    /// <summary>YamlDotNet names the beginning of the mapping, not the line with the tab.</summary>
    private SourcePosition FirstTab(int from)
    {
        var lines = _text.Split('\n');
        for (var line = from - 1; line < lines.Length; line++)
        {
            var blank = lines[line].Length - lines[line].TrimStart().Length;
            var tab = lines[line].IndexOf('\t');
            if (tab >= 0 && tab < blank)
            {
                return new SourcePosition(_path, line + 1, tab + 1);
            }
        }

        return new SourcePosition(_path, from, 1);
    }
}
