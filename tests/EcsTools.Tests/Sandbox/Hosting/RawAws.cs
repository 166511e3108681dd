using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using System.Xml.Linq;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Services.Iam;

namespace EcsTools.Tests.Sandbox.Hosting;

/// <summary>An answer as it came over the wire.</summary>
public sealed record RawAnswer(HttpStatusCode Status, string Body, HttpResponseHeaders Headers, string? ContentType)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>The text of the first element of this name, whatever its namespace.</summary>
    public string? Xml(string name) => XDocument.Parse(Body).Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}

/// <summary>Sends API requests as bytes, signed or as wrong as a test wants them. It signs by the book and shares no code with the sandbox.</summary>
public sealed class RawAws(string endpoint, string accessKey, string secretKey, string? sessionToken = null, Func<DateTime>? clock = null) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri(endpoint) };

    public static RawAws Root(SandboxServer server) => new(server.EndpointUrl, server.AccessKey, server.SecretKey);

    /// <summary>AWS JSON 1.1.</summary>
    public Task<RawAnswer> JsonAsync(string service, string target, string body)
        => SendAsync(service, HttpMethod.Post, "/", body, "application/x-amz-json-1.1", ("X-Amz-Target", target));

    /// <summary>A form: Query and EC2.</summary>
    public Task<RawAnswer> FormAsync(string service, string form)
        => SendAsync(service, HttpMethod.Post, "/", form, "application/x-www-form-urlencoded; charset=utf-8");

    public Task<RawAnswer> SendAsync(
        string service, HttpMethod method, string pathAndQuery, string body, string? contentType, params (string Name, string Value)[] headers)
        => SendAsync(service, method, pathAndQuery, Encoding.UTF8.GetBytes(body), contentType, headers);

    /// <summary>The header Content-Encoding is sent, but not signed.</summary>
    public async Task<RawAnswer> SendAsync(
        string service, HttpMethod method, string pathAndQuery, byte[] body, string? contentType, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, pathAndQuery);
        var time = (clock?.Invoke() ?? DateTime.UtcNow).ToString("yyyyMMdd'T'HHmmss'Z'");
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = new Uri(endpoint).Authority,
            ["x-amz-date"] = time,
        };
        if (sessionToken is not null)
        {
            signed["x-amz-security-token"] = sessionToken;
        }

        foreach (var (name, value) in headers.Where(header => header.Name != "Content-Encoding"))
        {
            signed[name.ToLowerInvariant()] = value;
        }

        foreach (var header in signed.Where(header => header.Key != "host"))
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        if (contentType is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            foreach (var (name, value) in headers.Where(header => header.Name == "Content-Encoding"))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (accessKey.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Authorization", Authorization(service, method, pathAndQuery, body, time, signed));
        }

        using var answer = await _client.SendAsync(request);
        return new RawAnswer(
            answer.StatusCode,
            await answer.Content.ReadAsStringAsync(),
            answer.Headers,
            answer.Content.Headers.ContentType?.ToString());
    }

    public void Dispose() => _client.Dispose();

    private string Authorization(
        string service, HttpMethod method, string pathAndQuery, byte[] body, string time, SortedDictionary<string, string> headers)
    {
        var question = pathAndQuery.IndexOf('?');
        var path = question < 0 ? pathAndQuery : pathAndQuery[..question];
        var query = question < 0 ? "" : string.Join("&", pathAndQuery[(question + 1)..].Split('&').OrderBy(part => part, StringComparer.Ordinal));
        var names = string.Join(";", headers.Keys);
        var canonical = string.Join(
            "\n",
            method.Method,
            string.Join("/", path.Split('/').Select(Uri.EscapeDataString)),
            query,
            string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n")),
            names,
            Hex(SHA256.HashData(body)));
        var scope = $"{time[..8]}/us-east-1/{service}/aws4_request";
        var text = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(
            Encoding.UTF8.GetBytes("AWS4" + secretKey), (secret, part) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(part)));
        var signature = Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
        return $"AWS4-HMAC-SHA256 Credential={accessKey}/{scope}, SignedHeaders={names}, Signature={signature}";
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
