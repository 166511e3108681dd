using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text;
using EcsTools.Models;

namespace EcsTools.Formatting;

/// <summary>Writes a cost as a small table that fits 80 columns.</summary>
public static class CostText
{
    /// <summary>The parts of the cost, its total, and the comparisons.</summary>
    /// <param name="cost">A <see cref="FargateCost"/>, or what Import-Clixml and jobs leave of one.</param>
    public static string Table(object cost)
    {
        var (lines, comparisons) = (List(cost, nameof(FargateCost.Lines)), List(cost, nameof(FargateCost.Comparisons)));
        var text = new StringBuilder();

        // A single run costs a part of a cent.
        var amount = LanguagePrimitives.TryConvertTo<decimal>(PSObject.AsPSObject(cost).Properties["Monthly"]?.Value, out var monthly) && monthly < 0.10m
            ? "0.000000" : "0.00";
        text.AppendLine(Value(cost, "Name") + ": " + Value(cost, "Usage") + ", " + Value(cost, "Region")).AppendLine();
        var rows = lines.Select(line => new[]
        {
            Item(line), Value(line, "Quantity", "0.##"), Value(line, "Unit"), Value(line, "UnitPrice"), Value(line, "Amount", amount),
        }).ToList();
        rows.Insert(0, ["Item", "Quantity", "Unit", "Price", "USD a month"]);
        rows.Add(["Total", "", "", "", Value(cost, "Monthly", amount)]);
        Append(text, rows, [false, true, false, true, true]);
        if (comparisons.Count > 0)
        {
            text.AppendLine();
            Append(
                text,
                [
                    ["Always on", "USD a month", ""],
                    .. comparisons.Select(other => new[] { Value(other, "InstanceType"), Value(other, "Monthly", "0.00"), Value(other, "Verdict") }),
                ],
                [false, true, false]);
        }

        return text.AppendLine().Append("List prices of " + Value(cost, "PricedOn", "d MMMM yyyy") + ", without data transfer and taxes.").ToString();
    }

    /// <summary>The name of a line, with its service for an app. A long name is cut so that the table fits.</summary>
    private static string Item(object line)
    {
        const int Longest = 32;
        var (service, name) = (Value(line, "Service"), Value(line, "Name"));
        name = service.Length == 0 ? name : $"{service}: {name}";
        return name.Length <= Longest ? name : name.Substring(0, Longest - 3) + "...";
    }

    private static void Append(StringBuilder text, List<string[]> rows, bool[] isRight)
    {
        var widths = isRight.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => isRight[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            text.AppendLine(string.Join("  ", cells).TrimEnd());
        }
    }

    private static List<object> List(object from, string name)
        => PSObject.AsPSObject(from).Properties[name]?.Value is { } list && LanguagePrimitives.GetEnumerable(list) is { } items
            ? items.Cast<object>().ToList() : [];

    private static string Value(object from, string name, string? format = null)
    {
        var value = PSObject.AsPSObject(from).Properties[name]?.Value;
        return (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            null => "",
            IFormattable number => number.ToString(format, CultureInfo.InvariantCulture),
            var other => other.ToString() ?? "",
        };
    }
}
