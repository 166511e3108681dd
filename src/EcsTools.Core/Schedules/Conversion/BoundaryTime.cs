using System;
using System.Globalization;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Schedules.Conversion;

/// <summary>A time as the Task Scheduler writes it: of the clock on the wall, or of UTC if it has a zone of its own.</summary>
/// <param name="Wall">The time in <paramref name="Zone"/>, without seconds.</param>
/// <param name="Zone">The time zone.</param>
/// <param name="HasSeconds">Whether seconds were left out.</param>
internal sealed record BoundaryTime(DateTime Wall, ScheduleTimeZone Zone, bool HasSeconds)
{
    private static readonly string[] LocalForms = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd"];
    private static readonly string[] ZonedForms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>The minute of the day.</summary>
    public int Minute => (Wall.Hour * 60) + Wall.Minute;

    /// <summary>The instant. A time that the clock skips is that of the hour after it.</summary>
    public DateTimeOffset Instant => At(Wall);

    /// <summary>Reads a time; null if it is not one.</summary>
    public static BoundaryTime? TryParse(string? text, ScheduleTimeZone zone)
    {
        if (DateTime.TryParseExact(text, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall))
        {
            return Of(wall, zone);
        }

        return DateTimeOffset.TryParseExact(text, ZonedForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? Of(instant.UtcDateTime, ScheduleTimeZone.Utc)
            : null;
    }

    /// <summary>The instant of another time in the same zone.</summary>
    public DateTimeOffset At(DateTime wall)
    {
        var info = Zone.Info ?? TimeZoneInfo.Utc;
        return ScheduleTimes.ToInstant(wall, info) ?? new DateTimeOffset(wall.AddHours(1), info.GetUtcOffset(wall.AddHours(1)));
    }

    private static BoundaryTime Of(DateTime time, ScheduleTimeZone zone)
    {
        var whole = new DateTime(time.Year, time.Month, time.Day, time.Hour, time.Minute, 0, DateTimeKind.Unspecified);
        return new BoundaryTime(whole, zone, time.TimeOfDay.Seconds != 0);
    }
}
