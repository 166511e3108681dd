using System;
using System.Globalization;
using System.Linq;
using EcsTools.Models;
using EcsTools.Reports.Html;

namespace EcsTools.Reports.Costs;

/// <summary>
/// What tasks cost by the hours or the runs of a day, beside an instance that is always on. The words say what the chart shows.
/// </summary>
internal static class BreakEvenChart
{
    private const double Left = 62;
    private const double Right = 620;
    private const double Top = 14;
    private const double Bottom = 210;
    private const double Width = 640;
    private const double Height = 252;
    private const double HoursOfDay = 24;
    private const double DaysOfMonth = 730d / HoursOfDay;
    private const int Steps = 4;

    public static void Write(HtmlWriter html, FargateCost cost, FargateCostComparison comparison)
    {
        var isRuns = comparison.BreakEvenRunsPerDay is not null && cost.RunCost is > 0;
        var perDay = isRuns ? (double)cost.RunCost!.Value * DaysOfMonth : (double)comparison.TaskHour * DaysOfMonth;
        var even = isRuns ? comparison.BreakEvenRunsPerDay!.Value : comparison.BreakEvenHoursPerDay;
        var most = isRuns ? NiceNumber(Math.Max(even * 1.6, 4)) : HoursOfDay;
        var (besides, instance) = ((double)comparison.BesidesTasks, (double)comparison.Monthly);
        var highest = NiceNumber(Math.Max(instance, besides + (perDay * most)) * 1.05);
        var unit = isRuns ? "runs a day" : "hours a day";

        html.Text("h3", $"Beside {comparison.InstanceType}");
        html.Text(
            "p",
            FormattableString.Invariant($"{comparison.Verdict}. The instance costs {comparison.Monthly:#,0.00} USD a month with its disk and its address, ")
                + "however long it is used.");
        using (html.Element("p", ("aria-hidden", "true")))
        {
            html.Text("span", null, ("class", "key"));
            html.Text("Fargate");
            html.Text("span", null, ("class", "key there"));
            html.Text(comparison.InstanceType);
        }

        using (html.Element("svg", ("class", "chart"), ("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")), ("role", "img"),
            ("aria-label", $"USD a month by {unit}: {comparison.Verdict}")))
        {
            Axes(html, most, highest, unit);
            Line(html, "there", X(0), Y(instance, highest), X(1), Y(instance, highest));
            Line(html, "here", X(0), Y(besides, highest), X(1), Y(besides + (perDay * most), highest));
            if (even > 0 && even < most)
            {
                html.Text("circle", null, ("class", "cross"), ("cx", N(X(even / most))), ("cy", N(Y(instance, highest))), ("r", "5"));
                // The rising line is above the other one on the right of the crossing, and below it on the left.
                var isLeft = even < most / 2;
                var (x, y) = (X(even / most) + (isLeft ? 10 : -10), Y(instance, highest) + (isLeft ? 17 : -9));
                html.Text(
                    "text", FormattableString.Invariant($"{even:0.#} {unit}"), ("x", N(x)), ("y", N(y)), ("text-anchor", isLeft ? "start" : "end"));
            }
        }
    }

    private static void Axes(HtmlWriter html, double most, double highest, string unit)
    {
        for (var step = 0; step <= Steps; step++)
        {
            var y = Bottom - ((Bottom - Top) * step / Steps);
            html.Text("line", null, ("class", "axis"), ("x1", N(Left)), ("x2", N(Right)), ("y1", N(y)), ("y2", N(y)));
            html.Text("text", Label(highest * step / Steps), ("x", N(Left - 8)), ("y", N(y + 4.5)), ("text-anchor", "end"));
            html.Text("text", Label(most * step / Steps), ("x", N(X((double)step / Steps))), ("y", N(Bottom + 18)), ("text-anchor", "middle"));
        }

        html.Text("text", unit, ("x", N(Right)), ("y", N(Bottom + 37)), ("text-anchor", "end"));
        html.Text("text", "USD a month", ("x", "0"), ("y", N(Bottom + 37)));
    }

    private static void Line(HtmlWriter html, string kind, double x1, double y1, double x2, double y2)
        => html.Text("line", null, ("class", kind), ("x1", N(x1)), ("x2", N(x2)), ("y1", N(y1)), ("y2", N(y2)));

    private static double X(double share) => Left + ((Right - Left) * share);

    private static double Y(double amount, double highest) => Bottom - ((Bottom - Top) * amount / highest);

    /// <summary>The next number that divides well into four steps: 1, 2, 4, 6, 8 or 10 of a power of ten.</summary>
    private static double NiceNumber(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(least, 1e-6))));
        return new[] { 1, 2, 4, 6, 8, 10 }.Select(step => step * power).First(step => step >= least * 0.999999);
    }

    private static string Label(double value) => value.ToString(value is > 0 and < 1 ? "0.##" : "0.#", CultureInfo.InvariantCulture);

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
