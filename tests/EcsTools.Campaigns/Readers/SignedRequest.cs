using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace EcsTools.Campaigns.Readers;

/// <summary>A request to an AWS API as bytes, signed by Signature Version 4.</summary>
internal static class SignedRequest
{
    public static byte[] Create(string host, string accessKey, string secretKey, string service, string? target, byte[] body)
    {
        var time = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = host, ["x-amz-date"] = time };
        if (target is not null)
        {
            headers["x-amz-target"] = target;
        }

        var names = string.Join(';', headers.Keys);
        var canonical = string.Join(
            '\n', "POST", "/", "", string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n")), names, Hex(SHA256.HashData(body)));
        var scope = $"{time[..8]}/us-east-1/{service}/aws4_request";
        var text = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(
            Encoding.UTF8.GetBytes("AWS4" + secretKey), (secret, part) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(part)));
        var head = $"POST / HTTP/1.1\r\nHost: {host}\r\nX-Amz-Date: {time}\r\n" + (target is null ? "" : $"X-Amz-Target: {target}\r\n")
            + $"Content-Type: {(target is null ? "application/x-www-form-urlencoded" : "application/x-amz-json-1.1")}\r\nContent-Length: {body.Length}\r\n"
            + $"Authorization: AWS4-HMAC-SHA256 Credential={accessKey}/{scope}, SignedHeaders={names}, "
            + $"Signature={Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)))}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
