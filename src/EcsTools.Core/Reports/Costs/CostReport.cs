using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;
using EcsTools.Reports.Html;

namespace EcsTools.Reports.Costs;

/// <summary>Shows costs as an HTML document.</summary>
public static class CostReport
{
    private const int MostCosts = 50;
    private const int MostRows = 500;

    /// <summary>Writes the document: it needs no network and no other file.</summary>
    /// <param name="costs">The costs; at least one.</param>
    /// <param name="at">The time to show.</param>
    public static string Write(IReadOnlyList<FargateCost> costs, DateTimeOffset at)
    {
        var title = costs.Count == 1 ? $"Cost of {costs[0].Name}" : FormattableString.Invariant($"Cost of {costs.Count} subjects");
        return ReportPage.Write(
            title,
            html => Header(html, title, costs),
            html => Sections(html, costs),
            FormattableString.Invariant($"Written by EcsTools at {at:yyyy-MM-dd HH:mm} UTC{at:zzz}. ")
                + "Estimates for an average month of 730 hours at list prices in USD, without discounts, data transfer and taxes.");
    }

    private static void Header(HtmlWriter html, string title, IReadOnlyList<FargateCost> costs)
    {
        html.Text("h1", title);
        html.Text("p", FormattableString.Invariant($"{costs.Sum(cost => cost.Monthly):#,0.00####} USD a month"));
    }

    private static void Sections(HtmlWriter html, IReadOnlyList<FargateCost> costs)
    {
        if (costs.Count > 1)
        {
            ReportPage.Section(html, "all", "Together", () => Overview(html, costs));
        }

        for (var i = 0; i < Math.Min(costs.Count, MostCosts); i++)
        {
            var cost = costs[i];
            ReportPage.Section(html, FormattableString.Invariant($"cost-{i + 1}"), cost.Name, () => CostSection.Write(html, cost));
        }

        if (costs.Count > MostCosts)
        {
            html.Text("p", FormattableString.Invariant($"The details of {costs.Count - MostCosts} more are left out."), ("class", "soft"));
        }
    }

    private static void Overview(HtmlWriter html, IReadOnlyList<FargateCost> costs)
    {
        var largest = costs.Max(cost => cost.Monthly);
        using (html.Element("table", ("class", "stack")))
        {
            html.Text("caption", "What each costs in a month");
            HtmlTable.Head(html, "What", "Used", "#USD a month", "");
            using (html.Element("tbody"))
            {
                foreach (var cost in costs.Take(MostRows))
                {
                    using (html.Element("tr"))
                    {
                        html.Text("th", cost.Name, ("scope", "row"));
                        html.Text("td", cost.Usage, ("data-label", "Used"));
                        html.Text("td", FormattableString.Invariant($"{cost.Monthly:#,0.00####}"), ("class", "number"), ("data-label", "USD a month"));
                        HtmlTable.Bar(html, cost.Monthly, largest);
                    }
                }
            }
        }
    }
}
