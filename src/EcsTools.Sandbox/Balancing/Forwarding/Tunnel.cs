using System;
using System.IO;
using System.Net.Sockets;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Http1;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>Two connections that have left HTTP, such as a WebSocket: bytes pass in both directions until both sides have ended.</summary>
internal static class Tunnel
{
    public static async Task RunAsync(ClientConnection client, ReceiveBuffer received, Transport target, ReceiveBuffer answered)
    {
        var toTarget = CopyAsync(client, received, client.Transport, target);
        var toClient = CopyAsync(client, answered, target, client.Transport);
        await Task.WhenAll(toTarget, toClient).ConfigureAwait(false);
    }

    private static async Task CopyAsync(ClientConnection client, ReceiveBuffer buffer, Transport from, Transport to)
    {
        try
        {
            while (true)
            {
                if (buffer.Available > 0)
                {
                    var (start, count) = (buffer.Start, buffer.Available);
                    await to.WriteAsync(buffer.Bytes, start, count).ConfigureAwait(false);
                    buffer.Start += count;
                    client.Touch();
                }

                var read = await buffer.ReadAsync(from).ConfigureAwait(false);
                buffer.Received(read);
                client.Touch();
                if (read == 0)
                {
                    await to.EndSendingAsync().ConfigureAwait(false);
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // One side broke off: the other must not take it for an orderly end.
            from.Reset();
            to.Reset();
        }
    }
}
