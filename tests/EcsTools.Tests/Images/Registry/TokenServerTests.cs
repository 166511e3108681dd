using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Credentials;
using EcsTools.Images.Registry;
using Xunit;

namespace EcsTools.Tests.Images.Registry;

/// <summary>What is asked of a token server, and what is told to none.</summary>
public class TokenServerTests
{
    private static readonly RegistryScope Scope = new("team/web", Push: false);

    [Fact]
    public async Task A_token_is_fetched_with_the_password_from_the_registrys_own_site()
    {
        using var server = ScriptedTokenServer.Answering("""{"token":"abc"}""");

        Assert.Equal("abc", await FetchAsync(server.Realm, Credential()));
        Assert.Equal(["Basic " + Convert.ToBase64String("reader:open sesame"u8)], server.Authorizations);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_password_is_not_sent_to_another_site_and_the_error_names_it(bool isIdentityToken)
    {
        var error = await Assert.ThrowsAsync<EcsToolsException>(
            () => FetchAsync("https://auth.example.net/token", Credential() with { IsIdentityToken = isIdentityToken }));

        Assert.Equal(("RegistryRealmUntrusted", "SourceCredential"), (error.ErrorId, error.Parameter));
        Assert.Contains("https://auth.example.net", error.Message);
        Assert.Contains("docker pull", error.Remedy);
        Assert.DoesNotContain("sesame", error.Message + error.Remedy);
    }

    [Fact]
    public async Task Nothing_is_asked_of_a_server_over_a_connection_that_is_not_encrypted()
    {
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => FetchAsync("http://192.0.2.1/token", null));

        Assert.Equal("RegistryUnauthorized", error.ErrorId);
        Assert.Contains("http://192.0.2.1, and the connection to it is not encrypted", error.Message);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task No_password_follows_a_redirect(int status)
    {
        using var other = ScriptedTokenServer.Answering("""{"token":"abc"}""");
        using var server = ScriptedTokenServer.Redirecting(other.Realm, status);

        foreach (var isIdentityToken in new[] { false, true })
        {
            var error = await Assert.ThrowsAsync<EcsToolsException>(() => FetchAsync(server.Realm, Credential() with { IsIdentityToken = isIdentityToken }));
            Assert.Contains(other.Host, error.Message);
        }

        Assert.Empty(other.Authorizations);
    }

    [Fact]
    public async Task A_token_for_anybody_is_fetched_over_a_redirect()
    {
        using var other = ScriptedTokenServer.Answering("""{"access_token":"abc"}""");
        using var server = ScriptedTokenServer.Redirecting(other.Realm);

        Assert.Equal("abc", await FetchAsync(server.Realm, null));
        Assert.Equal([""], other.Authorizations);
    }

    [Fact]
    public async Task A_redirect_to_itself_ends()
    {
        using var server = ScriptedTokenServer.Redirecting("/token");

        Assert.Equal("RegistryUnauthorized", (await Assert.ThrowsAsync<EcsToolsException>(() => FetchAsync(server.Realm, null))).ErrorId);
    }

    [Fact]
    public async Task A_redirect_to_a_connection_that_is_not_encrypted_is_not_followed()
    {
        using var server = ScriptedTokenServer.Redirecting("http://192.0.2.1/token");

        Assert.Contains("192.0.2.1", (await Assert.ThrowsAsync<EcsToolsException>(() => FetchAsync(server.Realm, null))).Message);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"token":5}""")]
    [InlineData("""{"token":"a\nb"}""")]
    [InlineData("""{"token":"a","token":"b"}""")]
    public async Task An_answer_that_is_not_a_token_is_told_with_its_server(string answer)
    {
        using var server = ScriptedTokenServer.Answering(answer);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => FetchAsync(server.Realm, null));

        Assert.Equal("RegistryUnauthorized", error.ErrorId);
        Assert.Contains(server.Host, error.Message);
    }

    [Fact]
    public async Task An_answer_without_end_is_read_to_a_limit()
    {
        var piece = Encoding.ASCII.GetBytes(new string(' ', 1 << 16));
        using var server = new ScriptedTokenServer(async response =>
        {
            response.SendChunked = true;
            while (true)
            {
                await response.OutputStream.WriteAsync(piece);
            }
        });

        Assert.Contains("more than 1", (await Assert.ThrowsAsync<EcsToolsException>(() => FetchAsync(server.Realm, null))).Message);
    }

    [Fact]
    public async Task A_server_that_falls_silent_in_its_answer_is_left()
    {
        var end = new TaskCompletionSource();
        using var server = new ScriptedTokenServer(async response =>
        {
            response.SendChunked = true;
            await response.OutputStream.WriteAsync("{"u8.ToArray());
            await response.OutputStream.FlushAsync();
            await end.Task;
        });

        var error = await Assert.ThrowsAsync<TimeoutException>(() => FetchAsync(server.Realm, null, TimeSpan.FromMilliseconds(500)));

        Assert.Contains(server.Host, error.Message);
        end.SetResult();
    }

    private static RegistryCredential Credential() => new() { Registry = "test", UserName = "reader", Password = "open sesame" };

    private static async Task<string?> FetchAsync(string realm, RegistryCredential? credential, TimeSpan? timeout = null)
    {
        using var tokens = new TokenServer(new RegistryAddress("localhost:5000"), credential, timeout);
        var challenge = new AuthenticationChallenge("Bearer", new Dictionary<string, string> { ["realm"] = realm, ["service"] = "test" });
        return await tokens.FetchAsync(Scope, challenge, CancellationToken.None);
    }
}
