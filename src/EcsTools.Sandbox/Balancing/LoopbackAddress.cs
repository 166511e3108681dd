using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace EcsTools.Sandbox.Balancing;

/// <summary>
/// Finds an address for a balancer. Linux and Windows have all of 127.0.0.0/8, so that every balancer can have its port 80. Elsewhere, or if the port may not
/// be used, a listener gets a free port of 127.0.0.1.
/// </summary>
internal static class LoopbackAddress
{
    private const int Attempts = 8;

    /// <summary>Listens at a port of the balancer's address.</summary>
    /// <param name="balancerId">A balancer has the same address each time, if nothing else uses it.</param>
    /// <param name="current">The address that it has already, or null.</param>
    /// <param name="port">The port.</param>
    public static Socket Listen(string balancerId, IPAddress? current, int port)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var address = current ?? Candidate(balancerId, attempt);
            if (TryListen(address, port, out var error) is { } socket)
            {
                return socket;
            }

            if (current is not null || error is not SocketError.AddressAlreadyInUse)
            {
                break;
            }
        }

        return TryListen(IPAddress.Loopback, 0, out var last)
            ?? throw new InvalidOperationException($"No port of 127.0.0.1 can be listened on ({last}). Stop programs that hold ports, and try again.");
    }

    private static bool HasWholeBlock { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Linux) || RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>From 127.64.0.1 on: systems use some of the low addresses for themselves.</summary>
    public static IPAddress Candidate(string balancerId, int attempt)
    {
        if (!HasWholeBlock)
        {
            return IPAddress.Loopback;
        }

        using var hash = SHA256.Create();
        var bytes = hash.ComputeHash(Encoding.UTF8.GetBytes($"{attempt} {balancerId}"));
        return new IPAddress(new byte[] { 127, (byte)(64 + (bytes[0] % 64)), bytes[1], (byte)(1 + (bytes[2] % 254)) });
    }

    private static Socket? TryListen(IPAddress address, int port, out SocketError error)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            {
                // On Windows another program could otherwise listen at the same port.
                socket.ExclusiveAddressUse = true;
            }

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1024);
            error = SocketError.Success;
            return socket;
        }
        catch (SocketException e)
        {
            error = e.SocketErrorCode;
            socket.Dispose();
            return null;
        }
    }
}
