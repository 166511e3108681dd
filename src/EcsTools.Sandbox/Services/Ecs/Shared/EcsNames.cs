using System;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Shared;

/// <summary>ARNs and short names of ECS. A request may use either.</summary>
internal sealed class EcsNames
{
    private static readonly Regex ResourceName = new("^[a-zA-Z0-9_-]{1,255}$", RegexOptions.CultureInvariant);

    private readonly SandboxCloud _cloud;

    public EcsNames(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    /// <summary>Whether this is a valid name for a cluster, family or container.</summary>
    public static bool IsName(string name) => ResourceName.IsMatch(name);

    public string ClusterArn(string name) => _cloud.Arn("ecs", "cluster/" + name);

    public string TaskArn(string cluster, string id) => _cloud.Arn("ecs", $"task/{cluster}/{id}");

    public string ContainerArn(string cluster, string task) => _cloud.Arn("ecs", $"container/{cluster}/{task}/{Guid.NewGuid()}");

    public string ServiceArn(string cluster, string name) => _cloud.Arn("ecs", $"service/{cluster}/{name}");

    /// <summary>ARN of a part of a service: a <c>service-deployment</c> or a <c>service-revision</c>.</summary>
    public string ServicePartArn(string kind, string cluster, string service, string id)
        => _cloud.Arn("ecs", $"{kind}/{cluster}/{service}/{id}");

    public string TaskDefinitionArn(string family, long revision)
        => _cloud.Arn("ecs", FormattableString.Invariant($"task-definition/{family}:{revision}"));

    /// <summary>The name of a cluster given by name or ARN. Defaults to <c>default</c>.</summary>
    public string ClusterName(string? cluster) => string.IsNullOrEmpty(cluster) ? "default" : LastPart(cluster!, "cluster");

    /// <summary>The id of a task given by id or ARN.</summary>
    public string TaskId(string task) => LastPart(task, "task");

    /// <summary>Family and revision of a task definition given as family, family:revision or ARN; without a revision it is the newest active one.</summary>
    public (string Family, long? Revision) TaskDefinition(string identifier)
    {
        var name = LastPart(identifier, "task-definition");
        var colon = name.IndexOf(':');
        if (colon < 0)
        {
            return (name, null);
        }

        return long.TryParse(name.Substring(colon + 1), out var revision) && revision > 0
            ? (name.Substring(0, colon), revision)
            : throw EcsErrors.Client("Invalid revision number. Number: " + name.Substring(colon + 1));
    }

    /// <summary>Kind and path of an ARN of this account and region, such as (task, demo/0123), or null for any other text.</summary>
    public (string Kind, string Path)? Resource(string arn)
    {
        var prefix = _cloud.Arn("ecs", "");
        var slash = arn.IndexOf('/');
        return arn.StartsWith(prefix, StringComparison.Ordinal) && slash > prefix.Length
            ? (arn.Substring(prefix.Length, slash - prefix.Length), arn.Substring(slash + 1))
            : null;
    }

    private string LastPart(string identifier, string kind)
    {
        if (!identifier.StartsWith("arn:", StringComparison.Ordinal))
        {
            return identifier;
        }

        if (Resource(identifier) is not { } resource || resource.Kind != kind)
        {
            throw EcsErrors.InvalidParameter("Invalid identifier: " + identifier);
        }

        return resource.Path.Substring(resource.Path.LastIndexOf('/') + 1);
    }
}
