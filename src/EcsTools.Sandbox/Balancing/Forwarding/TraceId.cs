using System;
using System.Globalization;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>The header X-Amzn-Trace-Id, by which a request is found again in the logs of all that handled it.</summary>
internal static class TraceId
{
    /// <summary>The value to send on: a new root, or the one of the request with this balancer's own id before it.</summary>
    public static string Next(string? received, DateTimeOffset now)
    {
        var id = $"1-{now.ToUnixTimeSeconds().ToString("x8", CultureInfo.InvariantCulture)}-{Guid.NewGuid().ToString("N").Substring(0, 24)}";
        if (string.IsNullOrEmpty(received))
        {
            return "Root=" + id;
        }

        var hasRoot = false;
        var rest = "";
        foreach (var part in received!.Split(';'))
        {
            var field = part.Trim();
            hasRoot |= field.StartsWith("Root=", StringComparison.OrdinalIgnoreCase);
            if (field.Length > 0 && !field.StartsWith("Self=", StringComparison.OrdinalIgnoreCase))
            {
                rest += ";" + field;
            }
        }

        return (hasRoot ? "Self=" : "Root=") + id + rest;
    }
}
