using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;
using EcsTools.Reports.Html;
using EcsTools.Routing.Rules;

namespace EcsTools.Reports.Apps;

/// <summary>The way of a request: from the client over the rules of the listener, with their weights, to the services and their tasks.</summary>
internal static class RequestSection
{
    private const int MostTasks = 12;
    private const int MostRules = 50;

    public static void Write(HtmlWriter html, AppReport report)
        => ReportPage.Section(html, "requests", report.Entries.Count > 0 ? "Requests" : "Services", () =>
        {
            foreach (var entry in report.Entries)
            {
                Entry(html, report, entry);
            }

            var reached = report.Entries.SelectMany(entry => entry.Routes).SelectMany(route => route.Targets).Select(target => target.TargetGroupArn).ToList();
            var alone = report.Services.Where(service => !service.TargetGroupArns.Any(reached.Contains)).ToList();
            if (alone.Count > 0)
            {
                html.Text("h3", report.Entries.Count > 0 ? "Without a route" : "Without a load balancer");
                using (html.Element("ul", ("class", "alone")))
                {
                    foreach (var service in alone)
                    {
                        using (html.Element("li", ("class", "target")))
                        {
                            Service(html, report, service, null);
                        }
                    }
                }
            }
        });

    private static void Entry(HtmlWriter html, AppReport report, EntryReport entry)
    {
        using (html.Element("p", ("class", "entry")))
        {
            html.Text("b", "Clients");
            html.Text(" to ");
            if (entry.Url is { } url)
            {
                AppReportPage.Link(html, url);
                html.Text(", ");
            }

            html.Text(FormattableString.Invariant($"port {entry.Port} of the load balancer {entry.LoadBalancer}"));
        }

        using (html.Element("ol", ("class", "flow")))
        {
            foreach (var route in entry.Routes.Take(MostRules))
            {
                using (html.Element("li"))
                {
                    Rule(html, report, route);
                }
            }
        }

        More(html, entry.Routes.Count - MostRules, "rules");
    }

    private static void Rule(HtmlWriter html, AppReport report, FargateRoute route)
    {
        using (html.Element("div", ("class", "node")))
        {
            html.Text("b", RouteConditions.Describe(route.Conditions));
            html.Text("small", route.Priority is { } priority ? FormattableString.Invariant($"rule {priority}") : "default rule, comes last");
        }

        using (html.Element("ul"))
        {
            foreach (var target in route.Targets)
            {
                using (html.Element("li", ("class", "target")))
                {
                    using (html.Element("div", ("class", "way")))
                    {
                        html.Text("span", FormattableString.Invariant($"{target.Percent:0.#} %"));
                    }

                    Service(html, report, report.Services.FirstOrDefault(service => service.TargetGroupArns.Contains(target.TargetGroupArn)), target);
                }
            }

            if (route.Targets.Count == 0)
            {
                var answer = route.Action == "redirect" ? $"redirects to {route.RedirectTo}" : FormattableString.Invariant($"answers {route.StatusCode}");
                html.Text("li", answer, ("class", "answer"));
            }
        }
    }

    /// <summary>A service with its tasks. Somebody else's target group has no service here.</summary>
    private static void Service(HtmlWriter html, AppReport report, ServiceReport? service, FargateRouteTarget? target)
    {
        using (html.Element("div", ("class", "node")))
        {
            html.Text("b", service?.Name ?? target!.TargetGroupName);
            if (service is not null)
            {
                using (html.Element("small"))
                {
                    StateMark.Write(html, service.Service.Status);
                    html.Text(FormattableString.Invariant($", {service.Service.RunningCount} of {service.Service.DesiredCount} tasks"));
                }

                html.Text("small", "runs " + service.Service.TaskDefinition);
            }

            if (target is not null)
            {
                Health(html, target);
            }
        }

        html.Text("div", null, ("class", "way"), ("aria-hidden", "true"));
        Tasks(html, report, service?.Tasks ?? []);
    }

    private static void Health(HtmlWriter html, FargateRouteTarget target)
    {
        var all = target.Healthy + target.Unhealthy + target.Starting;
        var draining = target.Draining > 0 ? FormattableString.Invariant($", {target.Draining} draining") : "";
        html.Text("small", FormattableString.Invariant($"{target.Healthy} of {all} targets healthy{draining}"));
        if (target.UnhealthyReason is { } reason)
        {
            html.Text("small", reason, ("class", "bad"));
        }
    }

    private static void Tasks(HtmlWriter html, AppReport report, IReadOnlyList<FargateTask> tasks)
    {
        using (html.Element("ul", ("class", "tasks"), ("aria-label", "Tasks")))
        {
            foreach (var task in tasks.Take(MostTasks))
            {
                using (html.Element("li"))
                {
                    html.Text("span", task.TaskId.Substring(0, Math.Min(8, task.TaskId.Length)), ("class", "mono"), ("title", task.TaskId));
                    StateMark.Write(html, task.HealthStatus is "HEALTHY" or "UNHEALTHY" ? task.HealthStatus : task.LastStatus);
                    html.Text("small", task.StartedAt is null ? "" : "since " + report.Text(task.StartedAt));
                }
            }

            if (tasks.Count == 0)
            {
                html.Text("li", "no task runs", ("class", "soft"));
            }
            else if (tasks.Count > MostTasks)
            {
                html.Text("li", FormattableString.Invariant($"and {tasks.Count - MostTasks} more tasks"), ("class", "soft"));
            }
        }
    }

    private static void More(HtmlWriter html, int count, string what)
    {
        if (count > 0)
        {
            html.Text("p", FormattableString.Invariant($"and {count} more {what}"), ("class", "soft"));
        }
    }
}
