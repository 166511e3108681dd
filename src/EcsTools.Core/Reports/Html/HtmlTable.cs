using System;

namespace EcsTools.Reports.Html;

/// <summary>Parts that tables have in common.</summary>
internal static class HtmlTable
{
    /// <summary>Writes the row of headers. The names of columns with numbers begin with <c>#</c>.</summary>
    public static void Head(HtmlWriter html, params string[] names)
    {
        using (html.Element("thead"))
        {
            using (html.Element("tr"))
            {
                foreach (var name in names)
                {
                    html.Text("th", name.TrimStart('#'), ("scope", "col"), ("class", name.StartsWith("#", StringComparison.Ordinal) ? "number" : null));
                }
            }
        }
    }

    /// <summary>Writes a cell with a bar. The number beside it says the same, so it is hidden from screen readers.</summary>
    public static void Bar(HtmlWriter html, decimal amount, decimal largest)
    {
        using (html.Element("td", ("class", "bars"), ("aria-hidden", "true")))
        {
            html.Text("span", null, ("style", FormattableString.Invariant($"width:{(largest > 0 ? 100 * amount / largest : 0):0.#}%")));
        }
    }
}
