using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;

namespace Docker.DotNet.Transport;

/// <summary>The content of an answer: its body as a stream, or the connection itself once it has become a two-way stream.</summary>
internal sealed class ResponseContent : HttpContent
{
    private readonly HttpConnection _connection;
    private readonly RequestBody? _request;
    private Stream _body = Stream.Null;

    public ResponseContent(HttpConnection connection, RequestBody? request)
    {
        _connection = connection;
        _request = request;
    }

    /// <summary>Decides where the body ends, from the answer's head.</summary>
    public void Frame(bool isHead, HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols || IsRaw(response))
        {
            _body = _connection;
        }
        else if (isHead || response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified)
        {
            _body = new ResponseBody(_connection, _request, length: 0, chunked: false);
        }
        else
        {
            var chunked = response.Headers.TransferEncodingChunked == true;
            _body = new ResponseBody(_connection, _request, chunked ? null : Headers.ContentLength, chunked);
        }
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
            _connection.Dispose();
        }

        base.Dispose(disposing);
    }

    // Engines before the Upgrade header answered 200 with a raw stream: no length, no chunks, a type of their own.
    private bool IsRaw(HttpResponseMessage response) =>
        response.RequestMessage!.Headers.Contains("Upgrade")
        && (Headers.ContentType?.MediaType is "application/vnd.docker.raw-stream" or "application/vnd.docker.multiplexed-stream")
        && response.Headers.TransferEncodingChunked != true;
}
