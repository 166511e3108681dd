using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Campaigns.Load;

/// <summary>Somebody on this machine who has no key, and sends large bodies.</summary>
internal static class Intruder
{
    private const int BodyBytes = 15_000_000;

    private static readonly byte[] Head = Encoding.ASCII.GetBytes(
        $"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AmazonEC2ContainerServiceV20141113.ListClusters\r\nContent-Length: {BodyBytes}\r\n\r\n");

    /// <summary>Sends one body after another.</summary>
    /// <returns>How many were sent or refused.</returns>
    public static async Task<int> SendUntilAsync(string endpoint, CancellationToken ended)
    {
        var address = new Uri(endpoint);
        var sent = 0;
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await SendAsync(address, ended);
            }
            catch (Exception refused) when (refused is IOException or SocketException or OperationCanceledException)
            {
                // The sandbox ends the connection when it has read enough.
            }

            sent++;
        }

        return sent;
    }

    private static async Task SendAsync(Uri address, CancellationToken ended)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, ended);
        var stream = client.GetStream();
        await stream.WriteAsync(Head, ended);
        var piece = new byte[64 * 1024];
        for (var left = BodyBytes; left > 0; left -= piece.Length)
        {
            await stream.WriteAsync(piece.AsMemory(0, Math.Min(left, piece.Length)), ended);
        }

        _ = await stream.ReadAsync(piece, ended);
    }
}
