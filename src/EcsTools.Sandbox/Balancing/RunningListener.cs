using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Certificates;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Balancing.Forwarding;
using EcsTools.Sandbox.Balancing.Http1;

namespace EcsTools.Sandbox.Balancing;

/// <summary>A listener at a port of this machine, and the connections of its clients.</summary>
internal sealed class RunningListener
{
    /// <summary>How often connections are looked at.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(10);

    private readonly Socket _socket;
    private readonly ServingSlot _slot;
    private readonly ConcurrentDictionary<ClientConnection, byte> _connections = new();
    private volatile ServerCertificates? _certificates;
    private volatile bool _isStopped;

    public RunningListener(Socket socket, Serving serving, ServerCertificates? certificates)
    {
        _socket = socket;
        _slot = new ServingSlot(serving);
        _certificates = certificates;
        var address = (IPEndPoint)socket.LocalEndPoint!;
        var scheme = serving.IsHttps ? "https" : "http";
        Endpoint = new ListenerEndpoint(new Uri($"{scheme}://{address}"), address);
        _ = Task.Run(AcceptAsync);
    }

    public ListenerEndpoint Endpoint { get; }

    public Serving Serving => _slot.Current;

    /// <summary>Serves by another configuration from the next request on.</summary>
    public void Update(Serving serving, ServerCertificates? certificates)
    {
        _certificates = certificates;
        _slot.Current = serving;
    }

    /// <summary>Ends connections on which nothing happens.</summary>
    public void Look(long now)
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Look(now);
        }
    }

    /// <summary>Takes no more connections, and ends those that wait. Requests under way are answered.</summary>
    public void Stop()
    {
        _isStopped = true;
        _socket.Dispose();
        foreach (var connection in _connections.Keys)
        {
            connection.Stop();
        }

        _ = Task.Run(EndAsync);
    }

    /// <summary>Ends every connection.</summary>
    public void Abort()
    {
        Stop();
        foreach (var connection in _connections.Keys)
        {
            connection.Transport.Reset();
        }
    }

    /// <summary>Looks after the requests that are still under way.</summary>
    private async Task EndAsync()
    {
        while (!_connections.IsEmpty)
        {
            await Task.Delay(LookEvery).ConfigureAwait(false);
            Look(MonotonicTime.Milliseconds);
        }
    }

    private async Task AcceptAsync()
    {
        while (!_isStopped)
        {
            try
            {
                var socket = await _socket.AcceptAsync().ConfigureAwait(false);
                _ = Task.Run(() => ServeAsync(socket));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // A client that went away while it waited, or no descriptors left: neither ends the listener.
                if (!_isStopped)
                {
                    await Task.Delay(10).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        ClientConnection connection;
        try
        {
            socket.NoDelay = true;
            var peer = (IPEndPoint)socket.RemoteEndPoint!;
            var transport = _certificates is { } certificates
                ? await SecureAsync(socket, certificates).ConfigureAwait(false)
                : new SocketTransport(socket);
            connection = new ClientConnection(transport, peer, _slot);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or AuthenticationException)
        {
            socket.Dispose();
            return;
        }

        _connections[connection] = 0;
        if (_isStopped)
        {
            connection.Stop();
        }

        try
        {
            await connection.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }

    private static async Task<Transport> SecureAsync(Socket socket, ServerCertificates certificates)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true), false);
#if NETSTANDARD2_0
        // .NET Framework does not say which name the client asks for.
        var handshake = stream.AuthenticateAsServerAsync(certificates.Choose(null), false, SslProtocols.None, false);
#else
        var handshake = stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateSelectionCallback = (_, name) => certificates.Choose(name),
        });
#endif
        if (await Task.WhenAny(handshake, Task.Delay(HandshakeTime)).ConfigureAwait(false) != handshake)
        {
            socket.Dispose();
        }

        await handshake.ConfigureAwait(false);
        return new TlsTransport(socket, stream);
    }
}
