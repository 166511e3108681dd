using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace EcsTools.Profiles;

/// <summary>
/// An AWS credentials or config file as a list of lines, read by the rules of Python's configparser, which the AWS CLI uses. Unchanged
/// lines keep their bytes, whatever their encoding: the text holds one byte per character.
/// </summary>
internal sealed class IniDocument
{
    private static readonly Encoding Bytes = Encoding.GetEncoding(28591);

    /// <summary>Ten thousand profiles take about a megabyte.</summary>
    private const int Longest = 16 << 20;

    private static readonly byte[] Utf8Mark = { 0xEF, 0xBB, 0xBF };

    private readonly List<IniLine> _lines;
    private readonly bool _hasMark;
    private readonly string _newLine;

    private IniDocument(List<IniLine> lines, bool hasMark)
    {
        _lines = lines;
        _hasMark = hasMark;
        _newLine = lines.Select(line => line.Ending).FirstOrDefault(ending => ending.Length > 0) ?? Environment.NewLine;
    }

    /// <summary>Names of the sections, in the order of the file.</summary>
    public IEnumerable<string> Sections => _lines.Where(line => line.Kind == IniLineKind.Section).Select(line => Decode(line.Name));

    /// <summary>Reads a file's content; null gives an empty document.</summary>
    /// <exception cref="MalformedContentException">
    /// The content is not text that a reader of these files accepts, or is too long.
    /// </exception>
    public static IniDocument Parse(byte[]? content)
    {
        content ??= Array.Empty<byte>();
        if (content.Length > Longest)
        {
            throw new MalformedContentException($"it has {ByteSize.Format(content.Length)}, and {ByteSize.Format(Longest)} is the most");
        }

        if (content.Length >= 2 && content[0] + content[1] == 0xFE + 0xFF)
        {
            throw new MalformedContentException("it is UTF-16 text");
        }

        // UTF-16 without a byte order mark, or not text at all.
        if (Array.IndexOf(content, (byte)0) is var zero and >= 0)
        {
            throw new MalformedContentException($"it has a zero byte in line "
                + $"{1 + content.Take(zero).Count(value => value == (byte)'\n')}, so it is not text in UTF-8");
        }

        var hasMark = content.Take(3).SequenceEqual(Utf8Mark);
        var start = hasMark ? 3 : 0;
        return new IniDocument(IniLine.ParseAll(Bytes.GetString(content, start, content.Length - start)), hasMark);
    }

    /// <summary>
    /// The settings of the sections with this name, by lower-case key; null if there is none. If a key is repeated, the last one counts.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Read(Func<string, bool> section)
    {
        Dictionary<string, string>? values = null;
        foreach (var header in Headers(section))
        {
            values ??= new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var line in Body(header).Where(line => line.Kind == IniLineKind.Option))
            {
                values[Decode(line.Name)] = Decode(line.Value);
            }
        }

