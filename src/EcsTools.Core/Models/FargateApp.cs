using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>An app: services that were published together.</summary>
public sealed record FargateApp
{
    /// <summary>The app's name.</summary>
    public required string AppName { get; init; }

    /// <summary><c>Running</c>, <c>Deploying</c>, <c>Failed</c>, <c>Suspended</c>, or <c>Idle</c> if it has only scheduled services.</summary>
    public required string Status { get; init; }

    /// <summary>Address of its first service with a route; null if it has none.</summary>
    public string? Url { get; init; }

    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Name of the load balancer; null if it has none.</summary>
    public string? LoadBalancer { get; init; }

    /// <summary>Its services.</summary>
    public IReadOnlyList<FargateAppService> Services { get; init => field = OutputList.Of(value); } = OutputList.Of<FargateAppService>([]);

    /// <summary>
    /// What it costs in 730 hours at list prices, in USD, without its traffic and logs; null in a region whose prices are not known here. A load balancer that
    /// apps share counts in full.
    /// </summary>
    public decimal? MonthlyCost { get; init; }

    /// <summary>When a service of it was deployed last.</summary>
    public DateTimeOffset? DeployedAt { get; init; }

    /// <summary>Status of the answer to a request of <see cref="Url"/> after it was published; null if there was no request.</summary>
    public int? AnswerStatus { get; init; }

    /// <summary>What the command did, stage by stage; empty if it only read the app.</summary>
    public IReadOnlyList<FargateAppStep> Steps { get; init => field = OutputList.Of(value); } = OutputList.Of<FargateAppStep>([]);

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Account id: twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>What the command did; null if it only read the app.</summary>
    public string? Change { get; init; }
}
