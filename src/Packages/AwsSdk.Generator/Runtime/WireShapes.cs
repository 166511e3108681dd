using System;
using System.Globalization;
using System.IO;
using Amazon.Runtime.Documents;

namespace AwsSdk.Wire;

/// <summary>A structure that can put its body members on the wire.</summary>
internal interface IWireWritable
{
    void Write(WireWriter w);
}

/// <summary>A structure that takes its members off the wire, one at a time; it ignores names it does not know.</summary>
internal interface IWireReadable
{
    void Read(string name, WireReader r);
}

/// <summary>How a timestamp is spelt.</summary>
internal enum TimeFormat
{
    UnixSeconds,
    Iso8601,
    Rfc822,
}

/// <summary>Writes one element of a list or map. In a list the name is the element's index where the protocol numbers them, else null.</summary>
internal delegate void WireItem<in T>(WireWriter w, string? name, T value);

/// <summary>The element writers that need nothing but the element.</summary>
internal static class Put
{
    public static void String(WireWriter w, string? name, string? value) => w.String(name, value);

    public static void Bool(WireWriter w, string? name, bool value) => w.Bool(name, value);

    public static void Int(WireWriter w, string? name, int value) => w.Int(name, value);

    public static void Long(WireWriter w, string? name, long value) => w.Long(name, value);

    public static void Float(WireWriter w, string? name, float value) => w.Float(name, value);

    public static void Double(WireWriter w, string? name, double value) => w.Double(name, value);

    public static void Blob(WireWriter w, string? name, MemoryStream? value) => w.Blob(name, value);

    public static void Document(WireWriter w, string? name, Document value) => w.Document(name, value);

    public static void Shape(WireWriter w, string? name, IWireWritable? value) => w.Shape(name, value);
}

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

/// <summary>Members that the published package turns from epoch milliseconds into a DateTime.</summary>
internal static class EpochMilliseconds
{
    public static long? From(DateTime? value) =>
        value is { } time ? (long)(time.ToUniversalTime() - Wire.Epoch).TotalMilliseconds : null;

    public static DateTime? Read(WireReader r) => r.Long() is { } milliseconds ? Wire.Epoch.AddMilliseconds(milliseconds) : null;
}
