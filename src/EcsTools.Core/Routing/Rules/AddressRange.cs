using System.Globalization;
using System.Net;

namespace EcsTools.Routing.Rules;

/// <summary>Ranges of addresses in CIDR notation.</summary>
internal static class AddressRange
{
    /// <summary>Whether one of the ranges contains the other: ranges in CIDR notation do not overlap in part.</summary>
    public static bool Overlap(string one, string other) => Covers(one, other) || Covers(other, one);

    /// <summary>Whether a range contains another range, or an address.</summary>
    public static bool Covers(string general, string special)
    {
        if (!TryRead(general, out var network, out var bits) || !TryRead(special, out var address, out var length)
            || network.Length != address.Length || bits > length)
        {
            return false;
        }

        for (var bit = 0; bit < bits; bit++)
        {
            if (((network[bit / 8] ^ address[bit / 8]) & (0x80 >> (bit % 8))) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryRead(string text, out byte[] address, out int length)
    {
        var parts = text.Split('/');
        address = IPAddress.TryParse(parts[0], out var parsed) ? parsed.GetAddressBytes() : [];
        length = address.Length * 8;
        return address.Length > 0 && (parts.Length == 1 || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out length));
    }
}
