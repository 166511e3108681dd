using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace EcsTools.Campaigns.Readers;

/// <summary>A target behind a load balancer, which answers every request with the same bytes and ends the connection.</summary>
internal sealed class AnsweringTarget : IDisposable
{
    public static readonly byte[] Good = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private volatile byte[] _answer = Good;

    public AnsweringTarget()
    {
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    public IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>What it answers from now on.</summary>
    public byte[] Answer
    {
        get => _answer;
        set => _answer = value;
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync();
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => AnswerAsync(client));
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        using (client)
        {
            try
            {
                var buffer = new byte[16 * 1024];
                if (await client.ReceiveAsync(buffer) > 0)
                {
                    await client.SendAsync(_answer);
                    client.Shutdown(SocketShutdown.Both);
                }
            }
            catch (SocketException)
            {
                // The load balancer has read enough.
            }
        }
    }
}
