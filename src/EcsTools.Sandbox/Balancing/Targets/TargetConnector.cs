using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Balancing.Http1;

namespace EcsTools.Sandbox.Balancing.Targets;

/// <summary>Opens connections to targets.</summary>
internal static class TargetConnector
{
    /// <summary>How long a connection may take, with its TLS.</summary>
    public static TimeSpan MostTime { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Connects, also with TLS. A certificate of a target is not checked, as AWS does not.</summary>
    /// <param name="endpoint">Where.</param>
    /// <param name="protocol">Whether with TLS.</param>
    /// <param name="limit">Completes when it has taken too long.</param>
    /// <exception cref="TargetFailure">It cannot be made: 504 if the target did not accept it in time, else 502, also if TLS took too long.</exception>
    public static async Task<Transport> ConnectAsync(IPEndPoint endpoint, BalancerProtocol protocol, Task limit)
    {
        var isConnected = false;
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await WithinAsync(socket.ConnectAsync(endpoint), limit, socket).ConfigureAwait(false);
            isConnected = true;
            if (protocol == BalancerProtocol.Http)
            {
                return new SocketTransport(socket);
            }

#pragma warning disable CA5359 // A balancer of AWS does not check the certificates of its targets either, and most of theirs are self-signed.
            var stream = new SslStream(new NetworkStream(socket, ownsSocket: true), false, (_, _, _, _) => true);
#pragma warning restore CA5359
            await WithinAsync(stream.AuthenticateAsClientAsync(endpoint.Address.ToString()), limit, socket).ConfigureAwait(false);
            return new TlsTransport(socket, stream);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or ObjectDisposedException)
        {
            socket.Dispose();
            throw limit.IsCompleted && !isConnected
                ? new TargetFailure(504, "The target did not accept the connection in time.", e)
                : new TargetFailure(502, $"The connection to the target failed: {e.Message}", e);
        }
    }

    /// <summary>The task, or the end of the socket when the limit completes first.</summary>
    private static async Task WithinAsync(Task task, Task limit, Socket socket)
    {
        if (!task.IsCompleted && await Task.WhenAny(task, limit).ConfigureAwait(false) == limit)
        {
            socket.Dispose();
        }

        await task.ConfigureAwait(false);
    }
}
