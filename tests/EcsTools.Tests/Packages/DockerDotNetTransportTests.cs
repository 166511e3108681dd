using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Pipes;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;
using EcsTools.Tests.Images.Engine;
using Xunit;
using Version = System.Version;

namespace EcsTools.Tests.Packages;

/// <summary>Docker.DotNet over our connections, against servers that answer exactly as each test says.</summary>
public sealed class DockerDotNetTransportTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOKtrailing")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nO\r\n1\r\nK\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nOK")]
    public async Task Bodies_end_where_the_head_says(string answer)
    {
        using var server = new ScriptedServer(answer);
        using var client = server.Client();
        await client.System.PingAsync();
        Assert.StartsWith("GET /_ping HTTP/1.1\r\n", server.Request, StringComparison.Ordinal);
        Assert.Contains("\r\nHost: ", server.Request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"Version\":")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n30\r\n{\"Version\":")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("SSH-2.0-OpenSSH\r\n")]
    [InlineData("")]
    public async Task An_answer_that_is_cut_short_or_is_not_http_is_never_taken_for_whole(string answer)
    {
        using var server = new ScriptedServer(answer);
        using var client = server.Client();
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => client.System.GetVersionAsync());
        Assert.IsType<IOException>(failed is HttpRequestException ? failed.InnerException : failed);
    }

    [Fact]
    public async Task Nobody_listening_is_a_failed_connection()
    {
        using var client = TestEngine.Connect(new Uri("tcp://127.0.0.1:1"));
        var failed = await Assert.ThrowsAsync<HttpRequestException>(() => client.System.PingAsync());
        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(failed.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task Parameters_become_the_query_in_the_engines_forms_without_those_that_are_false()
    {
        using var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]");
        using var client = server.Client(new Version(1, 41));
        await client.Containers.ListContainersAsync(new ContainersListParameters
        {
            All = true,
            Size = false,
            Limit = 3,
            Filters = new Dictionary<string, IDictionary<string, bool>> { ["name"] = new Dictionary<string, bool> { ["a b"] = true } },
        });
        var line = Uri.UnescapeDataString(server.Request.Split("\r\n")[0]);
        Assert.StartsWith("GET /v1.41/containers/json?", line, StringComparison.Ordinal);
        Assert.Equal(
            new[] { "all=1", "filters={\"name\":{\"a b\":true}}", "limit=3" },
            line.Split(new[] { '?' })[1].Replace(" HTTP/1.1", "", StringComparison.Ordinal).Split('&').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_push_carries_its_credential_as_base64url_json_and_nowhere_else()
    {
        using var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var client = server.Client();
        var auth = new AuthConfig { Username = "AWS", Password = "ÿ?>~secret", ServerAddress = "r:5000" };
        await client.Images.PushImageAsync("r:5000/web", new ImagePushParameters { Tag = "1" }, auth, new Collected<JSONMessage>());
        Assert.StartsWith("POST /images/r:5000/web/push?tag=1 HTTP/1.1\r\n", server.Request, StringComparison.Ordinal);
        var header = server.Request.Split("\r\n").Single(l => l.StartsWith("X-Registry-Auth: ", StringComparison.Ordinal))["X-Registry-Auth: ".Length..];
        Assert.DoesNotContain('+', header);
        Assert.DoesNotContain('/', header);
        var json = Encoding.UTF8.GetString(Convert.FromBase64String(header.Replace('-', '+').Replace('_', '/')));
        using var parsed = System.Text.Json.JsonDocument.Parse(json);
        Assert.Equal("ÿ?>~secret", parsed.RootElement.GetProperty("password").GetString());
        Assert.Equal("r:5000", parsed.RootElement.GetProperty("serveraddress").GetString());
    }

    [Fact]
    public async Task A_tar_goes_out_in_chunks_and_json_with_its_length()
    {
        using var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var client = server.Client();
        using var source = new OnePieceStream("12345");
        await client.Images.BuildImageFromDockerfileAsync(new ImageBuildParameters(), source, null, null, new Collected<JSONMessage>());
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", server.Request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/x-tar\r\n", server.Request, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n5\r\n12345\r\n0\r\n\r\n", server.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zero_values_are_left_out_of_json_and_null_ones_read_as_default()
    {
        using var server = new ScriptedServer("HTTP/1.1 201 Created\r\nContent-Length: 26\r\n\r\n{\"Id\":\"x\",\"Warnings\":null}");
        using var client = server.Client();
        var created = await client.Containers.CreateContainerAsync(new CreateContainerParameters
        {
            Name = "n",
            Image = "i",
            HostConfig = new HostConfig { PortBindings = new Dictionary<string, IList<PortBinding>> { ["80/tcp"] = new List<PortBinding> { new() } } },
            ExposedPorts = new Dictionary<string, EmptyStruct> { ["80/tcp"] = default },
        });
        Assert.Equal("x", created.ID);
        Assert.EndsWith(
            "{\"ExposedPorts\":{\"80/tcp\":{}},\"Image\":\"i\",\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{}]}}}",
            server.Request,
            StringComparison.Ordinal);
        Assert.StartsWith("POST /containers/create?name=n HTTP/1.1", server.Request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"Id\":\"a\",\"Size\":null}", 1)]
    [InlineData("{\"Id\":\"a\",\"Created\":1700000000,\"Size\":5}", 2023)]
    [InlineData("{\"Id\":\"a\",\"Created\":\"2024-05-06T07:08:09.123456789Z\"}", 2024)]
    public async Task Times_are_read_in_every_form_engines_write(string json, int year)
    {
        using var server = new ScriptedServer($"HTTP/1.1 200 OK\r\nContent-Length: {json.Length}\r\n\r\n{json}");
        using var client = server.Client();
        Assert.Equal(year, (await client.Images.InspectImageAsync("a")).Created.Year);
    }

    [Fact]
    public async Task A_named_pipe_carries_requests_like_any_connection()
    {
        var name = "ecstools-" + Guid.NewGuid().ToString("N");
        using var pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        var serving = Task.Run(async () =>
        {
            await pipe.WaitForConnectionAsync();
            var buffer = new byte[4096];
            var read = await pipe.ReadAsync(buffer);
            await pipe.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"u8.ToArray());
            return Encoding.ASCII.GetString(buffer, 0, read);
        });
        using var client = TestEngine.Connect(new Uri($"npipe://./pipe/{name}"));
        await client.System.PingAsync();
        Assert.StartsWith("GET /_ping HTTP/1.1\r\n", await serving, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://host/")]
    [InlineData("ssh://host")]
    public void A_scheme_it_cannot_speak_is_refused_at_once(string endpoint) =>
        Assert.Throws<NotSupportedException>(() => TestEngine.Connect(new Uri(endpoint)));
}
