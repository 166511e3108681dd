using System;
using System.Collections.Generic;
using System.Linq;
using TimeZoneConverter;

namespace EcsTools.Schedules.Expressions;

/// <summary>A schedule's time zone: the IANA name that AWS needs, whichever kind of name was given.</summary>
/// <param name="Name">IANA name, or <c>UTC</c>.</param>
public sealed record ScheduleTimeZone(string Name)
{
    /// <summary>Coordinated Universal Time, the default of AWS.</summary>
    public static ScheduleTimeZone Utc { get; } = new("UTC");

    /// <summary>All accepted names, IANA and Windows.</summary>
    public static IEnumerable<string> KnownNames => TZConvert.KnownIanaTimeZoneNames.Concat(TZConvert.KnownWindowsTimeZoneIds);

    /// <summary>The zone's rules on this machine; null if the machine's time zone data lacks the zone.</summary>
    public TimeZoneInfo? Info => Name == "UTC" ? TimeZoneInfo.Utc : TZConvert.TryGetTimeZoneInfo(Name, out var info) ? info : null;

    /// <summary>Reads an IANA name (<c>Europe/Rome</c>) or a Windows one (<c>W. Europe Standard Time</c>); null or empty is UTC.</summary>
    /// <param name="name">The time zone's name.</param>
    public static ScheduleTimeZone Parse(string? name)
    {
        var given = name?.Trim();
        if (string.IsNullOrEmpty(given) || given!.Equals("UTC", StringComparison.OrdinalIgnoreCase))
        {
            return Utc;
        }

        var iana = TZConvert.KnownIanaTimeZoneNames.FirstOrDefault(known => known.Equals(given, StringComparison.OrdinalIgnoreCase));
        if (iana is not null)
        {
            return new ScheduleTimeZone(iana);
        }

        var windows = TZConvert.KnownWindowsTimeZoneIds.FirstOrDefault(known => known.Equals(given, StringComparison.OrdinalIgnoreCase));
        if (windows is not null)
        {
            return TZConvert.TryWindowsToIana(windows, out var converted) ? new ScheduleTimeZone(converted) : Utc;
        }

        throw new EcsToolsException(
            ErrorCodes.UnknownTimeZone,
            $"'{UntrustedText.Sanitize(given)}' is not a time zone.",
            NearestNames.Suggest(given, KnownNames, "No time zone has a similar name.")
                + " Give an IANA name such as Europe/Rome or a Windows one such as 'W. Europe Standard Time'; (Get-TimeZone).Id is the one of this machine.",
            "TimeZone",
            given);
    }

    /// <summary>Reads a name; returns null if the name is not known here.</summary>
    /// <param name="name">The name.</param>
    public static ScheduleTimeZone? TryParse(string? name)
    {
        try
        {
            return Parse(name);
        }
        catch (EcsToolsException)
        {
            return null;
        }
    }

    /// <summary>The IANA name.</summary>
    public override string ToString() => Name;
}
