using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace EcsTools;

/// <summary>
/// What an address says about the connection to it. An answer of a server may name other addresses. Each one is checked here before a secret, or anything
/// at all, is sent to it.
/// </summary>
public static class WebAddress
{
    /// <summary>Networks that no public server is in: RFC 1918, RFC 6598 and RFC 4193.</summary>
    private static readonly (byte[] Network, int Bits)[] PrivateNetworks =
    {
        (new byte[] { 10 }, 8), (new byte[] { 172, 16 }, 12), (new byte[] { 192, 168 }, 16), (new byte[] { 100, 64 }, 10), (new byte[] { 0xfc }, 7),
    };

    /// <summary>
    /// Networks to which no server redirects: this machine without a name, link-local addresses (with the metadata services of clouds), and groups of
    /// machines. Sources: RFC 1122, RFC 3927, RFC 4291, RFC 5771.
    /// </summary>
    private static readonly (byte[] Network, int Bits)[] UnroutedNetworks =
    {
        (new byte[] { 0 }, 8), (new byte[] { 169, 254 }, 16), (new byte[] { 224 }, 3), (new byte[] { 0xfe, 0x80 }, 10), (new byte[] { 0xff }, 8),
        (new byte[16], 128),
    };

    /// <summary>Whether it is on this machine.</summary>
    /// <param name="address">The address.</param>
    public static bool IsLoopback(Uri address)
        => address.IsAbsoluteUri && (Name(address) is "localhost" || (IpOf(address) is { } ip && IPAddress.IsLoopback(ip)));

    /// <summary>Whether nobody on a network can read what is sent to it: it is encrypted, or on this machine.</summary>
    /// <param name="address">The address, of http or of a WebSocket.</param>
    public static bool IsConfidential(Uri address)
        => address.IsAbsoluteUri && address.Scheme switch
        {
            "https" or "wss" => true,
            "http" or "ws" => IsLoopback(address),
            _ => false,
        };

    /// <summary>Whether two addresses have the same scheme, host and port. Only then what is meant for one may be sent to the other.</summary>
    /// <param name="one">An address.</param>
    /// <param name="other">Another one.</param>
    public static bool IsSameOrigin(Uri one, Uri other)
        => one.IsAbsoluteUri && other.IsAbsoluteUri && one.Scheme == other.Scheme && Name(one) == Name(other) && one.Port == other.Port;

    /// <summary>Whether it is the number of a machine in a private network.</summary>
    /// <param name="address">The address.</param>
    public static bool IsPrivate(Uri address) => IpOf(address) is { } ip && IsIn(ip, PrivateNetworks);

    /// <summary>Whether it is a number that no server on a network has, such as that of a cloud's metadata service.</summary>
    /// <param name="address">The address.</param>
    public static bool IsUnrouted(Uri address) => IpOf(address) is { } ip && IsIn(ip, UnroutedNetworks);

    /// <summary>Scheme, host and port, for messages. A user name or a query, which may hold a secret, is left out.</summary>
    /// <param name="address">The address.</param>
    public static string Origin(Uri address)
        => address.IsAbsoluteUri ? UntrustedText.Sanitize($"{address.Scheme}://{address.Authority}") : UntrustedText.Sanitize(address.OriginalString);

    /// <summary>The host in lower case, without the dot at its end that names the same host.</summary>
    /// <param name="address">The address.</param>
    internal static string Name(Uri address) => address.IdnHost.TrimEnd('.').ToLowerInvariant();

    private static IPAddress? IpOf(Uri address)
    {
        if (!address.IsAbsoluteUri || !IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
        {
            return null;
        }

        return ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;
    }

    private static bool IsIn(IPAddress ip, (byte[] Network, int Bits)[] networks)
    {
        var bytes = ip.GetAddressBytes();
        return networks.Any(network => IsOfFamily(ip, network) && StartsWith(bytes, network.Network, network.Bits));
    }

    private static bool IsOfFamily(IPAddress ip, (byte[] Network, int Bits) network)
        => ip.AddressFamily == AddressFamily.InterNetworkV6 == (network.Network.Length == 16 || network.Network[0] >= 0xfc);

    private static bool StartsWith(byte[] bytes, byte[] network, int bits)
    {
        for (var bit = 0; bit < bits; bit++)
        {
            var (place, mask) = (bit / 8, 0x80 >> (bit % 8));
            if ((bytes[place] & mask) != ((place < network.Length ? network[place] : 0) & mask))
            {
                return false;
            }
        }

        return true;
    }
}
