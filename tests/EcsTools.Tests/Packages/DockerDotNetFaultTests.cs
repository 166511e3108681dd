using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;
using EcsTools.Images.Engine;
using EcsTools.Tests.Images.Engine;
using Xunit;

namespace EcsTools.Tests.Packages;

/// <summary>What Docker.DotNet does badly by itself: answers that break off, refusals, redirects, calls that cannot be cancelled.</summary>
public sealed class DockerDotNetFaultTests
{
    private const string BrokenMessage = "HTTP/1.1 200 OK\r\n\r\n{\"status\":\"one\"}\r\n{\"status\":\"tw";

    [Fact]
    public async Task An_answer_that_breaks_off_within_a_message_ends_the_call_after_the_messages_before_it()
    {
        using var server = new ScriptedServer(BrokenMessage);
        using var client = server.Client();
        var messages = new Collected<JSONMessage>();
        await Assert.ThrowsAsync<IOException>(() => client.Images.CreateImageAsync(new ImagesCreateParameters { FromImage = "a", Tag = "1" }, null, messages));
        Assert.Equal("one", Assert.Single(messages.Values).Status);
    }

    [Fact]
    public async Task A_message_longer_than_any_buffer_arrives_whole()
    {
        var text = new string('x', 50_000);
        using var server = new ScriptedServer($"HTTP/1.1 200 OK\r\n\r\n{{\"status\":\"{text}\"}}\r\n{{\"status\":\"last\"}}");
        using var client = server.Client();
        var messages = new Collected<JSONMessage>();
        await client.Images.CreateImageAsync(new ImagesCreateParameters { FromImage = "a", Tag = "1" }, null, messages);
        Assert.Equal(new[] { text, "last" }, Statuses(messages));
    }

    [Fact]
    public async Task A_refusal_of_a_call_that_sends_messages_is_the_engines_own_words()
    {
        using var server = new ScriptedServer("HTTP/1.1 404 Not Found\r\nContent-Length: 16\r\n\r\nno such image: a");
        using var client = server.Client();
        var refused = await Assert.ThrowsAsync<DockerApiException>(() => client.Images.PushImageAsync("a", new ImagePushParameters(), null, new Collected<JSONMessage>()));
        Assert.Equal("no such image: a", refused.ResponseBody);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var elsewhere = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
        using var server = new ScriptedServer($"HTTP/1.1 302 Found\r\nLocation: {elsewhere.Host.Replace("tcp", "http", StringComparison.Ordinal)}/\r\nContent-Length: 0\r\n\r\n");
        using var client = server.Client();
        var failed = await Assert.ThrowsAsync<IOException>(() => client.System.PingAsync());
        Assert.Contains("sends its callers to", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_no_bytes_of_a_saved_image_does_not_end_it()
    {
        using var server = new ScriptedServer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntar\r\n0\r\n\r\n");
        using var client = server.Client();
        using var saved = await client.Images.SaveImageAsync("a");
        Assert.Equal(0, await saved.ReadAsync(Memory<byte>.Empty));
        using var reader = new StreamReader(saved, Encoding.ASCII);
        Assert.Equal("tar", await reader.ReadToEndAsync());
    }

    [Theory]
    [InlineData("Content-Length: 9\r\n\r\ntar")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n9\r\ntar")]
    public async Task A_saved_image_that_ends_too_early_is_an_error(string rest)
    {
        using var server = new ScriptedServer("HTTP/1.1 200 OK\r\n" + rest);
        using var client = server.Client();
        using var saved = await client.Images.SaveImageAsync("a");
        var failed = await Assert.ThrowsAsync<IOException>(() => saved.CopyToAsync(Stream.Null));
        Assert.Contains("in the middle of an answer", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"Version\":", "in the middle of an answer")]
    [InlineData("HTTP/1.1 200 OK\r\nCont", "in the middle of an answer")]
    [InlineData("", "without an answer")]
    [InlineData("HTTP/1.1 two hundred\r\n\r\n", "does not speak HTTP")]
    public async Task An_engine_whose_answer_breaks_off_does_not_answer(string answer, string why)
    {
        using var server = new ScriptedServer(answer);
        var failed = await Assert.ThrowsAsync<EcsToolsException>(() => DockerEngine.ConnectAsync(EngineFixture.Alone(server.Host), default));
        Assert.Equal("DockerNotRunning", failed.ErrorId);
        Assert.Contains(why, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_push_that_breaks_off_says_that_the_engine_was_lost()
    {
        using var script = new EngineScript(BrokenMessage);
        using var engine = await DockerEngine.ConnectAsync(EngineFixture.Alone(script.Host), default);
        var failed = await Assert.ThrowsAsync<EcsToolsException>(() => new EngineImages(engine).PushAsync("localhost:1/a:1", null, null, default));
        Assert.Equal("DockerConnectionLost", failed.ErrorId);
    }

    [Fact]
    public async Task A_push_that_the_engine_never_answers_can_be_cancelled()
    {
        using var script = new EngineScript(answer: null);
        using var engine = await DockerEngine.ConnectAsync(EngineFixture.Alone(script.Host), default);
        using var stop = new CancellationTokenSource();
        var push = new EngineImages(engine).PushAsync("localhost:1/a:1", null, null, stop.Token);
        await script.Called;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => push);
    }

    [Fact]
    public async Task A_build_that_the_engine_stops_reading_can_be_cancelled_and_lets_go_of_its_context()
    {
        using var server = new SilentServer();
        using var client = TestEngine.Connect(server.Address);
        using var stop = new CancellationTokenSource();
        using var context = new EndlessStream();
        var build = client.Images.BuildImageFromDockerfileAsync(new ImageBuildParameters(), context, null, null, new Collected<JSONMessage>(), stop.Token);
        await context.Begun;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => build);
        for (var last = -1L; last != context.Reads; await Task.Delay(200))
        {
            last = context.Reads;
        }
    }

    [Fact]
    public async Task A_proxy_for_the_web_is_not_used()
    {
        using var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
        using var client = server.Client();
        var before = WebRequest.DefaultWebProxy;
        WebRequest.DefaultWebProxy = new WebProxy("http://127.0.0.1:1");
        try
        {
            await client.System.PingAsync();
        }
        finally
        {
            WebRequest.DefaultWebProxy = before;
        }

        Assert.StartsWith("GET /_ping HTTP/1.1\r\n", server.Request, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Statuses(Collected<JSONMessage> messages)
    {
        foreach (var message in messages.Values)
        {
            yield return message.Status;
        }
    }

    private sealed class EndlessStream : OneWayStream
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public long Reads { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Reads++;
            _begun.TrySetResult();
            return count;
        }
    }
}
