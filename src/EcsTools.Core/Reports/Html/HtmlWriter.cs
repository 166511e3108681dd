using System;
using System.Collections.Generic;
using System.Text;

namespace EcsTools.Reports.Html;

/// <summary>
/// Writes HTML. Every text and every value of an attribute is escaped here and nowhere else, so that names and log lines from outside can never become markup.
/// </summary>
internal sealed class HtmlWriter
{
    // A log line can be 256 KB long.
    private const int LongestText = 500;

    private readonly StringBuilder _html = new();
    private readonly Stack<string> _open = new();

    /// <summary>Begins an element. It ends when the result is disposed.</summary>
    /// <param name="tag">Name of the element.</param>
    /// <param name="attributes">Its attributes. One whose value is null is left out.</param>
    public IDisposable Element(string tag, params (string Name, string? Value)[] attributes)
    {
        Begin(tag, attributes);
        _open.Push(tag);
        return new End(this);
    }

    /// <summary>Writes an element that holds a text.</summary>
    /// <param name="tag">Name of the element.</param>
    /// <param name="text">The text.</param>
    /// <param name="attributes">Its attributes.</param>
    public void Text(string tag, string? text, params (string Name, string? Value)[] attributes)
    {
        Begin(tag, attributes);
        Text(text);
        _html.Append("</").Append(tag).Append('>');
    }

    /// <summary>Writes an element without content, such as <c>meta</c>.</summary>
    public void Void(string tag, params (string Name, string? Value)[] attributes) => Begin(tag, attributes);

    /// <summary>Writes a text.</summary>
    public void Text(string? text) => Append(text ?? "", LongestText);

    /// <summary>Writes the style sheet, which is part of this library.</summary>
    public void Style(string css) => _html.Append("<style>").Append(css).Append("</style>");

    /// <summary>The document so far.</summary>
    public override string ToString() => "<!DOCTYPE html>\n" + _html;

    private void Begin(string tag, (string Name, string? Value)[] attributes)
    {
        _html.Append(_open.Count < 6 ? "\n<" : "<").Append(tag);
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
            {
                _html.Append(' ').Append(name).Append("=\"");
                Append(value, LongestText);
                _html.Append('"');
            }
        }

        _html.Append('>');
    }

    private void Append(string text, int longest)
    {
        foreach (var letter in UntrustedText.Sanitize(text.Replace('\t', ' '), longest))
        {
            _ = letter switch
            {
                '&' => _html.Append("&amp;"),
                '<' => _html.Append("&lt;"),
                '>' => _html.Append("&gt;"),
                '"' => _html.Append("&quot;"),
                '\'' => _html.Append("&#39;"),

                // These turn the direction of what follows them, also outside their own line.
                >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' => _html.Append('\uFFFD'),
                _ => _html.Append(letter),
            };
        }
    }

    private void Close() => _html.Append("</").Append(_open.Pop()).Append('>');

    private sealed class End(HtmlWriter writer) : IDisposable
    {
        public void Dispose() => writer.Close();
    }
}
