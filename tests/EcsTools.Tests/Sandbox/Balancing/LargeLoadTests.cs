using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>Large bodies and many slow clients, within a bounded memory. Alone, because the memory of the process is measured.</summary>
[Collection("Measured memory")]
public sealed class LargeLoadTests
{
    private const long Gigabyte = 1L << 30;
    private const long MostMemory = 64L << 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_a_gigabyte_streams_in_both_directions(bool chunked)
    {
        using var target = new ScriptedTarget(async connection =>
        {
            var head = await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\n" + Framing(head.Contains("chunked", StringComparison.Ordinal)) + "\r\n" + connection.TakeReceived());
            await connection.Stream.CopyToAsync(connection.Stream, 1 << 16);
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\n{Framing(chunked)}Connection: close\r\n\r\n");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var sending = SendAsync(client.Stream, chunked);
        await client.ReadUntilAsync("\r\n\r\n");
        var (content, peak) = await ReceiveAsync(client.Stream, client.TakeReceived(), chunked);
        await sending;

        Assert.Equal(Gigabyte, content);
        Assert.InRange(peak - before, long.MinValue, MostMemory);
    }

    [Fact]
    public async Task Five_hundred_slow_clients_cost_little_and_stop_nobody()
    {
        const int Clients = 500;
        using var target = ScriptedTarget.Answering("quick");
        using var balancer = TestBalancer.To(target);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var slow = new List<RawClient>();
        try
        {
            for (var i = 0; i < Clients; i++)
            {
                slow.Add(await balancer.ConnectAsync());

                // A third does not end its head, a third does not end its body, a third asks for nothing more.
                await slow[i].SendAsync((i % 3) switch
                {
                    0 => "GET / HTTP/1.1\r\nHost: x\r\nX: ",
                    1 => "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nabc",
                    _ => "HEAD /small HTTP/1.1\r\nHost: x\r\n\r\n",
                });
            }

            while (target.Heads.Count < Clients * 2 / 3)
            {
                await Task.Delay(20);
            }

            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MostMemory);
            Assert.Equal("quick", await balancer.BodyAsync("/"));
            await Task.WhenAll(slow.Where((_, i) => i % 3 == 0).Select(EndHeadAsync));
        }
        finally
        {
            slow.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_up_its_target_and_not_the_memory()
    {
        var sent = 0L;
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\n" + Framing(false) + "\r\n");
            var block = new byte[1 << 16];
            while (true)
            {
                await connection.Stream.WriteAsync(block);
                Interlocked.Add(ref sent, block.Length);
            }
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        var before = 0L;
        while (Interlocked.Read(ref sent) is var now && (now == 0 || now != before))
        {
            before = now;
            await Task.Delay(1000);
        }

        // What the sockets on the way hold, and not more.
        Assert.InRange(before, 1, MostMemory);
    }

    private static async Task EndHeadAsync(RawClient client)
    {
        await client.SendAsync("y\r\n\r\n");
        Assert.EndsWith("quick", await client.ReadAnswerAsync(), StringComparison.Ordinal);
    }

    private static string Framing(bool chunked) => chunked ? "Transfer-Encoding: chunked\r\n" : $"Content-Length: {Gigabyte}\r\n";

    private static async Task SendAsync(Stream stream, bool chunked)
    {
        var block = Encoding.ASCII.GetBytes((chunked ? "100000\r\n" : "") + new string('x', 1 << 20) + (chunked ? "\r\n" : ""));
        for (long sent = 0; sent < Gigabyte; sent += 1 << 20)
        {
            await stream.WriteAsync(block);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(chunked ? "0\r\n\r\n" : ""));
    }

    /// <summary>Counts the content, a letter that no framing has, and the most memory that was alive meanwhile.</summary>
    private static async Task<(long Content, long Peak)> ReceiveAsync(Stream stream, string received, bool chunked)
    {
        var buffer = new byte[1 << 18];
        var (content, peak, tail, nextLook) = ((long)received.Count(letter => letter == 'x'), 0L, received[^Math.Min(7, received.Length)..], Gigabyte / 8);
        while (chunked ? !tail.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal) : content < Gigabyte)
        {
            var count = await stream.ReadAsync(buffer);
            Assert.NotEqual(0, count);
            content += buffer.AsSpan(0, count).Count((byte)'x');
            tail = chunked ? (tail + Encoding.ASCII.GetString(buffer, Math.Max(0, count - 7), Math.Min(7, count)))[^Math.Min(7, tail.Length + Math.Min(7, count))..] : "";
            if (content > nextLook)
            {
                nextLook += Gigabyte / 8;
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        return (content, peak);
    }
}
