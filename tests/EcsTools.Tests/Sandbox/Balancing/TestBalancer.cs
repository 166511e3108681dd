using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>A host with one balancer, whose configuration a test changes piece by piece.</summary>
internal sealed class TestBalancer : IDisposable
{
    public const int Port = 8080;

    public const string Get = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    public TestBalancer(double timeScale = 1)
    {
        Host = new LoadBalancerHost(new SandboxClock(timeScale));
        Balancer = new Balancer { Id = Guid.NewGuid().ToString(), Listeners = [new BalancerListener { Id = "http", Port = Port, Rules = [ForwardTo("main")] }] };
    }

    public LoadBalancerHost Host { get; }

    public Balancer Balancer { get; set; }

    public List<BalancedGroup> Groups { get; } = [];

    public BalancerSettings Settings
    {
        get => Balancer.Settings;
        set => Balancer = Balancer with { Settings = value };
    }

    public IPEndPoint Endpoint => Host.Endpoint("http")!.Address;

    /// <summary>A balancer that forwards everything to these targets.</summary>
    public static TestBalancer To(params ScriptedTarget[] targets)
    {
        var balancer = new TestBalancer();
        balancer.Group("main", targets.Select(target => target.AsTarget()).ToArray());
        balancer.Apply();
        return balancer;
    }

    public static RoutingRule ForwardTo(string group, params RuleCondition[] conditions)
        => new() { Id = "to " + group, Conditions = conditions, Action = new RuleAction.Forward([new WeightedGroup(group)]) };

    /// <summary>Adds or replaces a group.</summary>
    public void Group(string id, params BalancedTarget[] targets) => Group(id, new TargetGroupSettings(), targets);

    /// <summary>Adds or replaces a group.</summary>
    public void Group(string id, TargetGroupSettings settings, params BalancedTarget[] targets)
    {
        Groups.RemoveAll(group => group.Id == id);
        Groups.Add(new BalancedGroup { Id = id, Settings = settings, Targets = targets });
    }

    /// <summary>Replaces the rules of the listener.</summary>
    public void Rules(params RoutingRule[] rules) => Balancer = Balancer with { Listeners = [Balancer.Listeners[0] with { Rules = rules }] };

    public void Apply() => Host.Apply(new BalancingConfiguration { Balancers = [Balancer], Groups = Groups.ToList() });

    public Task<string> AskAsync(string request = Get) => RawClient.AskAsync(Endpoint, request);

    /// <summary>Asks for a path with curl's usual headers, and returns the body of the answer.</summary>
    public async Task<string> BodyAsync(string path, string host = "x", string headers = "")
    {
        var answer = await AskAsync($"GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n");
        return answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
    }

    public Task<RawClient> ConnectAsync() => RawClient.ConnectAsync(Endpoint);

    /// <summary>Waits until a target has the state.</summary>
    public async Task<TargetStatus> WaitForAsync(string group, BalancedTarget target, TargetState state)
    {
        while (true)
        {
            var status = Host.Target(group, target.Address, target.Port);
            if (status.State == state)
            {
                return status;
            }

            await Task.Delay(20);
        }
    }

    public void Dispose() => Host.Dispose();
}
