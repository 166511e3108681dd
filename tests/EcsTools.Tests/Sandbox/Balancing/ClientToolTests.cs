using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>Clients that other people wrote.</summary>
public sealed class ClientToolTests
{
    [SkippableFact]
    public async Task Curl_uploads_and_downloads_over_one_connection()
    {
        Tool.Require("curl");
        using var target = new ScriptedTarget(async connection =>
        {
            while (true)
            {
                var head = await connection.ReadHeadAsync();
                if (head.Contains("Expect: 100-continue", StringComparison.Ordinal))
                {
                    await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
                }

                var body = await connection.ReadBodyAsync(head);
                await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            }
        });
        using var balancer = TestBalancer.To(target);
        using var folder = new TemporaryFolder();
        var (sent, received) = (Path.Combine(folder.Path, "sent"), Path.Combine(folder.Path, "received"));
        await File.WriteAllTextAsync(sent, new string('a', 2_000_000));
        var url = $"http://{balancer.Endpoint}/";

        var codes = await Tool.RunOrFailAsync(
            "curl", "-sS", "-o", received, "-w", "%{http_code} %{num_connects} ", "-H", "Expect: 100-continue", "-T", sent, url,
            "--next", "-sS", "-o", received + "2", "-w", "%{http_code} %{num_connects} ", url,
            "--next", "-sS", "-I", "-o", received + "3", "-w", "%{http_code} %{num_connects}", url);

        Assert.Equal("200 1 200 0 200 0", codes);
        Assert.Equal(await File.ReadAllTextAsync(sent), await File.ReadAllTextAsync(received));
    }

    [SkippableFact]
    public async Task Python_reads_chunks_and_follows_redirects()
    {
        Tool.Require("python3");
        using var target = new ScriptedTarget("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
        using var balancer = TestBalancer.To(target);
        balancer.Rules(
            new EcsTools.Sandbox.Balancing.Configuration.RoutingRule
            {
                Id = "old",
                Conditions = [new EcsTools.Sandbox.Balancing.Configuration.RuleCondition.PathPattern(["/old"])],
                Action = new EcsTools.Sandbox.Balancing.Configuration.RuleAction.Redirect { Path = "/new" },
            },
            TestBalancer.ForwardTo("main"));
        balancer.Apply();

        var output = await Tool.RunOrFailAsync(
            "python3", "-c", "import sys, urllib.request; r = urllib.request.urlopen(sys.argv[1]); print(r.status, r.url.split('/')[-1], r.read().decode())", $"http://{balancer.Endpoint}/old");

        Assert.Equal("200 new hello world", output.Trim());
    }

    [Fact]
    public async Task HttpClient_sends_many_requests_at_once()
    {
        using var target = new ScriptedTarget(async connection =>
        {
            while (true)
            {
                var body = await connection.ReadBodyAsync(await connection.ReadHeadAsync());
                await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            }
        });
        using var balancer = TestBalancer.To(target);
        using var client = new HttpClient();
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
        {
            using var content = new StringContent($"{i}");
            using var answer = await client.PostAsync(new Uri($"http://{balancer.Endpoint}/"), content);
            return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        }));

        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}"), answers);
        Assert.Equal(500, balancer.Host.Counts("main").Answers2xx);
    }
}
