using System;
using System.Linq;
using System.Net;
using System.Text;
using EcsTools.Campaigns.Mutations;
using EcsTools.Sandbox.Balancing;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Campaigns.Readers;

/// <summary>
/// The sandbox's load balancer, from both sides: requests of clients and answers of targets are changed. Each request is answered, or its connection ends, and
/// the next good one is served by the target.
/// </summary>
internal sealed class LoadBalancerReader : IForeignReader
{
    private static readonly byte[][] Requests =
    [
        Encoding.ASCII.GetBytes("GET /users/1?a=b HTTP/1.1\r\nHost: shop.example.com\r\nCookie: AWSALB=x\r\nX-Forwarded-For: 1.2.3.4\r\nConnection: close\r\n\r\n"),
        Encoding.ASCII.GetBytes("POST /posts HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTrailer: T\r\nConnection: close\r\n\r\n4;a=b\r\nwiki\r\n0\r\nT: v\r\n\r\n"),
        Encoding.ASCII.GetBytes("PUT /old/a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n\r\nhello"),
    ];

    private static readonly byte[][] Answers =
    [
        AnsweringTarget.Good,
        Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nSet-Cookie: a=b\r\n\r\n4\r\nwiki\r\n0\r\n\r\n"),
        Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n"),
        Encoding.ASCII.GetBytes("HTTP/1.0 404 Not Found\r\nConnection: close\r\n\r\nuntil the end"),
    ];

    private readonly AnsweringTarget _target = new();
    private readonly LoadBalancerHost _host = new(new SandboxClock());
    private readonly IPEndPoint _endpoint;

    public LoadBalancerReader()
    {
        _host.Apply(new BalancingConfiguration
        {
            Balancers = [new Balancer { Id = "campaign", Listeners = [new BalancerListener { Id = "http", Port = 8080, Rules = Rules() }] }],
            Groups = [new BalancedGroup { Id = "main", Settings = Unchecked, Targets = [new BalancedTarget { Address = "10.0.0.1", Port = 80, Endpoint = _target.Endpoint }] }],
        });
        _endpoint = _host.Endpoint("http")!.Address;
    }

    public string Name => "load-balancer";

    public bool IsInner => true;

    private static TargetGroupSettings Unchecked => new() { HealthCheck = new HealthCheckSettings { IsEnabled = false } };

    public Action Prepare(Random random)
    {
        var request = Requests[random.Next(Requests.Length)];
        var answer = Answers[random.Next(Answers.Length)];
        if (random.Next(2) == 0)
        {
            request = HttpMutations.Mutate(request, Requests[random.Next(Requests.Length)], random);
        }
        else
        {
            answer = HttpMutations.Mutate(answer, Answers[random.Next(Answers.Length)], random);
        }

        return () => Exchange(request, answer);
    }

    public void Dispose()
    {
        _host.Dispose();
        _target.Dispose();
    }

    private static RoutingRule[] Rules() =>
    [
        new RoutingRule
        {
            Id = "old",
            Conditions = [new RuleCondition.PathPattern(["/old/*"]), new RuleCondition.HttpMethod(["GET"])],
            Action = new RuleAction.FixedResponse(410),
        },
        new RoutingRule { Id = "all", Action = new RuleAction.Forward([new WeightedGroup("main")]) },
    ];

    private void Exchange(byte[] request, byte[] answer)
    {
        _target.Answer = answer;
        var statuses = RawHttp.Send(_endpoint, request);
        _target.Answer = AnsweringTarget.Good;
        if (statuses.Contains("500"))
        {
            throw new InvalidOperationException($"HTTP 500 for {Encoding.Latin1.GetString(request)}");
        }

        var good = RawHttp.Send(_endpoint, Requests[0]);
        if (!good.SequenceEqual(["200"]))
        {
            throw new InvalidOperationException(
                $"A good request is answered {string.Join(", ", good)} after {Encoding.Latin1.GetString(request)} and {Encoding.Latin1.GetString(answer)}");
        }

        // What a target answers, and the rule with a fixed answer.
        if (!statuses.Any(status => status is "200" or "304" or "404" or "410"))
        {
            throw new MalformedContentException($"the load balancer answers {string.Join(", ", statuses.DefaultIfEmpty("nothing"))}");
        }
    }
}
