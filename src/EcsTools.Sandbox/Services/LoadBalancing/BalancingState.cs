using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Certificates;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>Makes the configuration of the data plane from the state of the API. The ids in it are ARNs.</summary>
internal sealed class BalancingState
{
    private readonly SandboxCloud _cloud;
    private readonly LoadBalancingStore _store;

    public BalancingState(SandboxCloud cloud, LoadBalancingStore store)
    {
        _cloud = cloud;
        _store = store;
    }

    public BalancingConfiguration Configuration() => new()
    {
        Balancers = _store.Balancers.Values.Select(Balancer).ToList(),
        Groups = _store.Groups.Values.Select(Group).ToList(),
    };

    private Balancer Balancer(LoadBalancer balancer) => new()
    {
        Id = balancer.Arn,
        Settings = Settings(balancer.Attributes),
        Listeners = balancer.Listeners.Select(Listener).ToList(),
    };

    private static BalancerSettings Settings(AttributeValues attributes) => new()
    {
        IdleTimeout = attributes.Seconds(BalancerAttributes.IdleTimeout),
        ClientKeepAlive = attributes.Seconds(BalancerAttributes.KeepAlive),
        ForwardedFor = attributes[BalancerAttributes.ForwardedFor] switch
        {
            "preserve" => ForwardedForMode.Preserve,
            "remove" => ForwardedForMode.Remove,
            _ => ForwardedForMode.Append,
        },
        ForwardClientPort = attributes.IsOn(BalancerAttributes.ClientPort),
        PreserveHost = attributes.IsOn(BalancerAttributes.PreserveHost),
        DropInvalidHeaders = attributes.IsOn(BalancerAttributes.DropInvalid),
    };

    private BalancerListener Listener(Listener listener) => new()
    {
        Id = listener.Arn,
        Protocol = listener.IsHttps ? BalancerProtocol.Https : BalancerProtocol.Http,
        Port = listener.Port,
        Certificates = listener.Certificates.Select(Certificate).ToList(),
        Rules = listener.Rules
            .Select(rule => new RoutingRule { Id = rule.Arn, Conditions = rule.Conditions, Transforms = rule.Transforms, Action = rule.Action })
            .ToList(),
    };

    private BalancerCertificate Certificate(string arn)
        => new(arn, _cloud.Service<CertificateService>().Find(arn)?.DomainNames ?? []);

    private static BalancedGroup Group(TargetGroup group) => new()
    {
        Id = group.Arn,
        Settings = Settings(group),
        Targets = group.Targets.Select(target => Target(target, group.HealthCheck)).ToList(),
    };

    private static TargetGroupSettings Settings(TargetGroup group)
    {
        var attributes = group.Attributes;
        return new TargetGroupSettings
        {
            Protocol = Protocol(group.Protocol),
            ProtocolVersion = group.ProtocolVersion switch
            {
                "HTTP2" => TargetProtocolVersion.Http2,
                "GRPC" => TargetProtocolVersion.Grpc,
                _ => TargetProtocolVersion.Http1,
            },
            HealthCheck = HealthCheck(group.HealthCheck),
            DeregistrationDelay = attributes.Seconds(TargetGroupAttributes.Delay),
            Stickiness = Stickiness(attributes),
            SlowStart = attributes.Seconds(TargetGroupAttributes.SlowStart),
            Algorithm = attributes[TargetGroupAttributes.Algorithm] switch
            {
                "least_outstanding_requests" => BalancingAlgorithm.LeastOutstandingRequests,
                "weighted_random" => BalancingAlgorithm.WeightedRandom,
                _ => BalancingAlgorithm.RoundRobin,
            },
        };
    }

    private static HealthCheckSettings HealthCheck(HealthCheck check) => new()
    {
        IsEnabled = check.IsEnabled,
        Protocol = Protocol(check.Protocol),
        Path = check.Path,
        Interval = TimeSpan.FromSeconds(check.Interval),
        Timeout = TimeSpan.FromSeconds(check.Timeout),
        HealthyThreshold = check.HealthyThreshold,
        UnhealthyThreshold = check.UnhealthyThreshold,
        Matcher = check.Matcher,
    };

    private static TargetStickiness? Stickiness(AttributeValues attributes)
    {
        if (!attributes.IsOn(TargetGroupAttributes.Sticky))
        {
            return null;
        }

        return attributes[TargetGroupAttributes.StickyType] == TargetGroupAttributes.AppCookie
            ? new TargetStickiness(attributes.Seconds(TargetGroupAttributes.AppCookieDuration), attributes[TargetGroupAttributes.AppCookieName])
            : new TargetStickiness(attributes.Seconds(TargetGroupAttributes.BalancerCookieDuration));
    }

    private static BalancerProtocol Protocol(string? protocol) => protocol == "HTTPS" ? BalancerProtocol.Https : BalancerProtocol.Http;

    private static BalancedTarget Target(RegisteredTarget target, HealthCheck check) => new()
    {
        Address = target.Id,
        Port = target.Port,
        Endpoint = Endpoint(target, target.Port),
        HealthEndpoint = check.Port == LoadBalancing.HealthCheck.TrafficPort
            ? null
            : Endpoint(target, int.Parse(check.Port, CultureInfo.InvariantCulture)),
        IsSimulated = target.IsSimulated,
    };

    /// <summary>Where a port of a target is reached: where an engine publishes it, else at the address itself.</summary>
    private static IPEndPoint? Endpoint(RegisteredTarget target, int port)
        => target.IsSimulated ? null
            : target.Published.TryGetValue(port, out var published) ? published
            : IPAddress.TryParse(target.Id, out var address) ? new IPEndPoint(address, port)
            : null;
}
