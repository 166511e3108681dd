using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;

namespace EcsTools.Campaigns.Fidelity.Wire;

/// <summary>Signs requests by Signature Version 4 and sends them, whatever they hold.</summary>
internal sealed class SignedSender(string endpoint, string accessKey, string secretKey) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri(endpoint) };

    public async Task<ProbeAnswer> SendAsync(WireRequest request)
    {
        var query = string.Join('&', request.Query
            .Select(pair => Uri.EscapeDataString(pair.Key) + "=" + Uri.EscapeDataString(pair.Value)).Order(StringComparer.Ordinal));
        var time = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = new Uri(endpoint).Authority, ["x-amz-date"] = time };
        if (request.Target is not null)
        {
            signed["x-amz-target"] = request.Target;
        }

        using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Path + (query.Length == 0 ? "" : "?" + query));
        foreach (var header in signed.Where(header => header.Key != "host"))
        {
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        message.Headers.TryAddWithoutValidation("Authorization", Authorization(request, query, time, signed));
        if (request.Body.Length > 0)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
        }

        using var response = await _client.SendAsync(message);
        return await ProbeAnswer.ReadAsync(response);
    }

    public void Dispose() => _client.Dispose();

    private string Authorization(WireRequest request, string query, string time, SortedDictionary<string, string> headers)
    {
        var path = string.Join('/', request.Path.Split('/').Select(Uri.EscapeDataString));
        var names = string.Join(';', headers.Keys);
        var canonical = string.Join(
            '\n',
            request.Method,
            path,
            query,
            string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n")),
            names,
            Hex(SHA256.HashData(request.Body)));
        var scope = $"{time[..8]}/us-east-1/{request.Service}/aws4_request";
        var text = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(
            Encoding.UTF8.GetBytes("AWS4" + secretKey), (secret, part) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(part)));
        return $"AWS4-HMAC-SHA256 Credential={accessKey}/{scope}, SignedHeaders={names}, Signature={Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)))}";
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
