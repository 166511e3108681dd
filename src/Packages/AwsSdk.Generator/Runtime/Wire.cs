using System;
using System.Globalization;
using Amazon.Runtime.Documents;

namespace AwsSdk.Wire;

/// <summary>Small values every protocol spells alike.</summary>
internal static class Wire
{
    public static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The caller's token, else a new one: a retry of this request sends the same again.</summary>
    public static string Token(string? token) => string.IsNullOrEmpty(token) ? Guid.NewGuid().ToString() : token!;

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Seconds since 1970, to the millisecond.</summary>
    public static decimal UnixSeconds(DateTime value) => Math.Round((decimal)(value.ToUniversalTime() - Epoch).Ticks / TimeSpan.TicksPerSecond, 3);

    public static string Text(DateTime value, TimeFormat format)
    {
        var utc = value.ToUniversalTime();
        return format switch
        {
            TimeFormat.UnixSeconds => UnixSeconds(utc).ToString("0.###", CultureInfo.InvariantCulture),
            TimeFormat.Rfc822 => utc.ToString("r", CultureInfo.InvariantCulture),
            _ => utc.ToString(utc.Millisecond == 0 ? "yyyy-MM-dd\\THH:mm:ss\\Z" : "yyyy-MM-dd\\THH:mm:ss.fff\\Z", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Reads any spelling of a timestamp, since services do not all keep to their model.</summary>
    public static DateTime Time(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? Epoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
}
