using System;

namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>Finds which header a name is.</summary>
internal static class HeaderNames
{
    public static HeaderName Of(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Match(name, "te"u8, HeaderName.TransferCodings),
        4 => Match(name, "host"u8, HeaderName.Host),
        6 => Or(Match(name, "cookie"u8, HeaderName.Cookie), name, "expect"u8, HeaderName.Expect),
        7 => Match(name, "upgrade"u8, HeaderName.Upgrade),
        10 => Or(Match(name, "connection"u8, HeaderName.Connection), name, "keep-alive"u8, HeaderName.KeepAlive, "set-cookie"u8, HeaderName.SetCookie),
        14 => Or(Match(name, "content-length"u8, HeaderName.ContentLength), name, "http2-settings"u8, HeaderName.Http2Settings),
        _ => OfLong(name),
    };

    /// <summary>Whether the bytes are the text, in any case. The text is in lower case.</summary>
    public static bool Is(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> lower)
    {
        if (bytes.Length != lower.Length)
        {
            return false;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            if (HttpBytes.Lower(bytes[i]) != lower[i])
            {
                return false;
            }
        }

        return true;
    }

    private static HeaderName OfLong(ReadOnlySpan<byte> name) => name.Length switch
    {
        15 => Or(Match(name, "x-forwarded-for"u8, HeaderName.ForwardedFor), name, "x-amzn-trace-id"u8, HeaderName.TraceId),
        16 => Or(Match(name, "x-forwarded-port"u8, HeaderName.ForwardedPort), name, "proxy-connection"u8, HeaderName.ProxyConnection),
        17 => Or(Match(name, "x-forwarded-proto"u8, HeaderName.ForwardedProto), name, "transfer-encoding"u8, HeaderName.TransferEncoding),
        _ => HeaderName.Other,
    };

    private static HeaderName Match(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower, HeaderName known)
        => Is(name, lower) ? known : HeaderName.Other;

    private static HeaderName Or(HeaderName found, ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower, HeaderName known)
        => found != HeaderName.Other ? found : Match(name, lower, known);

    private static HeaderName Or(
        HeaderName found, ReadOnlySpan<byte> name, ReadOnlySpan<byte> one, HeaderName first, ReadOnlySpan<byte> other, HeaderName second)
        => Or(Or(found, name, one, first), name, other, second);
}
