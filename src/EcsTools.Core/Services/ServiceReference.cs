using EcsTools.Aws;

namespace EcsTools.Services;

/// <summary>Names one service.</summary>
/// <param name="Cluster">Name or ARN of its cluster.</param>
/// <param name="Service">Its name or ARN.</param>
public sealed record ServiceReference(string Cluster, string Service)
{
    /// <summary>The service's name: the last part of its ARN.</summary>
    public string Name => AwsArn.NameOf(Service);

    /// <summary>Reads an ARN, which contains the cluster (<c>service/demo/web</c>), or a name together with its cluster.</summary>
    /// <param name="service">Name or ARN.</param>
    /// <param name="cluster">Name or ARN of the cluster, used if the service's ARN does not contain it; null for <c>default</c>.</param>
    public static ServiceReference Parse(string service, string? cluster)
        => AwsArn.Is(service) && AwsArn.Parse(service).Resource.Split('/') is [_, var inArn, _]
            ? new ServiceReference(inArn, service)
            : new ServiceReference(string.IsNullOrEmpty(cluster) ? "default" : cluster!, service);

    /// <summary>The service's name.</summary>
    public override string ToString() => Name;
}
