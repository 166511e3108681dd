using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;
using EcsTools.Reports.Html;

namespace EcsTools.Reports.Costs;

/// <summary>A cost as a table with a bar for each part, and the comparison with EC2 instances as a chart with words.</summary>
internal static class CostSection
{
    private const int MostLines = 200;

    /// <summary>Writes the section of an app.</summary>
    /// <param name="html">The document.</param>
    /// <param name="cost">The cost; null if it is not known.</param>
    /// <param name="note">What is left out of it, or why it is not known; may be null.</param>
    public static void Write(HtmlWriter html, FargateCost? cost, string? note)
        => ReportPage.Section(html, "cost", "Cost", () =>
        {
            if (note is not null)
            {
                html.Text("p", note);
            }

            if (cost is not null)
            {
                Write(html, cost);
            }
        });

    /// <summary>Writes a cost.</summary>
    public static void Write(HtmlWriter html, FargateCost cost)
    {
        var lines = cost.Lines.Where(line => line.Amount > 0 || cost.Lines.Count == 1).ToList();
        var largest = lines.Select(line => line.Amount).DefaultIfEmpty(0).Max();
        using (html.Element("table", ("class", "stack cost")))
        {
            html.Text("caption", $"{cost.Usage}, in {cost.Region}, at the list prices of {cost.PricedOn:yyyy-MM-dd}");
            HtmlTable.Head(html, "Part", "#Quantity", "Unit", "#Price", "#USD a month", "");
            foreach (var group in lines.Take(MostLines).GroupBy(line => line.Service ?? ""))
            {
                Group(html, cost, group, largest);
            }

            using (html.Element("tfoot"))
            {
                using (html.Element("tr"))
                {
                    html.Text("th", "Total", ("scope", "row"), ("colspan", "4"));
                    html.Text("td", Amount(cost, cost.Monthly), ("class", "number amount"), ("data-label", "USD a month"));
                    html.Text("td", null);
                }
            }
        }

        foreach (var comparison in cost.Comparisons)
        {
            using (html.Element("figure"))
            {
                BreakEvenChart.Write(html, cost, comparison);
            }
        }
    }

    private static void Group(HtmlWriter html, FargateCost cost, IGrouping<string, FargateCostLine> group, decimal largest)
    {
        using (html.Element("tbody"))
        {
            if (cost.Lines.Any(line => line.Service is not null))
            {
                using (html.Element("tr"))
                {
                    html.Text("th", group.Key.Length > 0 ? group.Key : "Shared by the services", ("scope", "rowgroup"), ("colspan", "6"), ("class", "group"));
                }
            }

            foreach (var line in group)
            {
                using (html.Element("tr"))
                {
                    html.Text("th", line.Name, ("scope", "row"));
                    html.Text("td", Number(line.Quantity), ("class", "number"), ("data-label", "Quantity"));
                    html.Text("td", line.Unit, ("data-label", "Unit"));
                    html.Text("td", FormattableString.Invariant($"{line.UnitPrice}"), ("class", "number"), ("data-label", "Price"));
                    html.Text("td", Amount(cost, line.Amount), ("class", "number amount"), ("data-label", "USD a month"));
                    HtmlTable.Bar(html, line.Amount, largest);
                }
            }
        }
    }

    private static string Number(decimal quantity) => FormattableString.Invariant($"{quantity:#,0.######}");

    /// <summary>A single run costs a part of a cent.</summary>
    private static string Amount(FargateCost cost, decimal amount)
        => cost.Monthly < 0.10m ? FormattableString.Invariant($"{amount:0.000000}") : FormattableString.Invariant($"{amount:#,0.00}");
}
