using System;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Tests.Packages;
using EcsTools.Tests.Support;

namespace EcsTools.Tests.Identity;

/// <summary>Stands before a server and answers some requests itself: with an error of AWS, where the test says so.</summary>
internal sealed class Relay : IDisposable
{
    private readonly HttpListener _listener;
    private readonly HttpClient _http = new();
    private readonly string _target;
    private readonly Func<string, string?> _errorOf;
    private readonly Action<string>? _answered;

    /// <param name="target">Root of the server.</param>
    /// <param name="errorOf">The body of a request to the error it is answered with, as a code or as <c>Code: message</c>; null passes it on.</param>
    /// <param name="answered">Called with the body of a request that the server has answered, before the client has the answer; or null.</param>
    public Relay(string target, Func<string, string?> errorOf, Action<string>? answered = null)
    {
        (_target, _errorOf, _answered) = (target, errorOf, answered);
        (_listener, var port) = LoopbackListener.Start();
        EndpointUrl = $"http://127.0.0.1:{port}";
        _ = ServeAsync();
    }

    public string EndpointUrl { get; }

    public void Dispose()
    {
        _listener.Close();
        _http.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                _ = AnswerAsync(context);
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new System.IO.MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var text = Encoding.UTF8.GetString(body.ToArray());
        var (status, answer) = _errorOf(text) is { } error ? Error(error) : await ForwardAsync(context.Request, body.ToArray());
        _answered?.Invoke(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml";
        await context.Response.OutputStream.WriteAsync(answer);
        context.Response.Close();
    }

    private static (int Status, byte[] Answer) Error(string error)
    {
        var parts = error.Split(": ", 2);
        var message = parts.Length == 2 ? $"<Message>{WebUtility.HtmlEncode(parts[1])}</Message>" : "";
        return (
            parts[0] == "NoSuchEntity" ? 404 : parts.Length == 2 ? 400 : 403,
            Encoding.UTF8.GetBytes($"<ErrorResponse><Error><Code>{parts[0]}</Code>{message}</Error></ErrorResponse>"));
    }

    /// <summary>With the Host that was signed.</summary>
    private async Task<(int Status, byte[] Answer)> ForwardAsync(HttpListenerRequest request, byte[] body)
    {
        using var forward = new HttpRequestMessage(new HttpMethod(request.HttpMethod), _target + request.RawUrl);
        forward.Content = new ByteArrayContent(body);
        foreach (var name in request.Headers.AllKeys)
        {
            if (!forward.Headers.TryAddWithoutValidation(name!, request.Headers[name!]))
            {
                forward.Content.Headers.TryAddWithoutValidation(name!, request.Headers[name!]);
            }
        }

        using var response = await _http.SendAsync(forward);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }
}
