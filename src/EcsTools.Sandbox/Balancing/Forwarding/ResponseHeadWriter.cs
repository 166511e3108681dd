using System;
using EcsTools.Sandbox.Balancing.Http1;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>Writes the head of a target's answer as the client receives it.</summary>
internal static class ResponseHeadWriter
{
    /// <param name="output">Where.</param>
    /// <param name="head">The head that was received.</param>
    /// <param name="framing">How the body is sent.</param>
    /// <param name="keepsAlive">Whether the connection goes on.</param>
    /// <param name="cookies">Header lines of the balancer's own cookies.</param>
    public static void Write(ByteBuilder output, ResponseHead head, AnswerFraming framing, bool keepsAlive, string cookies)
    {
        output.Append("HTTP/1.1 "u8).Append(head.StatusAndReason).AppendLineEnd();
        Copy(output, head);
        output.Append(cookies);
        if (framing == AnswerFraming.Chunked)
        {
            output.Append("Transfer-Encoding: chunked\r\n"u8);
        }
        else if (framing == AnswerFraming.Length && head.Fields.ContentLength >= 0 && head.Status != 204)
        {
            output.Append("Content-Length: "u8).Append(head.Fields.ContentLength).AppendLineEnd();
        }

        output.Append(keepsAlive ? "Connection: keep-alive\r\n\r\n"u8 : "Connection: close\r\n\r\n"u8);
    }

    /// <summary>An answer before the final one, such as 100 or 103.</summary>
    public static void WriteInformational(ByteBuilder output, ResponseHead head)
    {
        output.Append("HTTP/1.1 "u8).Append(head.StatusAndReason).AppendLineEnd();
        Copy(output, head);
        output.AppendLineEnd();
    }

    /// <summary>The answer after which both sides leave HTTP.</summary>
    public static void WriteUpgrade(ByteBuilder output, ResponseHead head, string cookies)
    {
        output.Append("HTTP/1.1 "u8).Append(head.StatusAndReason).AppendLineEnd();
        Copy(output, head);
        output.Append(cookies).Append("Connection: upgrade\r\n"u8).Header("Upgrade"u8, head.Fields.Text(HeaderName.Upgrade) ?? "").AppendLineEnd();
    }

    private static void Copy(ByteBuilder output, ResponseHead head)
    {
        var fields = head.Fields;
        foreach (var field in fields.All)
        {
            if (!fields.IsHopByHop(field))
            {
                output.Header(fields.Name(field), fields.Value(field));
            }
        }
    }
}

/// <summary>How the client finds the end of an answer.</summary>
internal enum AnswerFraming
{
    /// <summary>By its length, or because it has no body.</summary>
    Length,
    Chunked,

    /// <summary>By the end of the connection.</summary>
    Close,
}
