using System;
using System.Globalization;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>One line of a log. Times are milliseconds since 1970; the sequence, unique here, orders lines of the same time.</summary>
internal sealed record LogEvent(long Timestamp, string Message, long IngestionTime, long Sequence)
{
    public LogPosition Position => new(Timestamp, Sequence);
}

/// <summary>A position in the order of time: where a page of events ended.</summary>
internal readonly record struct LogPosition(long Timestamp, long Sequence) : IComparable<LogPosition>
{
    public LogPosition Next => new(Timestamp, Sequence + 1);

    public LogPosition Previous => new(Timestamp, Sequence - 1);

    public static bool operator <(LogPosition left, LogPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(LogPosition left, LogPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(LogPosition left, LogPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LogPosition left, LogPosition right) => left.CompareTo(right) >= 0;

    /// <summary>Reads what <see cref="ToString"/> wrote, or null.</summary>
    public static LogPosition? Parse(string text)
        => text.Length == 56
            && long.TryParse(text.Substring(0, 20), NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp)
            && long.TryParse(text.Substring(20), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? new LogPosition(timestamp, sequence)
            : null;

    public int CompareTo(LogPosition other)
    {
        var byTime = Timestamp.CompareTo(other.Timestamp);
        return byTime != 0 ? byTime : Sequence.CompareTo(other.Sequence);
    }

    /// <summary>56 digits, as in AWS's tokens and event ids.</summary>
    public override string ToString()
        => Timestamp.ToString("D20", CultureInfo.InvariantCulture) + Math.Max(0, Sequence).ToString("D36", CultureInfo.InvariantCulture);
}
