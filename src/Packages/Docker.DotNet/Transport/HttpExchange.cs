using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Docker.DotNet.Transport;

/// <summary>
/// One request and its answer. The answer is awaited while the body is still going out: an engine that refuses a build says why and
/// hangs up without reading the rest, and that answer is worth more than the broken pipe.
/// </summary>
internal sealed class HttpExchange
{
    private readonly HttpConnection _connection;
    private readonly HttpRequestMessage _request;

    public HttpExchange(HttpConnection connection, HttpRequestMessage request)
    {
        _connection = connection;
        _request = request;
    }

    public async Task<HttpResponseMessage> RunAsync(CancellationToken cancellationToken)
    {
        var content = _request.Content;
        var body = content is null ? null : new RequestBody(_connection, content.Headers.ContentLength, cancellationToken);
        var head = Encoding.ASCII.GetBytes(RequestHead());
        await _connection.WriteAsync(head, 0, head.Length, cancellationToken).ConfigureAwait(false);
        _ = body is null ? Task.CompletedTask : UploadAsync(body);
        try
        {
            return await ReadResponseAsync(body, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (body?.SourceFailure is not null)
        {
            // What went wrong with the source is the cause; the failed read only follows from it.
            ExceptionDispatchInfo.Capture(body.SourceFailure).Throw();
            throw;
        }
    }

    // Never throws: what went wrong is told by the body, before the connection shows it.
    private async Task UploadAsync(RequestBody body)
    {
        try
        {
            await _request.Content!.CopyToAsync(body).ConfigureAwait(false);
            await body.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception) when (body.ConnectionFailed)
        {
            // The engine hung up; its answer may still be there to read, so the connection stays.
        }
        catch (Exception e)
        {
            // A body cut short must not look whole to the engine.
            body.SourceFailure = e is HttpRequestException { InnerException: { } inner } ? inner : e;
            _connection.Dispose();
        }
    }

    private string RequestHead()
    {
        var uri = _request.RequestUri!;
        var head = new StringBuilder();
        head.Append(_request.Method.Method).Append(' ').Append(uri.PathAndQuery).Append(" HTTP/1.1\r\n");
        head.Append("Host: ").Append(uri.IsDefaultPort ? uri.Host : uri.Authority).Append("\r\n");
        if (!_request.Headers.Contains("Connection"))
        {
            head.Append("Connection: close\r\n");
        }

        foreach (var header in _request.Headers)
        {
            head.Append(header.Key).Append(": ").Append(string.Join(", ", header.Value)).Append("\r\n");
        }

        if (_request.Content is { } content)
        {
            // Asking for the length is what makes it appear among the headers.
            head.Append(content.Headers.ContentLength is null ? "Transfer-Encoding: chunked\r\n" : "");
            foreach (var header in content.Headers)
            {
                head.Append(header.Key).Append(": ").Append(string.Join(", ", header.Value)).Append("\r\n");
            }
        }
        else if (_request.Method != HttpMethod.Get && _request.Method != HttpMethod.Head)
        {
            head.Append("Content-Length: 0\r\n");
        }

        return head.Append("\r\n").ToString();
    }

    private async Task<HttpResponseMessage> ReadResponseAsync(RequestBody? body, CancellationToken cancellationToken)
    {
        var response = new HttpResponseMessage { RequestMessage = _request };
        var content = new ResponseContent(_connection, body);
        response.Content = content;
        do
        {
            await ReadHeadAsync(response, cancellationToken).ConfigureAwait(false);
        }
        while ((int)response.StatusCode is 100 or (> 101 and < 200));

        content.Frame(_request.Method == HttpMethod.Head, response);
        return response;
    }

    private async Task ReadHeadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = await _connection.ReadLineAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new IOException("The Docker engine ended the connection without an answer.");
        var parts = status.Split(new[] { ' ' }, 3);
        if (parts.Length < 2 || !parts[0].StartsWith("HTTP/1.", StringComparison.Ordinal) || !int.TryParse(parts[1], out var code))
        {
            throw new IOException($"What answers at the Docker endpoint does not speak HTTP/1.1: '{status.Substring(0, Math.Min(80, status.Length))}'.");
        }

        response.StatusCode = (HttpStatusCode)code;
        response.ReasonPhrase = parts.Length == 3 ? parts[2] : "";
        while (await _connection.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':');
            if (colon > 0 && !response.Headers.TryAddWithoutValidation(line.Substring(0, colon), line.Substring(colon + 1).Trim()))
            {
                response.Content.Headers.TryAddWithoutValidation(line.Substring(0, colon), line.Substring(colon + 1).Trim());
            }
        }
    }
}
