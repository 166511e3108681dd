using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Variables;

/// <summary>
/// Reads an environment file as Docker Compose does. <c>NAME=value</c>, with or without <c>export</c>; <c>#</c> begins a comment. A value in single quotation
/// marks is taken as it is, one in double quotation marks may have <c>\n</c> and the like. Both may have several lines. Values that are not in single
/// quotation marks may have variables.
/// </summary>
internal sealed class EnvironmentFile
{
    private readonly string _text;
    private readonly string _path;
    private readonly Func<string, string?> _variable;
    private readonly List<EnvironmentVariable> _read = [];
    private int _at;
    private int _line = 1;

    private EnvironmentFile(string text, string path, Func<string, string?> variable)
    {
        _text = text.Replace("\r\n", "\n");
        _path = path;
        _variable = variable;
    }

    private SourcePosition Here => new(_path, _line, 1);

    /// <summary>Reads a file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">Its path, for errors.</param>
    /// <param name="variable">Returns a variable that is not in the file, or null.</param>
    public static IReadOnlyList<EnvironmentVariable> Read(string text, string path, Func<string, string?> variable)
    {
        var file = new EnvironmentFile(text, path, variable);
        while (file._at < file._text.Length)
        {
            file.Line();
        }

        return file._read;
    }

    /// <summary>Reads a file in the format <c>raw</c>: each line is a name and a value, and the value is taken as it is.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">Its path, for errors.</param>
    public static IReadOnlyList<EnvironmentVariable> ReadRaw(string text, string path)
    {
        var read = new List<EnvironmentVariable>();
        var lines = text.Replace("\r\n", "\n").Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            var trimmed = lines[line].TrimStart();
            if (trimmed.Length > 0 && trimmed[0] != '#')
            {
                var parts = lines[line].Split(['='], 2);
                read.Add(new EnvironmentVariable(parts[0].Trim(), parts.Length > 1 ? parts[1] : null, new SourcePosition(path, line + 1, 1)));
            }
        }

        return read;
    }

    private void Line()
    {
        SkipBlanks();
        if (_at >= _text.Length || _text[_at] is '\n' or '#')
        {
            ToNextLine();
            return;
        }

        var position = Here;
        var name = Name();
        if (_at >= _text.Length || _text[_at] == '\n')
        {
            _read.Add(new EnvironmentVariable(name, null, position));
            ToNextLine();
            return;
        }

        _at++;
        SkipBlanks();
        var value = _at < _text.Length && (_text[_at] is '\'' or '"') ? Quoted(_text[_at]) : Unquoted();
        _read.Add(new EnvironmentVariable(name, value, position));
        ToNextLine();
    }

    private string Name()
    {
        const string Export = "export ";
        if (string.CompareOrdinal(_text, _at, Export, 0, Export.Length) == 0)
        {
            _at += Export.Length;
            SkipBlanks();
        }

        var start = _at;
        while (_at < _text.Length && _text[_at] is not ('=' or ':' or '\n'))
        {
            _at++;
        }

        var name = _text.Substring(start, _at - start).Trim();
        return name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-' or '[' or ']') ? name
            : throw ComposeProblem.At(
                Here, $"'{UntrustedText.Sanitize(name)}' is not the name of a variable", "Write NAME=value. A comment begins with #.");
    }

    private string Unquoted()
    {
        var end = _text.IndexOf('\n', _at);
        end = end < 0 ? _text.Length : end;
        var value = _text.Substring(_at, end - _at);
        _at = end;
        for (var comment = value.IndexOf('#'); comment >= 0; comment = value.IndexOf('#', comment + 1))
        {
            if (comment == 0 || value[comment - 1] is ' ' or '\t')
            {
                value = value.Substring(0, comment);
                break;
            }
        }

        return Fill(value.Trim());
    }

    private string Quoted(char mark)
    {
        var (start, line) = (++_at, _line);
        while (_at < _text.Length && (_text[_at] != mark || IsEscaped(start)))
        {
            _line += _text[_at] == '\n' ? 1 : 0;
            _at++;
        }

        if (_at >= _text.Length)
        {
            throw ComposeProblem.At(new SourcePosition(_path, line, 1), $"the value has no closing {mark}", $"Add {mark} at its end.");
        }

        var value = _text.Substring(start, _at++ - start);
        SkipBlanks();
        return _at < _text.Length && _text[_at] is not ('\n' or '#')
            ? throw ComposeProblem.At(Here, $"text follows the closing {mark}", "Put the whole value into the quotation marks.")
            : mark == '\'' ? value.Replace("\\'", "'") : Fill(Unescaped(value));
    }

    private bool IsEscaped(int start)
    {
        var slashes = 0;
        for (var at = _at - 1; at >= start && _text[at] == '\\'; at--)
        {
            slashes++;
        }

        return slashes % 2 == 1;
    }

    private static string Unescaped(string value)
    {
        var text = new StringBuilder(value.Length);
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] != '\\' || at + 1 == value.Length)
            {
                text.Append(value[at]);
                continue;
            }

            at++;
            text.Append(value[at] switch
            {
                'n' => "\n",
                'r' => "\r",
                't' => "\t",
                '$' => "$$",
                '"' or '\\' => value[at].ToString(),
                _ => "\\" + value[at],
            });
        }

        return text.ToString();
    }

    /// <summary>A later line may use the variables of earlier ones, and those of the process count more.</summary>
    private string Fill(string value)
        => value.IndexOf('$') < 0 ? value
            : Substitution.Fill(value, name => _variable(name) ?? _read.LastOrDefault(one => one.Name == name)?.Value, Here, (_, _) => { });

    private void SkipBlanks()
    {
        while (_at < _text.Length && (_text[_at] is ' ' or '\t'))
        {
            _at++;
        }
    }

    private void ToNextLine()
    {
        var end = _text.IndexOf('\n', _at);
        _at = end < 0 ? _text.Length : end + 1;
        _line++;
    }
}
