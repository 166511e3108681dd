#pragma warning disable CA5359 // These clients look at the certificate that they are shown. Others check it.
using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>HTTPS to clients and to targets.</summary>
public sealed class TlsTests
{
    private static readonly BalancerCertificate[] Certificates =
    [
        new("default", ["shop.example", "www.shop.example"]),
        new("wildcard", ["*.api.example"]),
        new("exact", ["one.api.example"]),
    ];

    [Theory]
    [InlineData("shop.example", "shop.example")]
    [InlineData("WWW.shop.example", "shop.example")]
    [InlineData("two.api.example", "*.api.example")]
    [InlineData("one.api.example", "one.api.example")]
    [InlineData("a.b.api.example", "shop.example")]
    [InlineData("unknown.example", "shop.example")]
    public async Task The_certificate_is_the_one_for_the_name_that_the_client_asks_for(string name, string subject)
    {
        using var target = ScriptedTarget.Answering("secret");
        using var balancer = Https(target);
        X509Certificate? shown = null;
        using var client = await RawClient.ConnectAsync(balancer.Endpoint, stream => SecureAsync(stream, name, (_, certificate, _, _) =>
        {
            shown = certificate;
            return true;
        }));
        await client.SendAsync("GET / HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n");

        Assert.EndsWith("secret", await client.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal("CN=" + subject, shown!.Subject);
        Assert.Contains("X-Forwarded-Proto: https\r\nX-Forwarded-Port: 8080\r\n", target.Heads[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_trusts_the_authority_trusts_the_certificates()
    {
        using var balancer = Https();
        using var authority = X509Certificate2.CreateFromPem(balancer.Host.AuthorityCertificate);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        async Task<Stream> ConnectAsync(Stream inner, string name)
        {
            var stream = new SslStream(inner);
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = name, CertificateChainPolicy = policy });
            return stream;
        }

        using var client = await RawClient.ConnectAsync(balancer.Endpoint, inner => ConnectAsync(inner, "www.shop.example"));
        await client.SendAsync("GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 503 ", await client.ReadAnswerAsync(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<AuthenticationException>(() => RawClient.ConnectAsync(balancer.Endpoint, inner => ConnectAsync(inner, "unknown.example")));
    }

    [Fact]
    public async Task A_certificate_stays_the_same_while_its_id_does()
    {
        using var balancer = Https();
        var before = await SubjectKeyAsync(balancer);
        balancer.Balancer = balancer.Balancer with
        {
            Listeners = [balancer.Balancer.Listeners[0] with { Certificates = [new BalancerCertificate("default", Certificates[0].DomainNames.ToArray())] }],
        };
        balancer.Apply();

        Assert.Equal(before, await SubjectKeyAsync(balancer));
    }

    [Fact]
    public async Task A_client_without_TLS_and_one_that_says_nothing_do_not_stop_the_others()
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = Https(target);
        using var silent = await RawClient.ConnectAsync(balancer.Endpoint);
        using var plain = await RawClient.ConnectAsync(balancer.Endpoint);
        await plain.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.DoesNotContain("HTTP", await ReadAnywayAsync(plain), StringComparison.Ordinal);
        using var client = await RawClient.ConnectAsync(balancer.Endpoint, stream => SecureAsync(stream, "x", (_, _, _, _) => true));
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.EndsWith("ok", await client.ReadAnswerAsync(), StringComparison.Ordinal);
        Assert.Empty(target.Heads.Skip(1));
    }

    [Fact]
    public async Task The_cookies_for_other_sites_are_secure_over_HTTPS()
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = Https(target);
        balancer.Group("main", new TargetGroupSettings { Stickiness = new TargetStickiness(TimeSpan.FromDays(1)) }, target.AsTarget());
        balancer.Apply();
        using var client = await RawClient.ConnectAsync(balancer.Endpoint, stream => SecureAsync(stream, "x", (_, _, _, _) => true));
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.Matches("AWSALBCORS=[^;]+; Expires=[^;]+; Path=/; SameSite=None; Secure\r\n", await client.ReadAnswerAsync());
    }

    [Fact]
    public async Task A_target_may_speak_TLS_with_any_certificate()
    {
        using var key = RSA.Create(2048);
        using var own = new CertificateRequest("CN=own", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(-1));
        using var target = TlsTarget.Start(own, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nyes");
        using var balancer = new TestBalancer();
        var registered = new BalancedTarget { Address = "10.0.0.1", Port = 443, Endpoint = target.Endpoint };
        var settings = new TargetGroupSettings { Protocol = BalancerProtocol.Https, HealthCheck = new HealthCheckSettings { Protocol = BalancerProtocol.Https } };
        balancer.Group("main", settings, registered);
        balancer.Apply();

        await balancer.WaitForAsync("main", registered, TargetState.Healthy);
        Assert.Equal("yes", await balancer.BodyAsync("/"));
    }

    [Fact]
    public async Task A_target_without_TLS_is_answered_502()
    {
        using var target = RawHttpServer.Foreign();
        using var balancer = new TestBalancer();
        var plain = new BalancedTarget { Address = "10.0.0.1", Port = 80, Endpoint = new IPEndPoint(IPAddress.Loopback, target.Port) };
        balancer.Group("main", new TargetGroupSettings { Protocol = BalancerProtocol.Https }, plain);
        balancer.Apply();

        Assert.StartsWith("HTTP/1.1 502 ", await balancer.AskAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Curl_trusts_the_authority()
    {
        Tool.Require("curl");
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = Https(target);
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "authority.pem");
        await File.WriteAllTextAsync(file, balancer.Host.AuthorityCertificate);

        var body = await Tool.RunOrFailAsync(
            "curl", "-sS", "--cacert", file, "--resolve", $"one.api.example:{balancer.Endpoint.Port}:{balancer.Endpoint.Address}", $"https://one.api.example:{balancer.Endpoint.Port}/");

        Assert.Equal("ok", body);
    }

    private static TestBalancer Https(params ScriptedTarget[] targets)
    {
        var balancer = new TestBalancer();
        balancer.Group("main", targets.Select(target => target.AsTarget()).ToArray());
        balancer.Balancer = balancer.Balancer with
        {
            Listeners = [balancer.Balancer.Listeners[0] with { Protocol = BalancerProtocol.Https, Certificates = Certificates }],
        };
        balancer.Apply();
        return balancer;
    }

    private static async Task<Stream> SecureAsync(Stream inner, string name, RemoteCertificateValidationCallback callback)
    {
        var stream = new SslStream(inner, false, callback);
        await stream.AuthenticateAsClientAsync(name);
        return stream;
    }

    private static async Task<string> SubjectKeyAsync(TestBalancer balancer)
    {
        var key = "";
        using var client = await RawClient.ConnectAsync(balancer.Endpoint, stream => SecureAsync(stream, "shop.example", (_, certificate, _, _) =>
        {
            key = certificate!.GetPublicKeyString();
            return true;
        }));
        return key;
    }

    private static async Task<string> ReadAnywayAsync(RawClient client)
    {
        try
        {
            return await client.ReadToEndAsync();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
