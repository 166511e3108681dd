using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;
using EcsTools.Reports.Html;

namespace EcsTools.Reports.Apps;

/// <summary>The deployments of the services on one time line, and as a table.</summary>
internal static class DeploymentSection
{
    private const int MostRows = 12;

    public static void Write(HtmlWriter html, AppReport report)
    {
        var all = report.Services.SelectMany(service => service.Deployments.Select(deployment => (Service: service.Name, Deployment: deployment)))
            .Where(row => row.Deployment.CreatedAt is not null).OrderByDescending(row => row.Deployment.CreatedAt).ToList();
        if (all.Count == 0)
        {
            return;
        }

        ReportPage.Section(html, "deployments", "Deployments", () =>
        {
            Lanes(html, report, all[all.Count - 1].Deployment.CreatedAt!.Value);
            Table(html, report, all);
        });
    }

    /// <summary>A lane for each service. The shape of a mark says how the deployment ended, as its colour does.</summary>
    private static void Lanes(HtmlWriter html, AppReport report, DateTimeOffset from)
    {
        var span = Math.Max(1, (report.At - from).TotalSeconds);
        using (html.Element("div", ("class", "lanes"), ("aria-hidden", "true")))
        {
            foreach (var service in report.Services.Where(service => service.Deployments.Count > 0))
            {
                using (html.Element("div", ("class", "lane")))
                {
                    html.Text("span", service.Name);
                    using (html.Element("svg"))
                    {
                        html.Text("line", null, ("x1", "0"), ("x2", "100%"), ("y1", "13"), ("y2", "13"));
                        foreach (var deployment in service.Deployments)
                        {
                            Mark(html, report, deployment, from, span);
                        }
                    }
                }
            }

            using (html.Element("div", ("class", "lane")))
            {
                html.Text("span", null);
                using (html.Element("div", ("class", "ends")))
                {
                    html.Text("span", report.Text(from));
                    html.Text("span", report.Text(report.At));
                }
            }
        }
    }

    private static void Mark(HtmlWriter html, AppReport report, FargateDeployment deployment, DateTimeOffset from, double span)
    {
        var (begin, end) = (deployment.CreatedAt ?? from, deployment.FinishedAt ?? report.At);
        var left = Percent((begin - from).TotalSeconds / span);
        using (html.Element("g", ("class", StateMark.ClassOf(deployment.Status))))
        {
            html.Text("title", $"{deployment.TaskDefinition} {StateMark.Words(deployment.Status)}, {report.Text(begin)}");
            html.Text("rect", null, ("x", left), ("y", "11.5"), ("height", "3"), ("width", Percent(Math.Max(0, (end - begin).TotalSeconds) / span)));
            if (StateMark.ClassOf(deployment.Status) == "bad")
            {
                using (html.Element("svg", ("x", left), ("style", "overflow:visible")))
                {
                    html.Text("path", null, ("d", "M-6 18 L6 18 L0 7 Z"));
                }
            }
            else
            {
                html.Text("circle", null, ("cx", left), ("cy", "13"), ("r", "5.5"));
            }
        }
    }

    private static void Table(HtmlWriter html, AppReport report, List<(string Service, FargateDeployment Deployment)> all)
    {
        using (html.Element("table", ("class", "stack")))
        {
            html.Text(
                "caption", all.Count > MostRows ? FormattableString.Invariant($"The newest {MostRows} of {all.Count} deployments") : "The newest comes first");
            HtmlTable.Head(html, "Service", "Runs", "State", "Began", "Took");
            using (html.Element("tbody"))
            {
                foreach (var (service, deployment) in all.Take(MostRows))
                {
                    using (html.Element("tr"))
                    {
                        html.Text("th", service, ("scope", "row"));
                        html.Text("td", deployment.TaskDefinition, ("data-label", "Runs"));
                        using (html.Element("td", ("data-label", "State")))
                        {
                            StateMark.Write(html, deployment.Status);
                            Reason(html, deployment);
                        }

                        html.Text("td", report.Text(deployment.CreatedAt), ("class", "now"), ("data-label", "Began"));
                        html.Text("td", Took(deployment), ("class", "now"), ("data-label", "Took"));
                    }
                }
            }
        }
    }

    private static void Reason(HtmlWriter html, FargateDeployment deployment)
    {
        if (StateMark.ClassOf(deployment.Status) == "bad" && (deployment.RollbackReason ?? deployment.StatusReason) is { } reason)
        {
            html.Text(" ");
            html.Text("small", reason);
        }
    }

    private static string Took(FargateDeployment deployment)
        => deployment is { CreatedAt: { } begin, FinishedAt: { } end } ? Duration(end - begin) : "";

    private static string Duration(TimeSpan time)
        => time.TotalHours >= 1 ? FormattableString.Invariant($"{Math.Floor(time.TotalHours):0} h {time.Minutes} min")
            : time.TotalMinutes >= 1 ? FormattableString.Invariant($"{time.Minutes} min {time.Seconds} s")
            : FormattableString.Invariant($"{time.TotalSeconds:0} s");

    private static string Percent(double share) => FormattableString.Invariant($"{100 * Math.Min(1, Math.Max(0, share)):0.##}%");
}
