#if NET
using System;
using System.IO;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
#else
using System.Net.Http;
#endif

namespace EcsTools.Images.Registry;

/// <summary>How connections to a registry are opened.</summary>
internal static class RegistryConnections
{
    /// <summary>.NET Framework opens two connections to a host where nothing else is said.</summary>
    private const int Most = 32;

#if NET
    private const int TcpLevel = 6;

    /// <summary>TCP_NOTSENT_LOWAT. Source: linux/tcp.h.</summary>
    private const int NotSentLowAt = 25;

    private const int HeldBytes = 1 << 19;

    public static HttpMessageHandler Handler() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = Most, ConnectCallback = ConnectAsync,
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // Not before: until .NET 10 a socket with an option of the system's own connects to one address only, never to a name.
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            HoldLittle(socket);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Linux takes megabytes that it has not sent, which looks like a quick network until they are full. What is under way on the network is not limited.
    /// </summary>
    private static void HoldLittle(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            socket.SetRawSocketOption(TcpLevel, NotSentLowAt, BitConverter.GetBytes(HeldBytes));
        }
        catch (SocketException)
        {
            // A kernel that does not know it (WSL 1) holds as much as it likes.
        }
    }
#else
    public static HttpMessageHandler Handler() => new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = Most };
#endif
}
