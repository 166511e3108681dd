using System;
using System.IO;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>Connections that leave HTTP.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task A_WebSocket_passes_in_both_directions_and_closes_in_order()
    {
        using var target = new ScriptedTarget(EchoAsync);
        using var balancer = TestBalancer.To(target);
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://{balancer.Endpoint}/chat"), CancellationToken.None);
        var buffer = new byte[100_000];
        foreach (var length in new[] { 5, 100_000, 0 })
        {
            var message = RandomNumberGenerator.GetBytes(length);
            await client.SendAsync(message, WebSocketMessageType.Binary, true, CancellationToken.None);
            var received = new MemoryStream();
            WebSocketReceiveResult result;
            do
            {
                result = await client.ReceiveAsync(buffer, CancellationToken.None);
                received.Write(buffer, 0, result.Count);
            }
            while (!result.EndOfMessage);
            Assert.Equal(message, received.ToArray());
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", CancellationToken.None);
        Assert.Equal(WebSocketState.Closed, client.State);
        Assert.Contains("\r\nUpgrade: websocket\r\n", target.Heads[0], StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: upgrade\r\n", target.Heads[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_come_with_the_heads_are_not_lost()
    {
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: custom/1\r\nX-A: b\r\n\r\nfrom the target");
            var bytes = new byte[100];
            var count = await connection.Stream.ReadAtLeastAsync(bytes, 2);
            await connection.Stream.WriteAsync(bytes.AsMemory(0, count));
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: custom/1\r\n\r\nhi");
        client.EndSending();

        Assert.Equal(
            "HTTP/1.1 101 Switching Protocols\r\nX-A: b\r\nConnection: upgrade\r\nUpgrade: custom/1\r\n\r\nfrom the targethi",
            await client.ReadToEndAsync());
    }

    [Fact]
    public async Task A_target_may_refuse_to_leave_HTTP()
    {
        using var target = ScriptedTarget.Answering("no");
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            Assert.EndsWith("no", await client.ReadAnswerAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 1\r\n\r\na")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\nHost: x\r\nConnection: Upgrade, keep-alive\r\nUpgrade: websocket\r\n\r\n")]
    public async Task What_asks_for_no_real_upgrade_is_sent_on_without_it(string request)
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync(request);
        await client.ReadAnswerAsync();

        Assert.DoesNotMatch("(?i)upgrade|http2-settings", target.Heads[0]);
    }

    [Fact]
    public async Task A_tunnel_that_breaks_off_breaks_off_on_the_other_side()
    {
        var inOrder = new TaskCompletionSource<bool>();
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
            inOrder.SetResult(await connection.WaitForEndAsync());
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
        await client.ReadUntilAsync("\r\n\r\n");
        client.Reset();

        Assert.False(await inOrder.Task);
    }

    [Fact]
    public async Task A_silent_tunnel_ends_after_the_idle_timeout()
    {
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
            await connection.WaitForEndAsync();
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
        await client.ReadUntilAsync("\r\n\r\n");
        balancer.Settings = new BalancerSettings { IdleTimeout = TimeSpan.FromSeconds(1) };
        balancer.Apply();

        await Assert.ThrowsAnyAsync<IOException>(() => client.ReadToEndAsync());
    }

    [Fact]
    public async Task A_tunnel_counts_as_a_request_until_it_ends()
    {
        using var target = new ScriptedTarget(EchoAsync);
        using var balancer = TestBalancer.To(target);
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://{balancer.Endpoint}/"), CancellationToken.None);
        balancer.Group("main");
        balancer.Apply();
        var drained = balancer.Host.DrainedAsync("main", "10.0.0.1", target.Port);
        Assert.False(drained.IsCompleted);

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        await drained;
    }

    private static async Task EchoAsync(TargetConnection connection)
    {
        var head = await connection.ReadHeadAsync();
        var key = Regex.Match(head, "Sec-WebSocket-Key: (.*)\r").Groups[1].Value;
#pragma warning disable CA5350 // RFC 6455 asks for this digest.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await connection.WriteAsync($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n");
        using var socket = WebSocket.CreateFromStream(connection.Stream, new WebSocketCreationOptions { IsServer = true });
        var buffer = new byte[4096];
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer, CancellationToken.None);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, result.Count), result.MessageType, result.EndOfMessage, CancellationToken.None);
        }
    }
}
