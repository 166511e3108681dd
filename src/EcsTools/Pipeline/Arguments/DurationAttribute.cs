using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace EcsTools.Pipeline.Arguments;

/// <summary>
/// Lets a <see cref="TimeSpan"/> parameter accept <c>30s</c>, <c>15m</c>, <c>6h</c>, <c>1d</c>, <c>1h30m</c> or <c>00:15:00</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class DurationAttribute : ArgumentTransformationAttribute
{
    private static readonly Regex Part = new(
        @"\G\s*(?<n>\d+(\.\d+)?)\s*(?<u>ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)(?![a-z])\s*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Dictionary<char, TimeSpan> Units = new()
    {
        ['s'] = TimeSpan.FromSeconds(1),
        ['m'] = TimeSpan.FromMinutes(1),
        ['h'] = TimeSpan.FromHours(1),
        ['d'] = TimeSpan.FromDays(1),
        ['w'] = TimeSpan.FromDays(7),
    };

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            TimeSpan => value,
            string text when TryParse(text, out var duration) => duration,

            // PowerShell reads 30s as a short integer and 1d as a decimal, but the original text is still available.
            IConvertible when TryParse(LanguagePrimitives.ConvertTo<string>(inputData), out var written) => written,
            _ => throw new ArgumentTransformationMetadataException(
                $"'{value}' is not a duration. Write a number with its unit, such as 30s, 15m, 6h or 1d, or a TimeSpan such as 00:15:00."),
        };
    }

    /// <summary>Reads a duration.</summary>
    internal static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var at = 0;
        foreach (Match part in Part.Matches(text))
        {
            var unit = part.Groups["u"].Value.ToLowerInvariant();
            var number = double.Parse(part.Groups["n"].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
            var size = unit.StartsWith("mil", StringComparison.Ordinal) || unit == "ms" ? TimeSpan.FromMilliseconds(1) : Units[unit[0]];
            if (number * size.TotalDays > 36500)
            {
                return false;
            }

            duration += TimeSpan.FromTicks((long)(number * size.Ticks));
            at = part.Index + part.Length;
        }

        return (at == text.Length && at > 0)
            || (text.IndexOf(':') > 0 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration));
    }
}
