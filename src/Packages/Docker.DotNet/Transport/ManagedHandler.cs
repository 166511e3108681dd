using System;
using System.IO;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet.Transport;

namespace Microsoft.Net.Http.Client;

/// <summary>
/// HTTP/1.1 over any stream, a connection a request. One handler for both frameworks: .NET Framework's own cannot speak over a
/// socket or pipe, and neither framework's lets go of the connection when the engine turns it into a two-way stream.
/// </summary>
public class ManagedHandler : HttpMessageHandler
{
    private readonly StreamOpener? _opener;

    /// <summary>Connects over TCP to the host of each request; TLS where its scheme is https.</summary>
    public ManagedHandler()
    {
    }

    /// <summary>Connects through <paramref name="opener"/>.</summary>
    public ManagedHandler(StreamOpener opener) => _opener = opener ?? throw new ArgumentNullException(nameof(opener));

    /// <summary>Opens a connection.</summary>
    public delegate Task<Stream> StreamOpener(string host, int port, CancellationToken cancellationToken);

    /// <summary>Certificates to prove the client with, over TLS.</summary>
    public X509CertificateCollection? ClientCertificates { get; set; }

    /// <summary>Judges the engine's certificate; the system's trust when null.</summary>
    public RemoteCertificateValidationCallback? ServerCertificateValidationCallback { get; set; }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpConnection? connection = null;
        try
        {
            connection = await ConnectAsync(request.RequestUri!, cancellationToken).ConfigureAwait(false);
            return await new HttpExchange(connection, request).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (e is SocketException or UnauthorizedAccessException or AuthenticationException || (e is IOException && connection is null))
            {
                throw new HttpRequestException("Connection failed", e);
            }

            throw;
        }
    }

    private async Task<HttpConnection> ConnectAsync(Uri uri, CancellationToken cancellationToken)
    {
        if (_opener is not null)
        {
            return new HttpConnection(await _opener(uri.Host, uri.Port, cancellationToken).ConfigureAwait(false));
        }

        var tcp = await SocketStream.ConnectTcpAsync(uri.DnsSafeHost, uri.Port, cancellationToken).ConfigureAwait(false);
        if (uri.Scheme != "https")
        {
            return new HttpConnection(tcp);
        }

        var tls = new SslStream(tcp, leaveInnerStreamOpen: false, ServerCertificateValidationCallback);
        try
        {
            using (cancellationToken.Register(tls.Dispose))
            {
                // None: the operating system's choice of protocol versions.
                await tls.AuthenticateAsClientAsync(uri.DnsSafeHost, ClientCertificates, SslProtocols.None, false).ConfigureAwait(false);
            }

            return new HttpConnection(tls);
        }
        catch
        {
            tls.Dispose();
            throw;
        }
    }
}
