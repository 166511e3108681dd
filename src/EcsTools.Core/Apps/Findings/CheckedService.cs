using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Apps.Definition;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Findings;

/// <summary>A service of an app as the checks see it: one that is published, or one of a folder or compose file with what it will become.</summary>
internal sealed record CheckedService
{
    /// <summary>Name within the app.</summary>
    public required string Name { get; init; }

    /// <summary>Name in ECS.</summary>
    public required string ServiceName { get; init; }

    public required string Cluster { get; init; }

    /// <summary>Its task definition, in the format of the API.</summary>
    public required JsonObject Document { get; init; }

    /// <summary>What it comes from; null if it is published and was found by its name.</summary>
    public AppService? Source { get; init; }

    /// <summary>The service in ECS; null if it does not exist, or is none.</summary>
    public FargateService? Current { get; init; }

    /// <summary>Family and revision of the definition, for commands that derive another one; null if none is registered.</summary>
    public string? TaskDefinition { get; init; }

    /// <summary>Whether the service runs this revision. If not, a command corrects the definition, and does not deploy it.</summary>
    public bool IsDeployed { get; init; } = true;

    public IReadOnlyList<string> Subnets { get; init; } = [];

    public bool AssignsPublicIp { get; init; }

    /// <summary>How the load balancer reaches it; null if it does not.</summary>
    public CheckedRoute? Route { get; init; }

    /// <summary>Whether publishing gives the execution role the permissions that it lacks.</summary>
    public bool RoleIsSetUp { get; init; }

    public IEnumerable<JsonObject> Containers => (Document["containerDefinitions"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>The processor of its tasks, such as <c>linux/amd64</c>; null for Windows.</summary>
    public string? Platform
    {
        get
        {
            var platform = Document["runtimePlatform"] as JsonObject;
            return TaskDefinitionDocument.Text(platform?["operatingSystemFamily"]) is not (null or "LINUX") ? null
                : TaskDefinitionDocument.Text(platform?["cpuArchitecture"]) == "ARM64" ? "linux/arm64" : "linux/amd64";
        }
    }

    /// <summary>A sentence about what to do, with the place in the file in front.</summary>
    /// <param name="text">The sentence. It begins with a lower-case letter.</param>
    public string InPlace(string text) => Source?.Position is { } position ? $"In {position}, {text}" : char.ToUpperInvariant(text[0]) + text.Substring(1);

    /// <summary>A command that registers the revision with a change, and deploys it if it runs; null if the service does not run.</summary>
    public string? Derive(string arguments)
        => TaskDefinition is null || Current is null ? null
            : $"Get-FargateTaskDefinition {TaskDefinition} | Register-FargateTask {arguments}".TrimEnd()
                + (IsDeployed ? $" | Set-FargateService {ServiceName} -Cluster {Cluster}" : "");

    /// <summary>A command that changes the service; null if it does not run.</summary>
    public string? Set(string arguments) => Current is null ? null : $"Set-FargateService {ServiceName} -Cluster {Cluster} {arguments}";
}

/// <summary>How a load balancer reaches a service.</summary>
internal sealed record CheckedRoute
{
    public required string LoadBalancer { get; init; }

    public string? LoadBalancerArn { get; init; }

    /// <summary>Name of the target group, which is the name of the route.</summary>
    public required string Group { get; init; }

    public string? TargetGroupArn { get; init; }

    public int? Port { get; init; }

    /// <summary>Name of the container that gets the requests.</summary>
    public required string Container { get; init; }

    public string Path { get; init; } = "/";

    /// <summary>Status codes of a healthy program, such as <c>200-299</c>.</summary>
    public string Success { get; init; } = "200";

    public TimeSpan GracePeriod { get; init; }

    public TimeSpan Interval { get; init; }

    public int UnhealthyThreshold { get; init; }

    /// <summary>How long a new task may take until it is replaced: failures count after the grace period.</summary>
    public TimeSpan Patience => GracePeriod + TimeSpan.FromTicks(Interval.Ticks * UnhealthyThreshold);

    /// <summary>Whether a status is one of a healthy program.</summary>
    public bool IsHealthy(int status) => Success.Split(',').Any(part => part.Trim().Split('-') switch
    {
        [var one] => int.TryParse(one, out var only) && only == status,
        [var from, var to] => int.TryParse(from, out var least) && int.TryParse(to, out var most) && status >= least && status <= most,
        _ => false,
    });
}
