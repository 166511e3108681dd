using System;
using System.IO;
using System.Text;

namespace EcsTools.Reports.Html;

/// <summary>The frame of a report: one HTML document that needs no network, no script and no other file.</summary>
internal static class ReportPage
{
    // Nothing may be loaded or run, even if a text from outside became markup.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    /// <summary>Writes a document.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="header">Writes what is in the header.</param>
    /// <param name="main">Writes the sections.</param>
    /// <param name="footer">The last line.</param>
    public static string Write(string title, Action<HtmlWriter> header, Action<HtmlWriter> main, string footer)
    {
        var html = new HtmlWriter();
        using (html.Element("html", ("lang", "en")))
        {
            using (html.Element("head"))
            {
                html.Void("meta", ("charset", "utf-8"));
                html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
                html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
                html.Void("meta", ("name", "robots"), ("content", "noindex"));
                html.Void("link", ("rel", "icon"), ("href", "data:,"));
                html.Text("title", title);
                html.Style(Css());
            }

            using (html.Element("body"))
            {
                using (html.Element("header"))
                {
                    header(html);
                }

                using (html.Element("main"))
                {
                    main(html);
                }

                html.Text("footer", footer);
            }
        }

        return html.ToString() + "\n";
    }

    /// <summary>Writes a section with a heading. Its name in the list of landmarks is the heading.</summary>
    /// <param name="html">The document.</param>
    /// <param name="id">Id of the heading.</param>
    /// <param name="heading">The heading.</param>
    /// <param name="content">Writes the content.</param>
    public static void Section(HtmlWriter html, string id, string heading, Action content)
    {
        using (html.Element("section", ("aria-labelledby", id)))
        {
            html.Text("h2", heading, ("id", id));
            content();
        }
    }

    private static string Css()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("EcsTools.Reports.Html.report.css")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
