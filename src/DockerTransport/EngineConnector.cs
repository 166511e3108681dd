using System;
using System.IO;
using System.Net.Security;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.DockerTransport;

/// <summary>Opens connections to one engine.</summary>
internal sealed class EngineConnector : IDisposable
{
    private readonly Func<bool, CancellationToken, Task<Stream>> _open;
    private readonly ITlsLayer? _tls;

    private EngineConnector(Uri baseAddress, Func<bool, CancellationToken, Task<Stream>> open, ITlsLayer? tls)
    {
        BaseAddress = baseAddress;
        _open = open;
        _tls = tls;
    }

    /// <summary>The host in the address of requests. Sockets and pipes have no host, but HTTP/1.1 requires one in every request.</summary>
    public Uri BaseAddress { get; }

    /// <exception cref="NotSupportedException">The scheme of the endpoint is not supported.</exception>
    public static EngineConnector For(Uri endpoint, ITlsLayer? tls, TimeSpan pipeTimeout)
    {
        var noHost = new Uri("http://localhost/");
        switch (endpoint.Scheme.ToLowerInvariant())
        {
            case "unix":
                var path = endpoint.LocalPath;
                return new EngineConnector(
                    noHost, async (blocks, token) => await SocketStream.ConnectUnixAsync(path, blocks, token).ConfigureAwait(false), tls);
            case "npipe":
                return new EngineConnector(noHost, Pipe(endpoint, pipeTimeout), tls);
            case "tcp" or "http" or "https":
                var host = endpoint.DnsSafeHost;
                var port = endpoint.Port > 0 ? endpoint.Port : tls is null ? 2375 : 2376;
                return new EngineConnector(
                    new UriBuilder("http", endpoint.Host, port).Uri,
                    async (blocks, token) => await SocketStream.ConnectTcpAsync(host, port, blocks, token).ConfigureAwait(false),
                    tls ?? (endpoint.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? new SystemTrust() : null));
            default:
                throw new NotSupportedException($"'{endpoint}' is not the address of a Docker engine: use unix://, npipe://, tcp://, http:// or https://.");
        }
    }

    /// <summary>Opens a connection.</summary>
    /// <param name="forDownload">Whether much will arrive: see <see cref="EngineConnection"/>.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public async Task<EngineConnection> OpenAsync(bool forDownload, CancellationToken cancellationToken)
    {
        var stream = await _open(forDownload, cancellationToken).ConfigureAwait(false);
        if (_tls is null)
        {
            return new EngineConnection(stream, forDownload);
        }

        try
        {
            return new EngineConnection(await _tls.SecureAsync(stream, BaseAddress.DnsSafeHost, cancellationToken).ConfigureAwait(false), forDownload);
        }
        catch
        {
            stream.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    public void Dispose() => _tls?.Dispose();

    private static Func<bool, CancellationToken, Task<Stream>> Pipe(Uri endpoint, TimeSpan timeout)
    {
        if (endpoint.Segments.Length != 3 || !endpoint.Segments[1].Equals("pipe/", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotSupportedException($"'{endpoint}' is not a named pipe: npipe://./pipe/NAME.");
        }

        // Uri treats the "." of npipe://./pipe/x as a host name, and no pipe server is called "localhost".
        var server = endpoint.Host.Length == 0 || endpoint.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? "." : endpoint.Host;
        var name = endpoint.Segments[2];
        return async (_, token) => await PipeStream.ConnectAsync(server, name, timeout, token).ConfigureAwait(false);
    }

    /// <summary>TLS with the authorities that this machine trusts, and without a client certificate.</summary>
    private sealed class SystemTrust : ITlsLayer
    {
        public async Task<Stream> SecureAsync(Stream plain, string host, CancellationToken cancellationToken)
        {
            var tls = new SslStream(plain, leaveInnerStreamOpen: false);
            using (cancellationToken.Register(tls.Dispose))
            {
                await tls.AuthenticateAsClientAsync(host).ConfigureAwait(false);
            }

            return tls;
        }

        public void Dispose()
        {
        }
    }
}
