using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.DockerTransport;

/// <summary>The content of an answer. An incomplete answer is never treated as complete.</summary>
internal sealed class ResponseContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly Stream _body;

    public ResponseContent(HttpContent inner, EngineConnection connection, bool isMessages, CancellationToken cancellationToken)
    {
        _inner = inner;
        foreach (var header in inner.Headers)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        var whole = new ResponseBodyStream(inner, connection, inner.Headers.ContentLength, cancellationToken);
        _body = isMessages ? new MessageStream(whole) : whole;
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(_body);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _body.CopyToAsync(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
