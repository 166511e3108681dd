using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>A connection over TLS.</summary>
internal sealed class TlsTransport : Transport
{
    private readonly SslStream _stream;

    public TlsTransport(Socket socket, SslStream stream)
        : base(socket)
    {
        _stream = stream;
    }

    public override async ValueTask<int> ReadAsync(byte[] bytes, int offset, int count)
        => await _stream.ReadAsync(bytes, offset, count).ConfigureAwait(false);

    public override async ValueTask WriteAsync(byte[] bytes, int offset, int count)
        => await _stream.WriteAsync(bytes, offset, count).ConfigureAwait(false);

    /// <summary>Also says it in TLS, so that the other side knows that nothing was cut off.</summary>
    public override async Task EndSendingAsync()
    {
#if !NETSTANDARD2_0
        try
        {
            await _stream.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // The other side is gone.
        }
#endif
        await base.EndSendingAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
