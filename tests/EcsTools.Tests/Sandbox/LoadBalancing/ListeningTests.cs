using System;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>What is set by the API, as a client of the load balancer sees it.</summary>
public sealed class ListeningTests(LoadBalancingSandbox sandbox) : IClassFixture<LoadBalancingSandbox>
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    [SkippableFact]
    public async Task Load_balancers_have_listeners_on_the_same_port_side_by_side()
    {
        var (one, other) = (await sandbox.BalancerAsync(), await sandbox.BalancerAsync());
        await ListenAsync(one, "one");
        await ListenAsync(other, "other");
        Assert.Equal("one", await Client.GetStringAsync(await UrlAsync(one)));
        Assert.Equal("other", await Client.GetStringAsync(await UrlAsync(other)));

        var url = await UrlAsync(one);
        await sandbox.ElbAsync("DeleteLoadBalancer", new JsonObject { ["LoadBalancerArn"] = one });
        await Assert.ThrowsAsync<HttpRequestException>(() => new HttpClient().GetStringAsync(url));
    }

    [SkippableFact]
    public async Task The_rule_with_the_lowest_priority_answers_and_changes_take_effect_at_once()
    {
        var balancer = await sandbox.BalancerAsync();
        var listener = await ListenAsync(balancer, "default");
        var url = await UrlAsync(balancer);
        var wide = await sandbox.RuleAsync(listener, 10, "/api*", Text("wide"));
        var narrow = await sandbox.RuleAsync(listener, 20, "/api/users", Text("narrow"));
        Assert.Equal("default", await Client.GetStringAsync(url + "/"));
        Assert.Equal("wide", await Client.GetStringAsync(url + "/api/users"));

        await sandbox.ElbAsync("SetRulePriorities", new JsonObject
        {
            ["RulePriorities"] = new JsonArray(
                new JsonObject { ["RuleArn"] = wide, ["Priority"] = 20 }, new JsonObject { ["RuleArn"] = narrow, ["Priority"] = 10 }),
        });
        Assert.Equal("narrow", await Client.GetStringAsync(url + "/api/users"));
        await sandbox.RuleAsync(listener, 5, "/old", new JsonObject
        {
            ["Type"] = "redirect",
            ["RedirectConfig"] = new JsonObject { ["StatusCode"] = "HTTP_301", ["Host"] = "example.com", ["Path"] = "/new" },
        });
        using var redirected = await Client.GetAsync(url + "/old");
        Assert.Equal((HttpStatusCode.MovedPermanently, "example.com", "/new"), (
            redirected.StatusCode, redirected.Headers.Location!.Host, redirected.Headers.Location.AbsolutePath));
        await sandbox.ElbAsync("DeleteRule", new JsonObject { ["RuleArn"] = narrow });
        Assert.Equal("wide", await Client.GetStringAsync(url + "/api/users"));
    }

    [SkippableFact]
    public async Task A_group_without_targets_answers_503()
    {
        var (balancer, group) = (await sandbox.BalancerAsync(), await sandbox.GroupAsync());
        await sandbox.ListenerAsync(balancer, 80, group);
        using var answer = await Client.GetAsync(await UrlAsync(balancer));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [SkippableFact]
    public async Task A_target_that_does_not_answer_is_unhealthy_with_its_reason()
    {
        var (balancer, group) = (await sandbox.BalancerAsync(), await sandbox.GroupAsync(null, new JsonObject
        {
            ["HealthCheckIntervalSeconds"] = 6,
            ["HealthCheckTimeoutSeconds"] = 5,
        }));
        var target = new JsonObject { ["Id"] = "172.31.0.250", ["Port"] = 81 };
        await sandbox.ElbAsync("RegisterTargets", new JsonObject { ["TargetGroupArn"] = group, ["Targets"] = new JsonArray(target) });
        Assert.Equal("Target.NotInUse", (string)(await sandbox.HealthAsync(group))[0]!["TargetHealth"]!["Reason"]!);
        await sandbox.ListenerAsync(balancer, 80, group);
        await LoadBalancingCalls.UntilAsync(
            async () => (string)(await sandbox.HealthAsync(group))[0]!["TargetHealth"]!["State"]! == "unhealthy", "unhealthy");

        // Nothing of ours has the address. What a network does with a connection to it differs.
        var health = (await sandbox.HealthAsync(group))[0]!["TargetHealth"]!;
        Assert.Contains(
            (string)health["Reason"]!, new[] { "Target.Timeout", "Target.FailedHealthChecks", "Target.ResponseCodeMismatch" });
        Assert.NotEmpty((string)health["Description"]!);
    }

    [SkippableFact]
    public async Task An_https_listener_shows_the_certificate_that_the_client_asks_for()
    {
        var balancer = await sandbox.BalancerAsync();
        var (first, second) = (await sandbox.CertificateAsync("www.example.com"), await sandbox.CertificateAsync("*.example.org"));
        var listener = (string)(await sandbox.ElbAsync("CreateListener", new JsonObject
        {
            ["LoadBalancerArn"] = balancer,
            ["Protocol"] = "HTTPS",
            ["Port"] = 443,
            ["Certificates"] = new JsonArray(new JsonObject { ["CertificateArn"] = first }),
            ["DefaultActions"] = new JsonArray(Text("secure")),
        }))["Listeners"]![0]!["ListenerArn"]!;
        await sandbox.ElbAsync("AddListenerCertificates", new JsonObject
        {
            ["ListenerArn"] = listener,
            ["Certificates"] = new JsonArray(new JsonObject { ["CertificateArn"] = second }),
        });
        var address = await AddressAsync(balancer, 443);
        Assert.Equal("secure", await GetSecureAsync(address, "www.example.com"));
        Assert.Equal("secure", await GetSecureAsync(address, "shop.example.org"));
    }

    /// <summary>Requests a host at an address. The certificate must be for the host; who signed it does not matter here.</summary>
    private static async Task<string> GetSecureAsync(IPEndPoint address, string host)
    {
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(address, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, _, _, errors) => !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch),
            },
        });
        return await client.GetStringAsync(new Uri($"https://{host}/"), CancellationToken.None);
    }

    private static JsonObject Text(string text) => new()
    {
        ["Type"] = "fixed-response",
        ["FixedResponseConfig"] = new JsonObject { ["StatusCode"] = "200", ["ContentType"] = "text/plain", ["MessageBody"] = text },
    };

    private async Task<string> ListenAsync(string balancer, string text) => (string)(await sandbox.ElbAsync("CreateListener", new JsonObject
    {
        ["LoadBalancerArn"] = balancer,
        ["Protocol"] = "HTTP",
        ["Port"] = 80,
        ["DefaultActions"] = new JsonArray(Text(text)),
    }))["Listeners"]![0]!["ListenerArn"]!;

    private async Task<string> UrlAsync(string balancer) => "http://" + await NameAsync(balancer);

    private async Task<string> NameAsync(string balancer) => (string)(await sandbox.ElbAsync(
        "DescribeLoadBalancers",
        new JsonObject { ["LoadBalancerArns"] = new JsonArray(balancer) }))["LoadBalancers"]![0]!["DNSName"]!;

    /// <summary>The name is an address, with a port if the listener could not have its own.</summary>
    private async Task<IPEndPoint> AddressAsync(string balancer, int port)
    {
        var name = (await NameAsync(balancer)).Split(':');
        return new IPEndPoint(IPAddress.Parse(name[0]), name.Length > 1 ? int.Parse(name[1], null) : port);
    }
}
