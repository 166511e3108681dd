using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Balancing.Http1;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Balancing.Targets;

/// <summary>One health check of a target: a request on a connection of its own.</summary>
internal static class HealthCheckProbe
{
    /// <summary>A container answers in real time, however fast the sandbox's clock is.</summary>
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1);

    public static async Task<CheckResult> RunAsync(BalancedTarget target, HealthCheckSettings settings, SandboxClock clock)
    {
        if (target.IsSimulated)
        {
            return CheckResult.Pass;
        }

        if ((target.HealthEndpoint ?? target.Endpoint) is not { } endpoint)
        {
            return CheckResult.Timeout;
        }

        using var over = new CancellationTokenSource();
        var least = settings.Timeout < LeastTime ? settings.Timeout : LeastTime;
        var limit = Task.WhenAll(clock.DelayAsync(settings.Timeout, over.Token), Task.Delay(least, over.Token));
        try
        {
            using var transport = await TargetConnector.ConnectAsync(endpoint, settings.Protocol, limit).ConfigureAwait(false);
            var status = StatusAsync(transport, target, settings.Path);
            if (await Task.WhenAny(status, limit).ConfigureAwait(false) != status)
            {
                return CheckResult.Timeout;
            }

            var code = await status.ConfigureAwait(false);
            return StatusMatcher.Matches(settings.Matcher, code) ? CheckResult.Pass : CheckResult.Mismatch(code);
        }
        catch (TargetFailure)
        {
            return limit.IsCompleted ? CheckResult.Timeout : CheckResult.Failed;
        }
        catch (Exception e) when (e is IOException or SocketException or HttpRefusal)
        {
            return CheckResult.Failed;
        }
        finally
        {
            over.Cancel();
        }
    }

    private static async Task<int> StatusAsync(Transport transport, BalancedTarget target, string path)
    {
        var request = new ByteBuilder().Append("GET ").AppendUtf8(path).Append(" HTTP/1.1\r\n")
            .Header("Host"u8, $"{target.Address}:{target.Port}")
            .Header("Connection"u8, "close").Header("User-Agent"u8, "ELB-HealthChecker/2.0").Header("Accept-Encoding"u8, "gzip, compressed")
            .AppendLineEnd();
        await transport.WriteAsync(request.Bytes, 0, request.Length).ConfigureAwait(false);
        var (buffer, scanner) = (new ReceiveBuffer(), new HeadScanner(HeadLimits.Response));
        while (true)
        {
            var length = scanner.Scan(buffer);
            if (length > 0)
            {
                var head = new ResponseHead();
                head.Parse(buffer.Bytes, buffer.Start, buffer.Start + length);
                return head.Status;
            }

            var count = await buffer.ReadAsync(transport).ConfigureAwait(false);
            buffer.Received(count);
            if (count == 0)
            {
                throw new EndOfStreamException("The target closed the connection without an answer.");
            }
        }
    }
}
