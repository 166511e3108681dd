using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace EcsTools.Compose.Yaml;

/// <summary>Writes YAML: mappings of <see cref="YamlBlock"/>, lists and texts.</summary>
internal static class YamlWriter
{
    /// <summary>Writes a mapping as a file.</summary>
    public static string Write(YamlBlock block)
    {
        var text = new StringBuilder();
        Block(block, 0, text);
        return text.ToString();
    }

    private static void Block(YamlBlock block, int indent, StringBuilder text)
    {
        foreach (var (key, value) in block.Entries)
        {
            text.Append(' ', indent).Append(Scalar(key)).Append(':');
            Value(value, indent, text);
        }
    }

    private static void Value(object value, int indent, StringBuilder text)
    {
        switch (value)
        {
            case YamlBlock { Entries.Count: 0 }:
                text.Append(" {}\n");
                break;
            case YamlBlock inner:
                text.Append('\n');
                Block(inner, indent + 2, text);
                break;
            case IReadOnlyList<string> { Count: 0 }:
                text.Append(" []\n");
                break;
            case IReadOnlyList<string> items:
                text.Append(" [").Append(string.Join(", ", items.Select(item => Scalar(item, inFlow: true)))).Append("]\n");
                break;
            default:
                text.Append(' ').Append(Scalar((string)value)).Append('\n');
                break;
        }
    }

    /// <summary>A text in quotation marks, if it would be read as something else without them.</summary>
    private static string Scalar(string text, bool inFlow = false)
    {
        var isPlain = text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || "_./*@+()=~^ -${}:?".IndexOf(c) >= 0)
            && (char.IsLetterOrDigit(text[0]) || text[0] is '/' or '.' or '_' or '$') && text[text.Length - 1] is not (' ' or ':')
            && !text.Contains(": ") && !(inFlow && text.IndexOfAny(['{', '}', ':', '?']) >= 0)
            && (new YamlScalar(new("", 1, 1), text, IsQuoted: false).Type == YamlScalarType.Text || text is "true" or "false" || IsNumber(text))
            && text.ToLowerInvariant() is not ("yes" or "no" or "on" or "off" or "y" or "n");
        return isPlain ? text : Quoted(text);
    }

    /// <summary>A number that reads back as it is. The others, such as 0755, get quotation marks.</summary>
    private static bool IsNumber(string text)
        => text.All(c => c is >= '0' and <= '9') && (text.Length == 1 || text[0] != '0');

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
