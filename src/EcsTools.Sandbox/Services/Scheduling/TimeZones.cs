using System;
using System.Linq;
using TimeZoneConverter;

namespace EcsTools.Sandbox.Services.Scheduling;

/// <summary>Time zones by their IANA names, also on a Windows that knows only its own names.</summary>
internal static class TimeZones
{
    /// <summary>The zone of a name, UTC if the name is null, or null if there is no such zone.</summary>
    public static TimeZoneInfo? Find(string? name)
    {
        if (name is null or "UTC")
        {
            return TimeZoneInfo.Utc;
        }

        return TZConvert.KnownIanaTimeZoneNames.Contains(name) && TZConvert.TryGetTimeZoneInfo(name, out var zone) ? zone : null;
    }
}
