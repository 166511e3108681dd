using System;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ecs.Shared;

/// <summary>ARNs and short names of ECS. A request may use either.</summary>
internal sealed class EcsNames
{
    private static readonly Regex ResourceName = new(@"\A[a-zA-Z0-9_-]{1,255}\z", RegexOptions.CultureInvariant);

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
    public string ClusterName(string? cluster)
    {
        if (string.IsNullOrEmpty(cluster))
        {
            return "default";
        }

        var parts = Parts(cluster!, "cluster");
        return parts.Length != 1 ? throw Separators()
            : IsName(parts[0]) ? parts[0]
            : throw EcsErrors.InvalidParameter($"Invalid identifier: {cluster}");
    }

    /// <summary>The id of a task given by id or ARN; an ARN must be of this cluster.</summary>
    /// <param name="task">The id or ARN.</param>
    /// <param name="cluster">The name of the cluster.</param>
    public string TaskId(string task, string cluster)
    {
        var id = OfCluster(task, "task", cluster);
        return id.Length is 32 or 36 ? id : throw EcsErrors.InvalidParameter("taskId length should be one of [32,36]");
    }

    /// <summary>The name of a service given by name or ARN; an ARN must be of this cluster.</summary>
    /// <param name="service">The name or ARN.</param>
    /// <param name="cluster">The name of the cluster.</param>
    public string ServiceName(string service, string cluster)
    {
        var name = OfCluster(service, "service", cluster);
        return IsName(name) ? name : throw EcsErrors.InvalidParameter($"Invalid identifier: {service}");
    }

    /// <summary>Family and revision of a task definition given as family, family:revision or ARN; without a revision it is the newest active one.</summary>
    public (string Family, long? Revision) TaskDefinition(string identifier)
    {
        var name = Parts(identifier, "task-definition") is [var only] ? only : throw Separators();
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

    private static AwsError Separators() => EcsErrors.InvalidParameter("Invalid identifier: Unexpected number of separators");

    /// <summary>The last part of an identifier, whose cluster is this one if it says so.</summary>
    private string OfCluster(string identifier, string kind, string cluster)
    {
        var parts = Parts(identifier, kind);
        if (parts.Length > 2)
        {
            throw Separators();
        }

        return parts.Length == 1 || parts[0] == cluster
            ? parts[parts.Length - 1]
            : throw EcsErrors.InvalidParameter($"Invalid identifier: Identifier is for {parts[0]}. Your cluster is {cluster}");
    }

    /// <summary>What stands after the kind in an ARN of this account and region, or in any other text, between slashes.</summary>
    private string[] Parts(string identifier, string kind)
    {
        if (!identifier.StartsWith("arn:", StringComparison.Ordinal))
        {
            return identifier.Split('/');
        }

        if (identifier.Split(':') is [_, _, _, var region, _, ..] && region != _cloud.Region)
        {
            throw EcsErrors.InvalidParameter("Invalid Region in ARN");
        }

        return Resource(identifier) is { } resource && resource.Kind == kind
            ? resource.Path.Split('/')
            : throw EcsErrors.InvalidParameter("Invalid identifier: " + identifier);
    }
}
