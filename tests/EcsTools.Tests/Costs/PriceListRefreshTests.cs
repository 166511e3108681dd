using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Costs;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Costs;

public sealed class PriceListRefreshTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Downloaded_prices_are_used_from_then_on()
    {
        using var server = new PriceServer();
        Assert.Equal(5, await new PriceListRefresh(server.Url, _folder.Path).DownloadAsync("ap-northeast-3", withInstances: false, null, default));
        var book = PriceBook.Load(_folder.Path);
        Assert.Equal(new DateTime(2026, 11, 20), book.Find("ap-northeast-3", PriceNames.Vcpu("x86"))!.Date);
        Assert.Null(book.Find("ap-northeast-3", PriceNames.Instance("t4g.small")));
    }

    [Fact]
    public async Task A_second_download_keeps_what_it_does_not_have()
    {
        using var server = new PriceServer();
        await new PriceListRefresh(server.Url, _folder.Path).DownloadAsync("ap-northeast-3", withInstances: true, null, default);
        await new PriceListRefresh(server.Url, _folder.Path).DownloadAsync("ap-northeast-3", withInstances: false, null, default);
        Assert.Equal(0.0208m, PriceBook.Load(_folder.Path).Find("ap-northeast-3", PriceNames.Instance("t4g.small"))!.Amount);
    }

    [Fact]
    public async Task A_region_that_the_list_does_not_have_is_an_error_that_names_the_address()
    {
        using var server = new PriceServer();
        var problem = await Assert.ThrowsAsync<EcsToolsException>(() => new PriceListRefresh(server.Url, _folder.Path).DownloadAsync("xx-nowhere-1", withInstances: false, null, default));
        Assert.Equal(ErrorCodes.PriceListUnreadable, problem.Code);
        Assert.Contains("xx-nowhere-1", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prices_over_a_connection_that_others_can_change_are_refused()
        => Assert.Equal("PriceListUrl", Assert.Throws<EcsToolsException>(() => new PriceListRefresh("http://prices.example")).Parameter);

    [Fact]
    public void A_damaged_file_of_downloaded_prices_is_ignored()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "prices-us-east-1.json"), "{ \"snapshots\": [ 1");
        Assert.Equal(0.04048m, PriceBook.Load(_folder.Path).Find("us-east-1", PriceNames.Vcpu("x86"))!.Amount);
    }

    private sealed class PriceServer : IDisposable
    {
        private readonly HttpListener _listener = new();

        public PriceServer()
        {
            Url = $"http://127.0.0.1:{FreePort()}";
            _listener.Prefixes.Add(Url + "/");
            _listener.Start();
            _ = AnswerAsync();
        }

        public string Url { get; }

        public void Dispose() => ((IDisposable)_listener).Dispose();

        private static int FreePort()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }

        private async Task AnswerAsync()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                var text = context.Request.Url!.AbsolutePath switch
                {
                    "/offers/v1.0/aws/AmazonECS/current/ap-northeast-3/index.json" => PriceListSample.Ecs,
                    "/offers/v1.0/aws/AWSELB/current/ap-northeast-3/index.json" => PriceListSample.Elb,
                    "/offers/v1.0/aws/AmazonEC2/current/ap-northeast-3/index.json" => PriceListSample.Ec2,
                    var path when path.Contains("ap-northeast-3", StringComparison.Ordinal) => PriceListSample.Offer("", ""),
                    _ => null,
                };
                context.Response.StatusCode = text is null ? 404 : 200;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text ?? ""));
                context.Response.Close();
            }
        }
    }
}
