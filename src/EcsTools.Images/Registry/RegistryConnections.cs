using System;
using System.Net;
using System.Net.Http;
#if NET
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
#endif

namespace EcsTools.Images.Registry;

/// <summary>Opens connections to a registry.</summary>
internal static class RegistryConnections
{
    /// <summary>.NET Framework opens only two connections to a host by default.</summary>
    private const int Most = 32;

#if NET
    private const int TcpLevel = 6;

    /// <summary>TCP_NOTSENT_LOWAT. Source: linux/tcp.h.</summary>
    private const int NotSentLowAt = 25;

    private const int HeldBytes = 1 << 19;

    public static HttpMessageHandler Handler() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = Most,
        ConnectCallback = ConnectAsync,
        Proxy = new DirectLoopbackProxy(HttpClient.DefaultProxy),
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // The option is set after connecting. Before .NET 10, a socket with an option of the operating system can connect only to one IP address, not to
            // a host name.
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
    /// Linux accepts megabytes that it has not sent yet, so the network looks fast until these buffers are full. This limits the bytes that wait to be
    /// sent, but not the bytes in transit.
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
            // Some kernels do not know this option (WSL 1). They buffer as much as they like.
        }
    }
#else
    public static HttpMessageHandler Handler() => new HttpClientHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = Most,
        Proxy = new DirectLoopbackProxy(WebRequest.DefaultWebProxy),
    };
#endif

    /// <summary>
    /// The machine's proxy, but not for loopback addresses. HTTP_PROXY holds for them too, and a password for a registry on this machine, which is not
    /// encrypted, would leave the machine.
    /// </summary>
    private sealed class DirectLoopbackProxy(IWebProxy? machine) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => machine?.Credentials;
            set => throw new NotSupportedException("The credentials are those of the machine's proxy.");
        }

        public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : machine!.GetProxy(destination);

        public bool IsBypassed(Uri host) => machine is null || WebAddress.IsLoopback(host) || machine.IsBypassed(host);
    }
}
