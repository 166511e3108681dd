using System;
using System.Globalization;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>Times as headers write them.</summary>
internal static class HttpDate
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
}
