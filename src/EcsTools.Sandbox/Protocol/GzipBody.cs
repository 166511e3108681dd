using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Protocol;

/// <summary>
/// Bodies with <c>Content-Encoding: gzip</c>, which agents send to CloudWatch Logs. Other codings are ignored: SDKs name <c>amz-1.0</c>, which means nothing.
/// </summary>
internal static class GzipBody
{
    /// <summary>The body of a request, decompressed if it is compressed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">The most bytes that it may have. A few kilobytes of gzip can hold gigabytes of zeros.</param>
    /// <exception cref="InvalidDataException">It is not gzip.</exception>
    /// <exception cref="HttpRefusal">It is too long.</exception>
    public static byte[] Read(ApiRequest request, long limit)
    {
        if (request.Body.Length == 0 || !IsGzip(request.Header("Content-Encoding")))
        {
            return request.Body;
        }

        using var compressed = new GZipStream(new MemoryStream(request.Body, writable: false), CompressionMode.Decompress);
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = compressed.Read(buffer, 0, buffer.Length)) > 0)
        {
            content.Write(buffer, 0, read);
            if (content.Length > limit)
            {
                throw new HttpRefusal($"The decompressed request body has more than {limit} bytes.", 413);
            }
        }

        return content.ToArray();
    }

    private static bool IsGzip(string? codings)
        => codings is not null && codings.Split(',').Any(coding => coding.Trim().Equals("gzip", StringComparison.OrdinalIgnoreCase));
}
