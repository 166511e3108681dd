using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>All load balancers and target groups. Used under the lock of the service.</summary>
internal sealed class LoadBalancingStore
{
    private const string Service = "elasticloadbalancing";

    private readonly SandboxCloud _cloud;

    public LoadBalancingStore(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    /// <summary>By ARN.</summary>
    public SortedDictionary<string, LoadBalancer> Balancers { get; } = new(StringComparer.Ordinal);

    /// <summary>By ARN.</summary>
    public SortedDictionary<string, TargetGroup> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>An ARN whose last part is new.</summary>
    /// <param name="resource">The resource, such as <c>targetgroup/web</c>.</param>
    public string NewArn(string resource) => _cloud.Arn(Service, resource + "/" + Guid.NewGuid().ToString("N").Substring(0, 16));

    public LoadBalancer? FindBalancer(string arn) => Balancers.TryGetValue(arn, out var found) ? found : null;

    public LoadBalancer RequireBalancer(string arn)
    {
        CheckArn(arn, "loadbalancer/", "load balancer");
        return FindBalancer(arn) ?? throw LoadBalancingErrors.NoBalancer(arn);
    }

    public TargetGroup? FindGroup(string arn) => Groups.TryGetValue(arn, out var found) ? found : null;

    public TargetGroup RequireGroup(string arn)
    {
        CheckArn(arn, "targetgroup/", "target group");
        return FindGroup(arn) ?? throw LoadBalancingErrors.NoGroup(arn);
    }

    public (LoadBalancer Balancer, Listener Listener)? FindListener(string arn)
    {
        foreach (var balancer in Balancers.Values)
        {
            if (balancer.Listeners.Find(listener => listener.Arn == arn) is { } found)
            {
                return (balancer, found);
            }
        }

        return null;
    }

    public (LoadBalancer Balancer, Listener Listener) RequireListener(string arn)
    {
        CheckArn(arn, "listener/", "listener");
        return FindListener(arn) ?? throw LoadBalancingErrors.NoListener(arn);
    }

    public (LoadBalancer Balancer, Listener Listener, ListenerRule Rule)? FindRule(string arn)
    {
        foreach (var balancer in Balancers.Values)
        {
            foreach (var listener in balancer.Listeners)
            {
                if (listener.Rules.Find(rule => rule.Arn == arn) is { } found)
                {
                    return (balancer, listener, found);
                }
            }
        }

        return null;
    }

    public (LoadBalancer Balancer, Listener Listener, ListenerRule Rule) RequireRule(string arn)
    {
        CheckArn(arn, "listener-rule/", "listener rule");
        return FindRule(arn) ?? throw LoadBalancingErrors.NoRule(arn);
    }

    /// <summary>The load balancers that forward to a target group.</summary>
    public IEnumerable<LoadBalancer> UsersOf(string groupArn) => Balancers.Values.Where(balancer => balancer.GroupArns.Contains(groupArn));

    /// <summary>The resource with tags that an ARN names.</summary>
    public ITagged RequireTagged(string arn) => Kind(arn) switch
    {
        "loadbalancer" => RequireBalancer(arn),
        "targetgroup" => RequireGroup(arn),
        "listener" => RequireListener(arn).Listener,
        "listener-rule" => RequireRule(arn).Rule,
        "truststore" => throw new AwsError("TrustStoreNotFound", $"Trust store '{arn}' not found"),
        _ => throw LoadBalancingErrors.Invalid($"'{arn}' is not a valid resource ARN"),
    };

    /// <summary>The tags of a resource; empty if there is no such resource.</summary>
    public IReadOnlyDictionary<string, string> TagsOf(string arn)
    {
        ITagged? found = FindBalancer(arn);
        found ??= FindGroup(arn);
        found ??= FindListener(arn)?.Listener;
        found ??= FindRule(arn)?.Rule;
        return found?.Tags.All ?? new Dictionary<string, string>();
    }

    private static string? Kind(string arn)
    {
        var parts = arn.Split([':'], 6);
        return parts.Length == 6 && parts[0] == "arn" && parts[2] == Service ? parts[5].Split('/')[0] : null;
    }

    private static void CheckArn(string arn, string kind, string name)
    {
        if (Kind(arn) + "/" != kind)
        {
            throw LoadBalancingErrors.Invalid($"'{arn}' is not a valid {name} ARN");
        }
    }
}
