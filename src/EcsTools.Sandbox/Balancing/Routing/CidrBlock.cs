using System;
using System.Globalization;
using System.Net;

namespace EcsTools.Sandbox.Balancing.Routing;

/// <summary>A range of addresses.</summary>
internal sealed class CidrBlock
{
    private readonly byte[] _address;
    private readonly int _bits;

    private CidrBlock(byte[] address, int bits)
    {
        _address = address;
        _bits = bits;
    }

    /// <exception cref="FormatException">It is not a block.</exception>
    public static CidrBlock Parse(string text)
    {
        var slash = text.IndexOf('/');
        return slash > 0 && IPAddress.TryParse(text.Substring(0, slash), out var address)
            && int.TryParse(text.Substring(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            && bits <= address.GetAddressBytes().Length * 8
            ? new CidrBlock(address.GetAddressBytes(), bits)
            : throw new FormatException($"'{text}' is not a CIDR block.");
    }

    public bool Contains(IPAddress address)
    {
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        if (bytes.Length != _address.Length)
        {
            return false;
        }

        for (var bit = 0; bit < _bits; bit++)
        {
            var mask = 0x80 >> (bit & 7);
            if (((bytes[bit >> 3] ^ _address[bit >> 3]) & mask) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
