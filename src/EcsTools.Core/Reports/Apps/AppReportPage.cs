using System;
using System.Linq;
using EcsTools.Reports.Costs;
using EcsTools.Reports.Html;

namespace EcsTools.Reports.Apps;

/// <summary>The picture of an app as one HTML document.</summary>
internal static class AppReportPage
{
    public static string Write(AppReport report) => ReportPage.Write(
        $"{report.App.AppName} - app on Amazon ECS",
        html => Header(html, report),
        html =>
        {
            RequestSection.Write(html, report);
            DeploymentSection.Write(html, report);
            CostSection.Write(html, report.Cost, report.CostNote);
            ScheduleSection.Write(html, report);
            LogSection.Write(html, report);
        },
        $"Written by EcsTools at {report.Text(report.At, "yyyy-MM-dd HH:mm:ss")}. The page shows the app at this time. It does not change by itself.");

    private static void Header(HtmlWriter html, AppReport report)
    {
        var app = report.App;
        html.Text("h1", app.AppName);
        using (html.Element("dl", ("class", "facts")))
        {
            Fact(html, "State", () => StateMark.Write(html, app.Status));
            if (app.Url is { } url)
            {
                Fact(html, "Address", () => Link(html, url), isWide: true);
            }

            Fact(html, "Services", () => html.Text(Count(report)));
            Fact(html, "Cluster", () => html.Text(app.Cluster));
            Fact(html, "Region and account", () => html.Text($"{app.Region}, {app.AccountId}"));
            if (app.DeployedAt is { } deployed)
            {
                Fact(html, "Last deployment", () => html.Text("time", report.Text(deployed), ("datetime", Moment(deployed))));
            }

            if (report.Cost is { } cost)
            {
                Fact(html, "Cost", () => html.Text(FormattableString.Invariant($"{cost.Monthly:0.00} USD a month")));
            }

            Fact(html, "Times", () => html.Text(Zone(report)));
        }
    }

    /// <summary>A link, if the address is one of the web. Anything else is only text.</summary>
    public static void Link(HtmlWriter html, string url)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            html.Text("a", url, ("href", url), ("rel", "noreferrer"));
        }
        else
        {
            html.Text(url);
        }
    }

    /// <summary>A time for the attribute <c>datetime</c>.</summary>
    public static string Moment(DateTimeOffset time) => FormattableString.Invariant($"{time.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");

    private static void Fact(HtmlWriter html, string name, Action value, bool isWide = false)
    {
        using (html.Element("div", ("class", isWide ? "wide" : null)))
        {
            html.Text("dt", name);
            using (html.Element("dd"))
            {
                value();
            }
        }
    }

    private static string Count(AppReport report)
    {
        var scheduled = report.App.Services.Count(service => service.Kind == "Scheduled");
        var running = report.App.Services.Sum(service => service.RunningCount);
        var tasks = FormattableString.Invariant($"{running} {(running == 1 ? "task" : "tasks")}");
        return FormattableString.Invariant($"{report.App.Services.Count}{(scheduled > 0 ? $" ({scheduled} scheduled)" : "")}, {tasks}");
    }

    private static string Zone(AppReport report)
    {
        var offset = report.Zone.GetUtcOffset(report.At);
        return FormattableString.Invariant($"UTC{(offset < TimeSpan.Zero ? "-" : "+")}{offset:hh\\:mm}");
    }
}