        return values;
    }

    /// <summary>
    /// The settings of all sections, by the names that <paramref name="nameOf"/> gives them; without those that have no name. It reads the
    /// lines once.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> ReadAll(Func<string, string?> nameOf)
    {
        var all = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        Dictionary<string, string>? values = null;
        foreach (var line in _lines)
        {
            if (line.Kind == IniLineKind.Section)
            {
                var name = nameOf(Decode(line.Name));
                values = name is null ? null : all.TryGetValue(name, out var known) ? (Dictionary<string, string>)known : [];
                if (name is not null)
                {
                    all[name] = values!;
                }
            }
            else if (line.Kind == IniLineKind.Option && values is not null)
            {
                values[Decode(line.Name)] = Decode(line.Value);
            }
        }

        return all;
    }

    /// <summary>
    /// Sets values as <c>aws configure</c> does: in the line with the key, else after the last setting, else in a new section at the end.
    /// </summary>
    public void Set(Func<string, bool> section, string newSection, List<KeyValuePair<string, string>> values)
    {
        // If several sections have the same name, write to the last, because that one counts when they are read.
        var header = Headers(section).DefaultIfEmpty(-1).Last();
        if (header < 0)
        {
            EndLastLine();
            _lines.Add(IniLine.Header(Encode(newSection), _newLine));
            header = _lines.Count - 1;
        }

        var missing = values.Where(value => !Overwrite(header, value)).ToList();
        var at = InsertionPoint(header);
        if (missing.Count > 0 && at == _lines.Count)
        {
            EndLastLine();
        }

        _lines.InsertRange(at, missing.Select(value => IniLine.Option(value.Key, Encode(value.Value), _newLine)));
    }

    /// <summary>Removes settings, with their continuation lines, from the sections with this name.</summary>
    public void RemoveKeys(Func<string, bool> section, Func<string, bool> key)
    {
        foreach (var header in Headers(section).AsEnumerable().Reverse())
        {
            for (var at = End(header) - 1; at > header; at--)
            {
                if (_lines[at].Kind == IniLineKind.Option && key(_lines[at].Name))
                {
                    _lines.RemoveRange(at, 1 + ContinuationsAfter(at));
                }
            }
        }
    }

    /// <summary>
    /// Removes the sections with this name: from the header to the last setting, and a blank line that would be left twice.
    /// </summary>
    public void RemoveSection(Func<string, bool> section)
    {
        foreach (var header in Headers(section).AsEnumerable().Reverse())
        {
            var body = Enumerable.Range(header, End(header) - header);
            var last = body.Last(at => _lines[at].Kind is not (IniLineKind.Blank or IniLineKind.Comment));
            _lines.RemoveRange(header, last - header + 1);
            if (IsBlank(header) && (header == 0 || IsBlank(header - 1)))
            {
                _lines.RemoveAt(header);
            }
        }
    }

    /// <summary>The current content.</summary>
    public byte[] ToBytes()
    {
        var text = Bytes.GetBytes(string.Concat(_lines.Select(line => line.Text + line.Ending)));
        return _hasMark ? Utf8Mark.Concat(text).ToArray() : text;
    }

    private static string Encode(string text) => Bytes.GetString(Encoding.UTF8.GetBytes(text));

    private static string Decode(string text) => Encoding.UTF8.GetString(Bytes.GetBytes(text));

    private List<int> Headers(Func<string, bool> section)
        => Enumerable.Range(0, _lines.Count)
            .Where(at => _lines[at].Kind == IniLineKind.Section && section(Decode(_lines[at].Name)))
            .ToList();

    private bool IsBlank(int at) => at < _lines.Count && _lines[at].Kind == IniLineKind.Blank;

    private IEnumerable<IniLine> Body(int header) => _lines.Skip(header + 1).Take(End(header) - header - 1);

    private int End(int header)
    {
        var next = _lines.FindIndex(header + 1, line => line.Kind == IniLineKind.Section);
        return next < 0 ? _lines.Count : next;
    }

    private int ContinuationsAfter(int at)
    {
        var last = at;
        for (var next = at + 1; next < _lines.Count; next++)
        {
            if (_lines[next].Kind is not (IniLineKind.Continuation or IniLineKind.Blank or IniLineKind.Comment))
            {
                break;
            }

            last = _lines[next].Kind == IniLineKind.Continuation ? next : last;
        }

        return last - at;
    }

    /// <summary>Every line that sets the key. If there are several, readers differ on which one counts.</summary>
    private bool Overwrite(int header, KeyValuePair<string, string> value)
    {
        var found = false;
        for (var at = End(header) - 1; at > header; at--)
        {
            if (_lines[at].Kind == IniLineKind.Option && _lines[at].Name == value.Key)
            {
                _lines.RemoveRange(at + 1, ContinuationsAfter(at));
                if (Decode(_lines[at].Value) != value.Value)
                {
                    var ending = _lines[at].Ending.Length > 0 ? _lines[at].Ending : _newLine;
                    _lines[at] = IniLine.Option(value.Key, Encode(value.Value), ending);
                }

                found = true;
            }
        }

        return found;
    }

    private int InsertionPoint(int header)
    {
        var end = End(header);
        var after = Enumerable.Range(header, end - header).Last(at => at == header || _lines[at].LooksLikeSetting) + 1;

        // In the file's last section the CLI goes one line further, past an existing blank line.
        return end == _lines.Count ? Math.Min(after + 1, end) : after;
    }

    private void EndLastLine()
    {
        if (_lines.Count > 0 && _lines[_lines.Count - 1].Ending.Length == 0)
        {
            _lines[_lines.Count - 1] = _lines[_lines.Count - 1] with { Ending = _newLine };
        }
    }
}
