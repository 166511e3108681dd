using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Registry;

/// <summary>A registry's answer with its complete body.</summary>
internal sealed class RegistryResponse
{
    /// <summary>A manifest has at most 4 MiB (OCI distribution specification). Lists and configs are smaller.</summary>
    public const int LongestBody = 16 << 20;

    private readonly RetryConditionHeaderValue? _retryAfter;

    private RegistryResponse(HttpResponseMessage response, byte[] body)
    {
        Status = response.StatusCode;
        Reason = response.ReasonPhrase;
        Body = body;
        MediaType = response.Content?.Headers.ContentType?.MediaType;
        Length = response.Content?.Headers.ContentLength;
        From = response.RequestMessage?.RequestUri;
        Location = response.Headers.Location?.OriginalString;
        Digest = Header(response, "Docker-Content-Digest") is { } digest && Descriptor.IsDigest(digest) ? digest : null;
        NextPage = NextOf(Header(response, "Link"));
        Subject = Header(response, "OCI-Subject");
        _retryAfter = response.Headers.RetryAfter;
    }

    public HttpStatusCode Status { get; }

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public bool IsRedirect => (int)Status is 301 or 302 or 303 or 307 or 308;

    public string? Reason { get; }

    public byte[] Body { get; }

    /// <summary>The digest that the registry gives for the content, or null.</summary>
    public string? Digest { get; }

    public string? MediaType { get; }

    /// <summary>Length of the body. For HEAD, the length of the body that GET would return.</summary>
    public long? Length { get; }

    /// <summary>The address that answered.</summary>
    public Uri? From { get; }

    /// <summary>The address in the header Location, as the registry wrote it. <see cref="AnswerAddress"/> says whether it may be used.</summary>
    public string? Location { get; }

    /// <summary>Digest of the subject if the registry keeps the list of its referrers; otherwise null.</summary>
    public string? Subject { get; }

    /// <summary>Address of the next page of a list, as the registry wrote it; null on the last page.</summary>
    public string? NextPage { get; }

    /// <summary>Reads the rest of a response and disposes it.</summary>
    public static async Task<RegistryResponse> ReadAsync(HttpResponseMessage response, StallTimeout watch)
    {
        using (response)
        {
            var body = response.Content is null || response.RequestMessage?.Method == HttpMethod.Head
                ? Array.Empty<byte>()
                : await ReadBodyAsync(response.Content, watch).ConfigureAwait(false);
            return new RegistryResponse(response, body);
        }
    }

    /// <summary>How long the registry tells the client to wait, or null.</summary>
    public TimeSpan? RetryAfter(DateTimeOffset now)
        => _retryAfter is null ? null : _retryAfter.Delta ?? (_retryAfter.Date is { } at ? at - now : null);

    private static async Task<byte[]> ReadBodyAsync(HttpContent content, StallTimeout watch)
    {
        using var stream = await content.ReadAsStreamAsync().ConfigureAwait(false);
        using var watched = new StallDetectingStream(stream, watch);
        using var body = new MemoryStream();
        var buffer = new byte[1 << 14];
        int read;
        while ((read = await watched.ReadAsync(buffer, 0, buffer.Length, watch.Token).ConfigureAwait(false)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > LongestBody)
            {
                throw new EcsToolsException(
                    ErrorCodes.RegistryRefused,
                    $"An answer of the registry is longer than {ByteSize.Format(LongestBody)}, which no manifest, list or config is.",
                    "Check that the name of the registry is right and that no proxy answers in its place.");
            }
        }

        // Only some frameworks report an error if the connection ends before the announced length.
        return content.Headers.ContentLength is { } length && length != body.Length
            ? throw new IOException($"The answer ended after {body.Length} of {length} bytes.")
            : body.ToArray();
    }

    /// <summary>The address of <c>&lt;address&gt;; rel="next"</c>. Source: RFC 8288.</summary>
    private static string? NextOf(string? link)
    {
        var (begin, end) = (link?.IndexOf('<') ?? -1, link?.IndexOf('>') ?? -1);
        return begin >= 0 && end > begin && link!.IndexOf("next", end, StringComparison.OrdinalIgnoreCase) > 0
            ? link.Substring(begin + 1, end - begin - 1)
            : null;
    }

    private static string? Header(HttpResponseMessage response, string name)
        => response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
