using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EcsTools.Compose.Model;

/// <summary>The texts of the Compose Specification for durations and sizes.</summary>
internal static class ComposeText
{
    private static readonly Regex DurationPart = new(@"\G(?<n>\d{1,9}(?:\.\d{1,9})?)(?<unit>us|µs|ms|ns|s|m|h|d|w)", RegexOptions.CultureInvariant);
    private static readonly Regex Size = new(@"^(?<n>\d{1,15}(?:\.\d{1,9})?) ?(?<unit>[kmgtp])?i?b?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Reads <c>1m30s</c>; null if it is not a duration.</summary>
    public static TimeSpan? Duration(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        var (at, seconds) = (0, 0d);
        while (at < text.Length && DurationPart.Match(text, at) is { Success: true } part)
        {
            seconds += double.Parse(part.Groups["n"].Value, CultureInfo.InvariantCulture) * (part.Groups["unit"].Value switch
            {
                "w" => 604800,
                "d" => 86400,
                "h" => 3600,
                "m" => 60,
                "s" => 1,
                "ms" => 1e-3,
                "ns" => 1e-9,
                _ => 1e-6,
            });
            at += part.Length;
        }

        return at > 0 && at == text.Length && seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;
    }

    /// <summary>Reads <c>512m</c> or <c>2gb</c> in units of 1024, as bytes; null if it is not a size.</summary>
    public static long? Bytes(string text)
    {
        var match = Size.Match(text.Trim());
        if (!match.Success)
        {
            return null;
        }

        var power = match.Groups["unit"].Value.ToLowerInvariant() switch { "k" => 1, "m" => 2, "g" => 3, "t" => 4, "p" => 5, _ => 0 };
        var bytes = double.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture) * Math.Pow(1024, power);
        return bytes < long.MaxValue / 2d ? (long)bytes : null;
    }
}
