using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.DockerTransport;

/// <summary>A connected socket as a stream. Its writing side can be closed separately.</summary>
internal sealed class SocketStream : NetworkStream, IHalfClosable
{
    private SocketStream(Socket socket) : base(socket, ownsSocket: true)
    {
    }

    /// <summary>Connects to a socket of this machine.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="blocks">Whether this blocks the thread. A socket that has once not blocked never blocks again on Linux.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public static Task<SocketStream> ConnectUnixAsync(string path, bool blocks, CancellationToken cancellationToken) => ConnectAsync(
        () => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
        blocks ? Blocking(socket => socket.Connect(UnixEndPoint(path))) : socket => socket.ConnectAsync(UnixEndPoint(path)),
        cancellationToken);

    /// <summary>Connects to a host.</summary>
    /// <param name="host">Its name or address.</param>
    /// <param name="port">The port.</param>
    /// <param name="blocks">Whether this blocks the thread. A socket that has once not blocked never blocks again on Linux.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public static Task<SocketStream> ConnectTcpAsync(string host, int port, bool blocks, CancellationToken cancellationToken) => ConnectAsync(
        () =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            // A wait for a container can be silent for hours, and some routers drop silent connections.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            return socket;
        },
        blocks ? Blocking(socket => socket.Connect(host, port)) : socket => socket.ConnectAsync(host, port),
        cancellationToken);

    public void CloseWrite() => Socket.Shutdown(SocketShutdown.Send);

    private static Func<Socket, Task> Blocking(Action<Socket> connect) => socket =>
    {
        connect(socket);
        return Task.CompletedTask;
    };

    private static async Task<SocketStream> ConnectAsync(
        Func<Socket> create, Func<Socket, Task> connect, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var socket = create();
        try
        {
            using (cancellationToken.Register(socket.Dispose))
            {
                await connect(socket).ConfigureAwait(false);
            }

            return new SocketStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

#if NET8_0_OR_GREATER
    private static UnixDomainSocketEndPoint UnixEndPoint(string path) => new(path);
#else
    private static UnixPathEndPoint UnixEndPoint(string path) => new(path);

    /// <summary>An AF_UNIX address. This framework has no type for it.</summary>
    private sealed class UnixPathEndPoint : EndPoint
    {
        private const int PathOffset = 2;
        private readonly byte[] _path;

        public UnixPathEndPoint(string path) => _path = Encoding.UTF8.GetBytes(path);

        public override AddressFamily AddressFamily => AddressFamily.Unix;

        public override SocketAddress Serialize()
        {
            var address = new SocketAddress(AddressFamily.Unix, PathOffset + _path.Length + 1);
            for (var i = 0; i < _path.Length; i++)
            {
                address[PathOffset + i] = _path[i];
            }

            return address;
        }

        public override EndPoint Create(SocketAddress socketAddress) => this;
    }
#endif
}

/// <summary>A stream whose writing side can be closed separately.</summary>
internal interface IHalfClosable
{
    void CloseWrite();
}
