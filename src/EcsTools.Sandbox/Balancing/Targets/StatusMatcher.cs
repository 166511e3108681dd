using System.Globalization;
using System.Linq;

namespace EcsTools.Sandbox.Balancing.Targets;

/// <summary>The statuses that a healthy target answers: numbers and ranges, such as <c>200,302</c> or <c>200-299</c>.</summary>
internal static class StatusMatcher
{
    public static bool Matches(string matcher, int status) => matcher.Split(',').Any(part =>
    {
        var bounds = part.Trim().Split('-');
        return Number(bounds[0]) <= status && status <= Number(bounds[bounds.Length - 1]);
    });

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
