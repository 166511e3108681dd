using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Amazon.EC2.Model;
using Amazon.ECS.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Apps.Definition;
using EcsTools.Models;
using EcsTools.Services;
using EcsTools.TaskDefinitions;
using TargetGroup = Amazon.ElasticLoadBalancingV2.Model.TargetGroup;

namespace EcsTools.Apps.Export;

/// <summary>Everything of a published app that a text needs to create it again.</summary>
internal sealed record AppSnapshot
{
    public required string App { get; init; }

    public required string Region { get; init; }

    public required string AccountId { get; init; }

    public required string Cluster { get; init; }

    public required IReadOnlyList<SnapshotService> Services { get; init; }

    /// <summary>The load balancer; null if no service has a route.</summary>
    public SnapshotBalancer? Balancer { get; init; }

    /// <summary>Whether all services that keep tasks running know the names of the others. Otherwise, their variables say which ones do.</summary>
    public bool AllAreConnected => Services.Where(service => service.Kind == AppServiceKind.Service).All(service => service.Connect is not null);

    /// <summary>Days of each log group; 0 for ever.</summary>
    public IReadOnlyDictionary<string, int> LogGroups { get; init; } = new Dictionary<string, int>();

    /// <summary>Secrets that the execution role reads, as resources of a policy.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
}

/// <summary>A load balancer, with the listeners that lead to the app.</summary>
internal sealed record SnapshotBalancer
{
    public required FargateLoadBalancer Model { get; init; }

    public IReadOnlyList<Listener> Listeners { get; init; } = [];

    /// <summary>The rules that forward to the app, each with the ARN of its listener.</summary>
    public IReadOnlyList<(string ListenerArn, Rule Rule)> Rules { get; init; } = [];

    public IReadOnlyList<SecurityGroup> SecurityGroups { get; init; } = [];
}

/// <summary>A service of the app.</summary>
internal sealed record SnapshotService
{
    /// <summary>Name within the app.</summary>
    public required string Name { get; init; }

    /// <summary>Name in ECS, of the schedule, or of the family.</summary>
    public required string FullName { get; init; }

    public required AppServiceKind Kind { get; init; }

    /// <summary>The task definition in the format of the API, with its tags.</summary>
    public required JsonObject Document { get; init; }

    public Service? Service { get; init; }

    public FargateService? Model { get; init; }

    public FargateScaling? Scaling { get; init; }

    public ScheduledTask? Schedule { get; init; }

    public IReadOnlyList<SecurityGroup> SecurityGroups { get; init; } = [];

    /// <summary>Its target groups: one, or two that take turns.</summary>
    public IReadOnlyList<SnapshotGroup> Groups { get; init; } = [];

    public IReadOnlyList<FargateRoute> Routes { get; init; } = [];

    /// <summary>How it reaches the other services and is reached by them; null if it neither does.</summary>
    public ServiceConnectConfiguration? Connect
        => Service is not null && ServiceMapper.Primary(Service)?.ServiceConnectConfiguration is { Enabled: true } connect ? connect : null;

    public IEnumerable<JsonObject> Containers => (Document["containerDefinitions"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>The container that the service is about: the one with its name, or the first essential one.</summary>
    public JsonObject Main => Containers.FirstOrDefault(container => NameOf(container) == Name)
        ?? Containers.FirstOrDefault(container => TaskDefinitionDocument.Text(container["essential"]) != "false") ?? Containers.First();

    /// <summary>The tags that are not those of an app.</summary>
    public IEnumerable<KeyValuePair<string, string>> OwnTags => (Document["tags"] as JsonArray ?? []).OfType<JsonObject>()
        .Select(tag => new KeyValuePair<string, string>(TaskDefinitionDocument.Text(tag["key"]) ?? "", TaskDefinitionDocument.Text(tag["value"]) ?? ""))
        .Where(tag => !tag.Key.StartsWith("ecstools:", System.StringComparison.Ordinal));

    public static string NameOf(JsonObject container) => TaskDefinitionDocument.Text(container["name"])!;
}

/// <summary>A target group with its attributes.</summary>
internal sealed record SnapshotGroup(TargetGroup Group, IReadOnlyDictionary<string, string> Attributes);
