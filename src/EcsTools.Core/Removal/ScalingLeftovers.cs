using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;
using EcsTools.Aws;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Removal;

/// <summary>
/// The scaling of services that are removed. Application Auto Scaling keeps it under the name of the service: it would start tasks while the service
/// ends, and it would scale the next service of that name.
/// </summary>
/// <param name="connection">Connection to the account and region.</param>
internal sealed class ScalingLeftovers(AwsConnection connection)
{
    // Application Auto Scaling limit: resources of one DescribeScalableTargets.
    private const int Batch = 50;

    /// <summary>The services that are scaled, each with its limits, such as <c>2 to 10 tasks</c>.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FindAsync(
        string cluster, IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>();
        foreach (var batch in services.InBatches(Batch))
        {
            var answer = await connection.AutoScaling.DescribeScalableTargetsAsync(
                new DescribeScalableTargetsRequest
                {
                    ServiceNamespace = ServiceNamespace.Ecs,
                    ResourceIds = batch.Select(service => ResourceId(cluster, service)).ToList(),
                    ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
                },
                cancellationToken).ConfigureAwait(false);
            foreach (var target in answer.ScalableTargets ?? [])
            {
                found[target.ResourceId.Substring(target.ResourceId.LastIndexOf('/') + 1)] = $"{target.MinCapacity} to {target.MaxCapacity} tasks";
            }
        }

        return found;
    }

    /// <summary>Removes the scaling of a service, with its policies and scheduled changes.</summary>
    public async Task RemoveAsync(string cluster, string service, CancellationToken cancellationToken)
    {
        try
        {
            await connection.AutoScaling.DeregisterScalableTargetAsync(
                new DeregisterScalableTargetRequest
                {
                    ServiceNamespace = ServiceNamespace.Ecs,
                    ResourceId = ResourceId(cluster, service),
                    ScalableDimension = ScalableDimension.EcsServiceDesiredCount,
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectNotFoundException)
        {
            // Someone else removed it at this moment.
        }
    }

    private static string ResourceId(string cluster, string service) => $"service/{AwsArn.NameOf(cluster)}/{AwsArn.NameOf(service)}";
}
