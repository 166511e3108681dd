using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>Requests that two readers could understand in two ways never reach a target.</summary>
public sealed class RequestSyntaxTests
{
    private const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nTransfer-Encoding: identity\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\ncontent-length: 4\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4, 4\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +4\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x4\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4 4\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 4\r\n\r\nabcd")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n Folded: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\tc\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n Host: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA(b): y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nÄ: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: y\rB: z\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: y\r\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\nA: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\n\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\n")]
    [InlineData("GET / HTTP/1.1\rHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: \u0000\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: \u007f\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nhost: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x, y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x/y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: u@x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x:y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x:70000\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: :80\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: [::1\r\n\r\n")]
    [InlineData("GET  / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /  HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /#a HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /\tHTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1 \r\nHost: x\r\n\r\n")]
    [InlineData(" GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("G@T / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET x HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET http://y/ HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET http://x HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /ü HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.2\r\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/2.0\r\nHost: x\r\n\r\n")]
    [InlineData("GET / http/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001")]
    public async Task A_head_that_is_not_HTTP_is_answered_400(string request)
    {
        using var target = ScriptedTarget.Answering("reached");
        using var balancer = TestBalancer.To(target);

        var answer = await balancer.AskAsync(request + Smuggled);

        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(1, answer.Split("HTTP/1.1 ").Length - 1);
        Assert.Empty(target.Heads);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("gzip, chunked")]
    [InlineData("chunked, identity")]
    [InlineData("xchunked")]
    [InlineData("chunked;a=b")]
    [InlineData("\"chunked\"")]
    [InlineData("identity")]
    [InlineData("")]
    public async Task A_transfer_encoding_other_than_chunked_is_answered_501(string coding)
    {
        using var target = ScriptedTarget.Answering("reached");
        using var balancer = TestBalancer.To(target);

        var answer = await balancer.AskAsync($"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {coding}\r\n\r\n0\r\n\r\n{Smuggled}");

        Assert.StartsWith("HTTP/1.1 501 Not Implemented\r\n", answer, StringComparison.Ordinal);
        Assert.Empty(target.Heads);
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("CONNECT")]
    public async Task A_method_that_is_not_served_is_answered_405(string method)
    {
        using var target = ScriptedTarget.Answering("reached");
        using var balancer = TestBalancer.To(target);

        Assert.StartsWith("HTTP/1.1 405 Not Allowed\r\n", await balancer.AskAsync($"{method} / HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
        Assert.Empty(target.Heads);
    }

    [Theory]
    [InlineData("x\r\nab\r\n0\r\n\r\n")]
    [InlineData("\r\nab\r\n0\r\n\r\n")]
    [InlineData("-2\r\nab\r\n0\r\n\r\n")]
    [InlineData("+2\r\nab\r\n0\r\n\r\n")]
    [InlineData("0x2\r\nab\r\n0\r\n\r\n")]
    [InlineData(" 2\r\nab\r\n0\r\n\r\n")]
    [InlineData("2 \r\nab\r\n0\r\n\r\n")]
    [InlineData("2\nab\r\n0\r\n\r\n")]
    [InlineData("2\r\nab\n0\r\n\r\n")]
    [InlineData("2\r\nabc\r\n0\r\n\r\n")]
    [InlineData("2\r\nab\r\n0\r\n\n")]
    [InlineData("2\r\nab0\r\n\r\n")]
    [InlineData("2;a\nb\r\nab\r\n0\r\n\r\n")]
    [InlineData("2;a\rb\r\nab\r\n0\r\n\r\n")]
    [InlineData("2;\u0000\r\nab\r\n0\r\n\r\n")]
    [InlineData("10000000000000002\r\nab\r\n0\r\n\r\n")]
    [InlineData("fffffffffffffffff\r\nab\r\n0\r\n\r\n")]
    [InlineData("2\r\nab\r\n0\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("2\r\nab\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("2\r\nab\r\n0\r\nHost: y\r\n\r\n")]
    [InlineData("2\r\nab\r\n0\r\n folded\r\n\r\n")]
    [InlineData("2\r\nab\r\n0\r\nno colon\r\n\r\n")]
    public async Task A_body_that_is_framed_wrongly_is_answered_400_and_cut_off(string body)
    {
        var inOrder = new TaskCompletionSource<bool>();
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            inOrder.SetResult(await connection.WaitForEndAsync());
        });
        using var balancer = TestBalancer.To(target);

        var answer = await balancer.AskAsync($"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{body}{Smuggled}");

        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(1, answer.Split("HTTP/1.1 ").Length - 1);
        Assert.False(await inOrder.Task, "The target must see a reset, not the end of a body.");
        Assert.DoesNotContain(target.Heads, head => head.Contains("smuggled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_line_and_a_long_head_are_answered_400()
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);
        static string Line(int length) => "A: " + new string('a', length - 5) + "\r\n";
        async Task<string> With(string lines) => (await balancer.AskAsync($"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{lines}\r\n"))[..12];

        Assert.Equal("HTTP/1.1 200", await With(Line(16 * 1024)));
        Assert.Equal("HTTP/1.1 400", await With(Line((16 * 1024) + 1)));
        Assert.Equal("HTTP/1.1 200", await With(string.Concat(Enumerable.Repeat(Line(8 * 1024), 7))));
        Assert.Equal("HTTP/1.1 400", await With(string.Concat(Enumerable.Repeat(Line(8 * 1024), 8))));
        Assert.Equal("HTTP/1.1 400", (await balancer.AskAsync("GET /" + new string('a', 17 * 1024)))[..12]);
    }

    [Theory]
    [InlineData("\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("GET http://X/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost:x\r\nConnection:close\r\nA:\r\nB:  \t c \t\r\n\r\n")]
    [InlineData("GET /%zz?a=[b]&c HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n")]
    [InlineData("M-SEARCH / HTTP/1.1\r\nHost: x.y_z:8080\r\nConnection: close\r\n\r\n")]
    public async Task What_only_looks_unusual_reaches_the_target(string request)
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);

        Assert.EndsWith("\r\n\r\nok", await balancer.AskAsync(request), StringComparison.Ordinal);
        Assert.Single(target.Heads);
    }
}
