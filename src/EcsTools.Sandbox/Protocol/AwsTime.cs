using System;
using System.Globalization;
using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Protocol;

/// <summary>Timestamps between the sandbox's epoch seconds and the forms on the wire.</summary>
internal static class AwsTime
{
    public static double? FromText(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds;
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time.ToUnixTimeMilliseconds() / 1000d
            : null;
    }

    /// <summary>The epoch seconds of an output's member, whichever number type the service made it of.</summary>
    public static double Seconds(JsonNode value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    /// <summary>ISO 8601 in UTC, with or without milliseconds.</summary>
    public static string ToIso(double epochSeconds, bool milliseconds)
        => DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(epochSeconds * 1000))
            .ToString(milliseconds ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
