using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;
using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>Where listeners are reachable, and what changes of the configuration do to them.</summary>
public sealed class ListenerTests
{
    [SkippableFact]
    public async Task Several_balancers_have_a_listener_on_port_80()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "only Linux and Windows have all of 127.0.0.0/8");
        using var host = new LoadBalancerHost(new SandboxClock());
        var names = new[] { "a", "b", "c" };
        host.Apply(new BalancingConfiguration { Balancers = names.Select(name => Answering(name, 80)).ToList() });
        Skip.If(names.Any(name => host.Endpoint(name)!.Address.Port != 80), "this user may not listen on port 80, or another program has it");

        Assert.Equal(3, names.Select(name => host.Endpoint(name)!.Address.Address).Distinct().Count());
        foreach (var name in names)
        {
            var endpoint = host.Endpoint(name)!;
            Assert.Equal($"http://{endpoint.Address.Address}/", endpoint.Url.ToString());
            Assert.EndsWith(name, await RawClient.AskAsync(endpoint.Address, TestBalancer.Get), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_replaced_by_a_free_one()
    {
        using var other = new Socket(SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Any, 0));
        other.Listen();
        var port = ((IPEndPoint)other.LocalEndPoint!).Port;
        using var host = new LoadBalancerHost(new SandboxClock());
        host.Apply(new BalancingConfiguration { Balancers = [Answering("a", port)] });

        var endpoint = host.Endpoint("a")!;
        Assert.NotEqual(port, endpoint.Address.Port);
        Assert.EndsWith($":{endpoint.Address.Port}/", endpoint.Url.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("a", await RawClient.AskAsync(endpoint.Address, TestBalancer.Get), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_a_listener_leads_to_where_it_is_reachable()
    {
        using var other = new Socket(SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Any, 0));
        other.Listen();
        var port = ((IPEndPoint)other.LocalEndPoint!).Port;
        using var host = new LoadBalancerHost(new SandboxClock());
        var first = Answering("a", port);
        var redirect = new RoutingRule { Id = "r", Action = new RuleAction.Redirect { Port = $"{port}" } };
        host.Apply(new BalancingConfiguration
        {
            Balancers = [first with { Listeners = [first.Listeners[0], new BalancerListener { Id = "b", Port = 8080, Rules = [redirect] }] }],
        });

        var answer = await RawClient.AskAsync(host.Endpoint("b")!.Address, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

        Assert.Contains($"\r\nLocation: http://127.0.0.1:{host.Endpoint("a")!.Address.Port}/\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_listeners_of_a_balancer_share_its_address_which_stays()
    {
        using var host = new LoadBalancerHost(new SandboxClock());
        var balancer = Answering("a", 8080);
        host.Apply(new BalancingConfiguration { Balancers = [balancer] });
        var before = host.Endpoint("a");
        var second = balancer.Listeners[0] with { Id = "second", Port = 8081 };
        host.Apply(new BalancingConfiguration { Balancers = [balancer with { Listeners = [balancer.Listeners[0], second] }] });

        Assert.Equal(before, host.Endpoint("a"));
        Assert.Equal(before!.Address.Address, host.Endpoint("second")!.Address.Address);
        Assert.EndsWith("a", await RawClient.AskAsync(host.Endpoint("second")!.Address, TestBalancer.Get), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_connection_is_answered_by_the_rules_that_hold_now()
    {
        using var host = new LoadBalancerHost(new SandboxClock());
        var balancer = Answering("a", 8080);
        host.Apply(new BalancingConfiguration { Balancers = [balancer] });
        using var client = await RawClient.ConnectAsync(host.Endpoint("a")!.Address);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.EndsWith("\r\n\r\na", await client.ReadAnswerAsync(), StringComparison.Ordinal);

        host.Apply(new BalancingConfiguration { Balancers = [balancer with { Listeners = [balancer.Listeners[0] with { Rules = [Fixed("changed")] }] }] });
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.EndsWith("\r\n\r\nchanged", await client.ReadAnswerAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_with_a_rule_that_cannot_be_read_changes_nothing()
    {
        using var host = new LoadBalancerHost(new SandboxClock());
        var balancer = Answering("a", 8080);
        host.Apply(new BalancingConfiguration { Balancers = [balancer] });
        var bad = Fixed("bad") with { Conditions = [new RuleCondition.SourceIp(["nonsense"])] };

        Assert.Throws<FormatException>(() => host.Apply(new BalancingConfiguration
        {
            Balancers = [balancer with { Listeners = [balancer.Listeners[0] with { Rules = [Fixed("changed")] }] }, Answering("b", 8081) with { Listeners = [balancer.Listeners[0] with { Id = "b", Rules = [bad] }] }],
        }));

        Assert.Null(host.Endpoint("b"));
        Assert.EndsWith("\r\n\r\na", await RawClient.AskAsync(host.Endpoint("a")!.Address, TestBalancer.Get), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listener_that_is_gone_takes_no_connections_and_answers_what_it_has()
    {
        var answer = new TaskCompletionSource();
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await answer.Task;
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate");
        });
        using var balancer = TestBalancer.To(target);
        using var busy = await balancer.ConnectAsync();
        using var idle = await balancer.ConnectAsync();
        await busy.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        while (target.Heads.Count == 0)
        {
            await Task.Delay(10);
        }

        var endpoint = balancer.Endpoint;
        balancer.Host.Apply(new BalancingConfiguration { Groups = balancer.Groups });
        Assert.Null(balancer.Host.Endpoint("http"));
        Assert.Equal("", await idle.ReadToEndAsync());
        await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(endpoint));
        answer.SetResult();
        Assert.EndsWith("\r\nConnection: close\r\n\r\nlate", await busy.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_stops_ends_everything()
    {
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WaitForEndAsync();
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        while (target.Heads.Count == 0)
        {
            await Task.Delay(10);
        }

        var endpoint = balancer.Endpoint;
        await balancer.Host.StopAsync();

        await Assert.ThrowsAnyAsync<IOException>(() => client.ReadToEndAsync());
        await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(endpoint));
    }

    private static Balancer Answering(string name, int port)
        => new() { Id = $"{Guid.NewGuid()}", Listeners = [new BalancerListener { Id = name, Port = port, Rules = [Fixed(name)] }] };

    private static RoutingRule Fixed(string body) => new() { Id = body, Action = new RuleAction.FixedResponse(200, "text/plain", body) };
}
