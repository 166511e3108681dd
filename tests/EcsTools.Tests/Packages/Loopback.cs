using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Tests.Packages;

/// <summary>A request as it would have left the machine.</summary>
internal sealed record SentRequest(HttpMethod Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>Keeps what is sent and answers what it is told.</summary>
internal sealed class Loopback(Func<SentRequest, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<SentRequest> Sent { get; } = [];

    /// <summary>Answers everything with an empty result that any protocol reads as "nothing to say".</summary>
    public static Loopback Empty(bool isXml) => new(_ => Answer(HttpStatusCode.OK, isXml ? "<Response/>" : "{}"));

    public static HttpResponseMessage Answer(HttpStatusCode status, string body, IEnumerable<KeyValuePair<string, string>>? headers = null)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
        foreach (var (name, value) in headers ?? [])
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    /// <summary>Answers with the response the oracle made.</summary>
    public static Loopback Replay(JsonObject answer, Func<string, string>? alter = null)
    {
        var body = answer["body"]!.GetValue<string>();
        var headers = answer["headers"]!.AsObject().Select(h => new KeyValuePair<string, string>(h.Key, h.Value!.ToString())).ToList();
        return new Loopback(_ => Answer((HttpStatusCode)answer["status"]!.GetValue<int>(), alter is null ? body : alter(body), headers));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            headers[name] = values.ToString();
        }

        foreach (var (name, values) in request.Content?.Headers.NonValidated ?? default)
        {
            headers[name] = values.ToString();
        }

        var body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        var sent = new SentRequest(request.Method, request.RequestUri!, headers, body);
        Sent.Add(sent);
        var response = answer(sent);
        response.RequestMessage = request;
        return response;
    }
}
