using System;
using System.Collections.Generic;

namespace EcsTools.Apps.Definition;

/// <summary>Where and how to publish an app. A null value was not given and takes its default.</summary>
public sealed record PublishAppRequest
{
    /// <summary>The app.</summary>
    public required AppDefinition Definition { get; init; }

    /// <summary>Name or ARN of the cluster, created if it does not exist.</summary>
    public string? Cluster { get; init; }

    /// <summary>Name or ARN of the load balancer, created if it does not exist.</summary>
    public string? LoadBalancer { get; init; }

    /// <summary>Whether the services get no load balancer, although they have routes.</summary>
    public bool NoLoadBalancer { get; init; }

    /// <summary>Whether a new load balancer has only private addresses.</summary>
    public bool? Internal { get; init; }

    /// <summary>Certificates of the load balancer: ARNs or domain names.</summary>
    public IReadOnlyList<string>? Certificates { get; init; }

    /// <summary>Subnets of the load balancer.</summary>
    public IReadOnlyList<string>? LoadBalancerSubnets { get; init; }

    /// <summary>Subnets of the tasks.</summary>
    public IReadOnlyList<string>? Subnets { get; init; }

    /// <summary>Security groups of the tasks.</summary>
    public IReadOnlyList<string>? SecurityGroups { get; init; }

    /// <summary>Whether the tasks get a public IP address.</summary>
    public bool? AssignPublicIp { get; init; }

    /// <summary>Tag of the images that are pushed; by default <c>latest</c>.</summary>
    public string? ImageTag { get; init; }

    /// <summary>Days to keep log lines in log groups that are created; 0 keeps them forever.</summary>
    public int LogRetentionDays { get; init; } = 30;

    /// <summary>Whether log groups that exist get this number of days too.</summary>
    public bool SetsLogRetention { get; init; }

    /// <summary>Whether to remove services of the app that are no longer in the definition.</summary>
    public bool Prune { get; init; }

    /// <summary>Whether to leave out the checks before it and the request of the URL at the end.</summary>
    public bool SkipTest { get; init; }

    /// <summary>
    /// Whether the plan looks for the images of earlier builds of the folders, so that it says what is built. Without it, each build looks for its own.
    /// </summary>
    public bool FindBuilds { get; init; }

    /// <summary>How long to wait for each deployment.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);
}
