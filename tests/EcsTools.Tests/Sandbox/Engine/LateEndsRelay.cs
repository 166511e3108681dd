using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Tests.Sandbox.Engine;

/// <summary>Stands between a sandbox and the Docker engine, and passes on late that a container has ended, as a busy machine does.</summary>
internal sealed class LateEndsRelay : IDisposable
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(4);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    public LateEndsRelay()
    {
        _listener.Start();
        Address = new Uri($"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task RelayAsync(TcpClient client)
    {
        using var near = client;
        using var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await far.ConnectAsync(new UnixDomainSocketEndPoint("/var/run/docker.sock"));
            await using var engine = new NetworkStream(far);
            var sandbox = near.GetStream();
            await Task.WhenAny(PassAsync(sandbox, engine, far), engine.CopyToAsync(sandbox));
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // One side hung up.
        }
    }

    private static async Task PassAsync(NetworkStream from, NetworkStream to, Socket engine)
    {
        var buffer = new byte[65536];
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            if (Encoding.ASCII.GetString(buffer, 0, read).Contains("/wait HTTP", StringComparison.Ordinal))
            {
                await Task.Delay(Late);
            }

            await to.WriteAsync(buffer.AsMemory(0, read));
        }

        engine.Shutdown(SocketShutdown.Send);
        await Task.Delay(Timeout.Infinite);
    }
}
