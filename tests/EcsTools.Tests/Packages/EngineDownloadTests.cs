using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Tests.Images.Engine;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Packages;

/// <summary>Archives of an engine, which arrive over connections that block their thread.</summary>
public sealed class EngineDownloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Content-Length: 7\r\n\r\narchive")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\nar\r\n5\r\nchive\r\n0\r\n\r\n")]
    public async Task It_is_read_to_its_end(string rest)
    {
        using var server = new ScriptedServer("HTTP/1.1 200 OK\r\n" + rest);
        using var client = server.Client();
        using var archive = new StreamReader(await client.Images.SaveImageAsync("web"));
        Assert.Equal("archive", await archive.ReadToEndAsync());
    }

    [Theory]
    [InlineData("Content-Length: 8\r\n\r\narchive")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n8\r\narchive")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n7\r\narchive\r\n")]
    public async Task One_that_is_cut_off_is_not_taken_for_whole(string rest)
    {
        using var server = new ScriptedServer("HTTP/1.1 200 OK\r\n" + rest);
        using var client = server.Client();
        using var archive = new StreamReader(await client.Images.SaveImageAsync("web"));
        await Assert.ThrowsAnyAsync<IOException>(() => archive.ReadToEndAsync());
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(false, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n")]
    [InlineData(true, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n")]
    [InlineData(true, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\narc")]
    public async Task A_read_that_waits_is_cancelled(bool isUnix, string sent)
    {
        var path = _folder.File("engine");
        using var listener = isUnix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(isUnix ? new UnixDomainSocketEndPoint(path) : new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = TestEngine.Connect(new Uri(isUnix ? "unix://" + path : "tcp://" + listener.LocalEndPoint));
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            using var archive = await client.Images.SaveImageAsync("web", stop.Token);
            var buffer = new byte[8];
            while (await archive.ReadAsync(buffer, stop.Token) > 0)
            {
            }
        });
        using var engine = await listener.AcceptAsync();
        await engine.SendAsync(Encoding.ASCII.GetBytes(sent));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }
}
