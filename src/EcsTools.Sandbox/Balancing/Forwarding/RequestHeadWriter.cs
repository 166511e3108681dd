using System;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Balancing.Http1;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>Writes the head of a request as a target receives it.</summary>
internal static class RequestHeadWriter
{
    /// <param name="output">Where.</param>
    /// <param name="head">The head that was received.</param>
    /// <param name="serving">The settings.</param>
    /// <param name="client">Who sent it.</param>
    /// <param name="target">Path and query after a transform, or null for those that were sent.</param>
    /// <param name="host">The host after a transform, or null.</param>
    public static void Write(ByteBuilder output, RequestHead head, Serving serving, ClientAddress client, string? target, string? host)
    {
        output.Append(head.Method).Append(" "u8);
        if (target is null)
        {
            output.Append(head.Target);
        }
        else
        {
            output.Append(target);
        }

        output.Append(" HTTP/1.1\r\n"u8).Header("Host"u8, host ?? HostOf(head, serving));
        var (forwardedFor, trace) = Copy(output, head, serving.Settings);
        if (serving.Settings.ForwardedFor == ForwardedForMode.Append)
        {
            output.Append("X-Forwarded-For: "u8);
            output.Append(forwardedFor is null ? "" : forwardedFor + ", ");
            output.Append(serving.Settings.ForwardClientPort ? client.TextWithPort : client.Text).AppendLineEnd();
        }

        output.Header("X-Forwarded-Proto"u8, serving.IsHttps ? "https" : "http");
        output.Append("X-Forwarded-Port: "u8).Append(serving.Listener.Port).AppendLineEnd();
        output.Header("X-Amzn-Trace-Id"u8, TraceId.Next(trace, DateTimeOffset.UtcNow));
        WriteFraming(output, head);
        output.AppendLineEnd();
    }

    /// <summary>Copies the headers that go on. Returns those that are changed.</summary>
    private static (string? ForwardedFor, string? Trace) Copy(ByteBuilder output, RequestHead head, BalancerSettings settings)
    {
        string? forwardedFor = null, trace = null;
        var fields = head.Fields;
        foreach (var field in fields.All)
        {
            switch (field.Name)
            {
                case HeaderName.Host:
                case HeaderName.ForwardedProto:
                case HeaderName.ForwardedPort:
                case HeaderName.ForwardedFor when settings.ForwardedFor == ForwardedForMode.Remove:
                case HeaderName.Expect when !head.ExpectsContinue:
                    break;
                case HeaderName.ForwardedFor when settings.ForwardedFor == ForwardedForMode.Append:
                    var address = HttpBytes.Text(fields.Value(field));
                    forwardedFor = forwardedFor is null ? address : forwardedFor + ", " + address;
                    break;
                case HeaderName.TraceId:
                    trace ??= HttpBytes.Text(fields.Value(field));
                    break;
                default:
                    if (!fields.IsHopByHop(field) && !(settings.DropInvalidHeaders && !HttpBytes.IsPlainName(fields.Name(field))))
                    {
                        output.Header(fields.Name(field), fields.Value(field));
                    }

                    break;
            }
        }

        return (forwardedFor, trace);
    }

    private static void WriteFraming(ByteBuilder output, RequestHead head)
    {
        if (head.Fields.IsChunked)
        {
            output.Append("Transfer-Encoding: chunked\r\n"u8);
        }
        else if (head.Fields.ContentLength >= 0)
        {
            output.Append("Content-Length: "u8).Append(head.Fields.ContentLength).AppendLineEnd();
        }

        if (head.WantsUpgrade)
        {
            output.Append("Connection: upgrade\r\n"u8).Header("Upgrade"u8, head.Fields.Text(HeaderName.Upgrade)!);
        }
    }

    /// <summary>The host that was sent. On an unusual port it gets the port, so that the target can build its own addresses.</summary>
    private static string HostOf(RequestHead head, Serving serving)
    {
        var (host, port) = (head.Host, serving.Listener.Port);
        var hasPort = host.LastIndexOf(':') > host.LastIndexOf(']');
        return serving.Settings.PreserveHost || hasPort || port is 80 or 443 || host.Length == 0
            ? host
            : host + ":" + port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
