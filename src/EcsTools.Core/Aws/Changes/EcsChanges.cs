using Amazon.ApplicationAutoScaling.Model;
using Amazon.ECS.Model;
using Amazon.Runtime;

namespace EcsTools.Aws.Changes;

/// <summary>Changes in ECS, and in the scaling of its services.</summary>
internal static class EcsChanges
{
    public static AwsChange? Of(AmazonWebServiceRequest request, AmazonWebServiceResponse? answer, UndoLines undo) => request switch
    {
        CreateClusterRequest made => new($"cluster {made.ClusterName}", AwsChange.Created, undo.Command($"Remove-FargateCluster {made.ClusterName}")),
        DeleteClusterRequest gone => new($"cluster {Name(gone.Cluster)}", AwsChange.Deleted),
        UpdateClusterRequest or PutClusterCapacityProvidersRequest => new($"cluster {ClusterOf(request)}", "updated"),
        CreateServiceRequest made => new(
            Service(made.ServiceName, made.Cluster),
            AwsChange.Created,
            undo.Command($"Remove-FargateService {made.ServiceName} -Cluster {Name(made.Cluster)}")),
        UpdateServiceRequest { TaskDefinition: not null } deploys => new(
            Service(deploys.Service, deploys.Cluster),
            "updated",
            undo.Command($"Undo-FargateDeployment {Name(deploys.Service)} -Cluster {Name(deploys.Cluster)}")),
        UpdateServiceRequest other => new(Service(other.Service, other.Cluster), "updated"),
        DeleteServiceRequest gone => new(Service(gone.Service, gone.Cluster), AwsChange.Deleted),
        RegisterTaskDefinitionRequest registered => Registered(registered, answer, undo),
        DeregisterTaskDefinitionRequest gone => new($"task definition {Name(gone.TaskDefinition)}", "deregistered"),
        StopServiceDeploymentRequest stopped => new($"deployment {Name(stopped.ServiceDeploymentArn)}", "stopped"),
        ContinueServiceDeploymentRequest continued => new($"deployment {Name(continued.ServiceDeploymentArn)}", "continued"),
        RunTaskRequest started => new($"task of {Name(started.TaskDefinition)} in cluster {Name(started.Cluster)}", "started")
        {
            IsToldByCommand = true,
            Search = $"Get-FargateTask -Cluster {Name(started.Cluster)} -Family {Name(started.TaskDefinition).Split(':')[0]}",
        },
        StopTaskRequest stopped => new($"task {Name(stopped.Task)}", "stopped"),
        RegisterScalableTargetRequest scaled => new($"limits of {Resource(scaled.ResourceId)}", "set"),
        DeregisterScalableTargetRequest gone => new($"scaling of {Resource(gone.ResourceId)}", AwsChange.Deleted),
        PutScalingPolicyRequest put => new($"scaling policy {put.PolicyName} of {Resource(put.ResourceId)}", "set"),
        DeleteScalingPolicyRequest gone => new($"scaling policy {gone.PolicyName} of {Resource(gone.ResourceId)}", AwsChange.Deleted),
        PutScheduledActionRequest put => new($"scaling schedule {put.ScheduledActionName} of {Resource(put.ResourceId)}", "set"),
        DeleteScheduledActionRequest gone => new($"scaling schedule {gone.ScheduledActionName} of {Resource(gone.ResourceId)}", AwsChange.Deleted),
        _ => null,
    };

    // Without an answer, the number of the revision is not known.
    private static AwsChange Registered(RegisterTaskDefinitionRequest request, AmazonWebServiceResponse? answer, UndoLines undo)
    {
        var name = answer is RegisterTaskDefinitionResponse { TaskDefinition: { } known } ? ResourceName.Of(known.TaskDefinitionArn) : null;
        return new($"task definition {name ?? request.Family}", "registered", name is null ? null : undo.Command($"Unregister-FargateTask {name}"));
    }

    private static string ClusterOf(AmazonWebServiceRequest request)
        => Name(request is UpdateClusterRequest updated ? updated.Cluster : ((PutClusterCapacityProvidersRequest)request).Cluster);

    private static string Service(string service, string cluster) => $"service {Name(service)} in cluster {Name(cluster)}";

    /// <summary>A <c>service/cluster/name</c> in words.</summary>
    private static string Resource(string id) => id.Split('/') is [_, var cluster, var service] ? Service(service, cluster) : id;

    private static string Name(string arnOrName) => ResourceName.Of(arnOrName);
}
