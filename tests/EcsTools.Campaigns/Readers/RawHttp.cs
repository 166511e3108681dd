using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EcsTools.Campaigns.Readers;

/// <summary>Sends bytes to an HTTP server as they are.</summary>
internal static class RawHttp
{
    /// <summary>The statuses of all answers on the connection. Mutated bytes may hold several requests.</summary>
    public static string[] Send(IPEndPoint server, byte[] request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 30_000 };
        socket.Connect(server);
        using var answer = new MemoryStream();
        try
        {
            socket.Send(request);
            socket.Shutdown(SocketShutdown.Send);
            var buffer = new byte[16 * 1024];
            int read;
            while ((read = socket.Receive(buffer)) > 0)
            {
                answer.Write(buffer, 0, read);
            }
        }
        catch (SocketException e) when (e.SocketErrorCode != SocketError.TimedOut)
        {
            // A server ends a connection on which more is still being sent.
        }

        return Encoding.Latin1.GetString(answer.ToArray()).Split("HTTP/1.1 ").Skip(1).Select(one => one[..Math.Min(3, one.Length)]).ToArray();
    }
}
