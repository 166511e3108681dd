using System;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>The head of an answer, read as strictly as that of a request. Used again for each answer of a connection.</summary>
internal sealed class ResponseHead
{
    private int _line;
    private int _lineLength;

    public HeadFields Fields { get; } = new();

    public int Status { get; private set; }

    public bool IsHttp10 { get; private set; }

    /// <summary>Status and reason, as they were sent.</summary>
    public ReadOnlySpan<byte> StatusAndReason => Fields.Bytes.AsSpan(_line, _lineLength);

    public bool IsInformational => Status < 200;

    public bool KeepsAlive => IsHttp10 ? Fields.SaysKeepAlive && !Fields.SaysClose : !Fields.SaysClose;

    /// <summary>Reads the head that ends, with its empty line, before <paramref name="end"/>.</summary>
    /// <exception cref="HttpRefusal">It is not an answer.</exception>
    public void Parse(byte[] bytes, int start, int end)
    {
        var length = bytes.AsSpan(start, end - start).IndexOf((byte)'\r');
        var line = bytes.AsSpan(start, length);
        IsHttp10 = line.StartsWith("HTTP/1.0 "u8);
        if (bytes[start + length + 1] != '\n' || length < 12 || (!IsHttp10 && !line.StartsWith("HTTP/1.1 "u8)) || !HttpBytes.IsField(line))
        {
            throw new HttpRefusal("The answer does not begin with a version and a status.", 502);
        }

        Status = (int)HttpBytes.Number(line.Slice(9, 3));
        if (Status is < 100 or > 999 || (length > 12 && line[12] != ' '))
        {
            throw new HttpRefusal("The status of the answer is not a number of three digits.", 502);
        }

        (_line, _lineLength) = (start + 9, length - 9);
        Fields.Parse(bytes, start + length + 2, end);
        if (Fields.HasTransferEncoding && (Fields.ContentLength >= 0 || IsHttp10 || !Fields.IsChunked))
        {
            throw new HttpRefusal("The answer has a Transfer-Encoding that can be read in two ways.", 502);
        }
    }

    /// <summary>Whether a body follows, if the answer is to this method.</summary>
    public bool HasBody(string method) => Status is >= 200 and not 204 and not 304 && method != "HEAD" && Fields.ContentLength != 0;
}
