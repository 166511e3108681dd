using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using EcsTools.Models;

namespace EcsTools.Formatting;

/// <summary>Writes a cost as a small table that fits 80 columns.</summary>
public static class CostText
{
    /// <summary>The parts of the cost, its total, and the comparisons.</summary>
    /// <param name="cost">The cost.</param>
    public static string Table(FargateCost cost)
    {
        // An object that came from elsewhere may lack its lists.
        var (lines, comparisons) = (cost.Lines ?? [], cost.Comparisons ?? []);
        var text = new StringBuilder();
        text.AppendLine(Invariant($"{cost.Name}: {cost.Usage}, {cost.Region}")).AppendLine();
        var rows = lines.Select(line => new[]
        {
            Item(line), Invariant($"{line.Quantity:0.##}"), line.Unit, Invariant($"{line.UnitPrice}"), Amount(line.Amount, cost),
        }).ToList();
        rows.Insert(0, ["Item", "Quantity", "Unit", "Price", "USD a month"]);
        rows.Add(["Total", "", "", "", Amount(cost.Monthly, cost)]);
        Append(text, rows, [false, true, false, true, true]);
        if (comparisons.Count > 0)
        {
            text.AppendLine();
            Append(
                text,
                [
                    ["Always on", "USD a month", ""],
                    .. comparisons.Select(other => new[] { other.InstanceType, Invariant($"{other.Monthly:0.00}"), other.Verdict }),
                ],
                [false, true, false]);
        }

        return text.AppendLine().Append(Invariant($"List prices of {cost.PricedOn:d MMMM yyyy}, without data transfer and taxes.")).ToString();
    }

    /// <summary>The name of a line, with its service for an app. A long name is cut so that the table fits.</summary>
    private static string Item(FargateCostLine line)
    {
        const int Longest = 32;
        var name = line.Service is null ? line.Name ?? "" : $"{line.Service}: {line.Name}";
        return name.Length <= Longest ? name : name.Substring(0, Longest - 3) + "...";
    }

    /// <summary>A single run costs a part of a cent.</summary>
    private static string Amount(decimal amount, FargateCost cost) => cost.Monthly < 0.10m ? Invariant($"{amount:0.000000}") : Invariant($"{amount:0.00}");

    private static void Append(StringBuilder text, List<string[]> rows, bool[] isRight)
    {
        var widths = isRight.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => isRight[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            text.AppendLine(string.Join("  ", cells).TrimEnd());
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
