using EcsTools.Reports.Html;

namespace EcsTools.Reports.Apps;

/// <summary>The newest log lines of all services.</summary>
internal static class LogSection
{
    public static void Write(HtmlWriter html, AppReport report)
    {
        if (report.Log.Count == 0)
        {
            return;
        }

        ReportPage.Section(html, "log", "Log", () =>
        {
            using (html.Element("table", ("class", "log stack")))
            {
                html.Text("caption", System.FormattableString.Invariant($"The newest {report.Log.Count} lines, in the order of time"));
                HtmlTable.Head(html, "Time", "Service", "Line");
                using (html.Element("tbody"))
                {
                    foreach (var (service, line) in report.Log)
                    {
                        using (html.Element("tr"))
                        {
                            html.Text("td", report.Text(line.Timestamp, "MM-dd HH:mm:ss"), ("class", "now soft"));
                            html.Text("td", service, ("class", "soft"));
                            html.Text("td", line.Message, ("class", "line mono"));
                        }
                    }
                }
            }
        });
    }
}
