using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;

namespace Docker.DotNet.Wire;

/// <summary>One request to the engine, before it becomes HTTP.</summary>
internal sealed class ApiCall
{
    private readonly HttpMethod _method;
    private readonly string _path;

    public ApiCall(HttpMethod method, string path)
    {
        _method = method;
        _path = path;
    }

    /// <summary>The 404 of this call, where the published package has a type for it.</summary>
    public Func<HttpStatusCode, string?, DockerApiException>? NotFound { get; init; }

    /// <summary>An object whose properties marked <see cref="QueryAttribute"/> become the query.</summary>
    public object? Query { get; init; }

    /// <summary>Query parameters that no parameter class carries, already in order.</summary>
    public IEnumerable<KeyValuePair<string, string>>? ExtraQuery { get; init; }

    /// <summary>A JSON body.</summary>
    public object? Json { get; init; }

    /// <summary>A tar body, sent as it is read.</summary>
    public Stream? Tar { get; init; }

    /// <summary>Further headers.</summary>
    public IDictionary<string, string>? Headers { get; init; }

    /// <summary>Asks the engine to turn the connection into a two-way stream.</summary>
    public bool Hijack { get; init; }

    /// <summary>The engine answers only when something has happened (a container stops): no timeout.</summary>
    public bool Waits { get; init; }

    public HttpRequestMessage ToRequest(Uri baseUri, Version? apiVersion)
    {
        var prefix = apiVersion is null ? "" : "v" + apiVersion.ToString(2) + "/";
        var query = QueryString.From(Query, ExtraQuery);
        var request = new HttpRequestMessage(_method, new Uri(baseUri, prefix + _path + (query.Length == 0 ? "" : "?" + query)));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Docker.DotNet", null));
        if (Hijack)
        {
            request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
            request.Headers.TryAddWithoutValidation("Upgrade", "tcp");
        }

        foreach (var header in Headers ?? new Dictionary<string, string>())
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        request.Content = Body();
        return request;
    }

    public DockerApiException ErrorFor(HttpStatusCode status, string? body) =>
        status == HttpStatusCode.NotFound && NotFound is not null ? NotFound(status, body) : new DockerApiException(status, body);

    private HttpContent? Body()
    {
        if (Tar is not null)
        {
            var content = new StreamContent(Tar, 80 * 1024);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-tar");
            return content;
        }

        return Json is null ? null : new StringContent(DockerJson.Serialize(Json), Encoding.UTF8, "application/json");
    }
}

/// <summary>A whole answer.</summary>
internal readonly record struct ApiAnswer(HttpStatusCode Status, string Body);
