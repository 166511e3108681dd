using System;
using System.Buffers;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Registry.Http;

/// <summary>Blobs by digest: HEAD, and GET with ranges.</summary>
internal sealed class BlobEndpoint
{
    private const int BufferSize = 128 * 1024;

    private readonly ImageRegistry _registry;

    public BlobEndpoint(ImageRegistry registry)
    {
        _registry = registry;
    }

    public async Task HandleAsync(SandboxHttpContext context, string repository, string digest)
    {
        if (context.Method is not ("GET" or "HEAD"))
        {
            throw OciError.Unsupported();
        }

        if (!ContentDigest.IsValid(digest))
        {
            throw OciError.DigestInvalid(digest);
        }

        if (_registry.BlobLength(repository, digest) < 0)
        {
            throw OciError.BlobUnknown(digest);
        }

        context.ResponseHeaders["Docker-Content-Digest"] = digest;
        await SendAsync(context, _registry.Store, digest).ConfigureAwait(false);
    }

    /// <summary>Sends a blob, or the requested range of it.</summary>
    internal static async Task SendAsync(SandboxHttpContext context, BlobStore store, string digest)
    {
        using var content = store.OpenRead(digest);
        var length = content.Length;
        context.ResponseHeaders["Accept-Ranges"] = "bytes";
        context.ResponseHeaders["Content-Type"] = "application/octet-stream";
        var (first, last) = (0L, length - 1);
        var partial = context.Method == "GET" && TryReadRange(context.Header("Range"), length, out first, out last);
        if (partial && first > last)
        {
            context.ResponseHeaders["Content-Range"] = FormattableString.Invariant($"bytes */{length}");
            await context.RespondAsync(416).ConfigureAwait(false);
            return;
        }

        if (partial)
        {
            context.ResponseHeaders["Content-Range"] = FormattableString.Invariant($"bytes {first}-{last}/{length}");
        }

        using var answer = await context.OpenResponseAsync(partial ? 206 : 200, last - first + 1).ConfigureAwait(false);
        if (context.Method == "GET")
        {
            content.Position = first;
            await CopyAsync(content, answer, last - first + 1).ConfigureAwait(false);
        }
    }

    private static async Task CopyAsync(Stream from, Stream to, long count)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while (count > 0 && (read = await from.ReadAsync(buffer, 0, (int)Math.Min(BufferSize, count)).ConfigureAwait(false)) > 0)
            {
                await to.WriteAsync(buffer, 0, read).ConfigureAwait(false);
                count -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Reads a header with one range. For anything else the whole blob is sent, as HTTP allows. A range past the end is empty.
    /// </summary>
    private static bool TryReadRange(string? header, long length, out long first, out long last)
    {
        (first, last) = (0, length - 1);
        if (header is null || !header.StartsWith("bytes=", StringComparison.Ordinal) || header.IndexOf(',') >= 0)
        {
            return false;
        }

        var range = header.Substring(6).Trim();
        var dash = range.IndexOf('-');
        if (dash < 0)
        {
            return false;
        }

        var hasFirst = long.TryParse(range.Substring(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var from);
        var hasLast = long.TryParse(range.Substring(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var to);
        if (!hasFirst && !hasLast)
        {
            return false;
        }

        (first, last) = hasFirst ? (from, hasLast ? Math.Min(to, length - 1) : length - 1) : (Math.Max(0, length - to), length - 1);
        return !hasFirst || !hasLast || from <= to;
    }
}
