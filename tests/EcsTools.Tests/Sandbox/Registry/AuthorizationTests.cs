using System;
using System.IO;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Services.Ecr;
using Xunit;

namespace EcsTools.Tests.Sandbox.Registry;

public sealed class AuthorizationTests(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    [Fact]
    public async Task Without_a_token_the_registry_asks_for_Basic_as_ECR_does()
    {
        using var stranger = new RegistryClient(registry.Server.RegistryUri, null);
        using var answer = await stranger.SendAsync("GET", "/v2/");

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Equal(
            $"Basic realm=\"http://{registry.Server.RegistryUri}/\",service=\"ecr.amazonaws.com\"",
            answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("registry/2.0", Assert.Single(answer.Headers.GetValues("Docker-Distribution-Api-Version")));
    }

    [Fact]
    public async Task With_a_token_the_base_check_answers()
    {
        using var answer = await registry.Client.SendAsync("GET", "/v2/");

        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Another_user_than_AWS_is_asked_to_authenticate()
    {
        using var stranger = new RegistryClient(registry.Server.RegistryUri, null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v2/");
        request.Headers.Authorization = RegistryClient.Basic("root", registry.Password);
        using var answer = await stranger.SendAsync(request);

        Assert.Equal(401, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("x")]
    public async Task A_password_with_something_added_is_a_bad_request(string added)
    {
        using var stranger = new RegistryClient(registry.Server.RegistryUri, registry.Password + added);
        using var answer = await stranger.SendAsync("GET", "/v2/");

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_byte_order_mark_before_the_password_is_a_bad_request()
    {
        using var stranger = new RegistryClient(registry.Server.RegistryUri, "\uFEFF" + registry.Password);
        using var answer = await stranger.SendAsync("GET", "/v2/");

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_token_of_another_registry_is_denied_as_expired()
    {
        await using var other = await SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Simulated }, CancellationToken.None);
        using var stranger = new RegistryClient(registry.Server.RegistryUri, other.Cloud.Service<EcrService>().IssueToken().Password);
        using var answer = await stranger.SendAsync("GET", "/v2/");

        Assert.Equal(403, (int)answer.StatusCode);
        Assert.Equal(("DENIED", "Your authorization token has expired. Reauthenticate and try again."), await RegistryClient.ErrorAsync(answer));
    }

    [Fact]
    public async Task A_token_past_its_time_is_denied()
    {
        var password = registry.Ecr.Registry.Tokens.Issue(registry.Server.Cloud.Clock.UtcNow - TimeSpan.FromSeconds(1));
        using var late = new RegistryClient(registry.Server.RegistryUri, password);
        using var answer = await late.SendAsync("GET", "/v2/");

        Assert.Equal(403, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_token_whose_expiry_was_changed_is_denied()
    {
        var document = Encoding.UTF8.GetString(Convert.FromBase64String(registry.Password));
        var forged = document[..document.LastIndexOf(':')] + ":99999999999}";
        using var forger = new RegistryClient(registry.Server.RegistryUri, Convert.ToBase64String(Encoding.UTF8.GetBytes(forged)));
        using var answer = await forger.SendAsync("GET", "/v2/");

        Assert.Equal(403, (int)answer.StatusCode);
    }

    [Fact]
    public void A_token_measures_about_what_one_of_ECR_does()
    {
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"AWS:{registry.Password}"));

        Assert.InRange(token.Length, 2600, 2800);
    }

    [Fact]
    public async Task A_client_that_tries_TLS_first_is_told_at_once()
    {
        var host = registry.Server.RegistryUri.Split(':');
        using var socket = new TcpClient();
        await socket.ConnectAsync(host[0], int.Parse(host[1]));

        // The beginning of a ClientHello; the client now waits.
        await socket.GetStream().WriteAsync(new byte[] { 0x16, 0x03, 0x01, 0x00, 0xC0, 0x01 });
        using var reader = new StreamReader(socket.GetStream());

        Assert.StartsWith("HTTP/1.1 400", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }
}
