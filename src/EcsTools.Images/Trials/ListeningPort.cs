using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcsTools.Images.Trials;

/// <summary>A TCP port on which a program waits for connections.</summary>
public sealed class ListeningPort
{
    // The address, and the port after a colon; the state is two columns on. Source: proc_net_tcp(5) of the Linux kernel.
    private const int AddressColumn = 1;
    private const int StateColumn = 3;
    private const string Listen = "0A";

    private const int Ipv4Digits = 8;

    /// <summary>Its number.</summary>
    public int Port { get; init; }

    /// <summary>Whether only programs in the same container can reach it.</summary>
    public bool IsLoopback { get; init; }

    /// <summary>Reads <c>/proc/net/tcp</c> and <c>/proc/net/tcp6</c>.</summary>
    internal static IReadOnlyList<ListeningPort> Parse(string text)
    {
        var ports = new List<ListeningPort>();
        foreach (var columns in text.Split('\n').Select(line => line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries)))
        {
            if (columns.Length > StateColumn && columns[StateColumn] == Listen && columns[AddressColumn].Split(':') is [var address, var port]
                && int.TryParse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number))
            {
                ports.Add(new ListeningPort { Port = number, IsLoopback = IsLoopbackAddress(address) });
            }
        }

        return ports;
    }

    /// <summary>Each group of four bytes is written as a number of the machine, so 127.0.0.1 ends with 7F.</summary>
    private static bool IsLoopbackAddress(string address)
        => address.Length == Ipv4Digits ? address.EndsWith("7F", StringComparison.OrdinalIgnoreCase)
            : address.Equals("00000000000000000000000001000000", StringComparison.OrdinalIgnoreCase)
                || (address.StartsWith("0000000000000000FFFF0000", StringComparison.OrdinalIgnoreCase)
                    && address.EndsWith("7F", StringComparison.OrdinalIgnoreCase));
}
