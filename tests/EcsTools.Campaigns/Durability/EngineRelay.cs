using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Campaigns.Durability;

/// <summary>The local engine behind a TCP port. For a process that finds it there it is a remote one, whose disk it does not read itself.</summary>
internal sealed class EngineRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _socket;

    public EngineRelay(string socket)
    {
        _socket = socket;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The address for DOCKER_HOST.</summary>
    public string Address => "tcp://" + _listener.LocalEndpoint;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (SocketException)
            {
                // The relay was disposed.
                return;
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            try
            {
                await engine.ConnectAsync(new UnixDomainSocketEndPoint(_socket));
                using var far = new NetworkStream(engine);
                var near = client.GetStream();

                // As soon as one side ends, so does the other: the engine must notice that its client was killed.
                await Task.WhenAny(near.CopyToAsync(far, CancellationToken.None), far.CopyToAsync(near, CancellationToken.None));
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // The same.
            }
        }
    }
}
