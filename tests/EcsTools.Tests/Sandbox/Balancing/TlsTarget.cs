using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>A server over TLS that answers each connection once.</summary>
internal sealed class TlsTarget : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndpoint;

    public static TlsTarget Start(X509Certificate2 certificate, string answer)
    {
        var target = new TlsTarget();
        target._listener.Start();
        _ = Task.Run(async () =>
        {
            while (true)
            {
                var client = await target._listener.AcceptTcpClientAsync();
                _ = Task.Run(() => AnswerAsync(client, certificate, answer));
            }
        });
        return target;
    }

    public void Dispose() => _listener.Dispose();

    private static async Task AnswerAsync(TcpClient client, X509Certificate2 certificate, string answer)
    {
        using (client)
        {
            try
            {
                await using var stream = new SslStream(client.GetStream());
                await stream.AuthenticateAsServerAsync(certificate);
                await stream.ReadAtLeastAsync(new byte[4096], 1);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
            }
            catch (Exception e) when (e is IOException or AuthenticationException)
            {
                // The balancer went away.
            }
        }
    }
}
