using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Maps services to the members of the service model, for answers and for the saved state.</summary>
internal static class ServiceJson
{
    /// <summary>A service as it is described.</summary>
    public static JsonObject Describe(ServiceRecord service, bool withTags)
    {
        var answer = Write(service);
        foreach (var member in WorkloadJson.OnlyInRevisions)
        {
            answer.Remove(member);
        }

        if (!withTags)
        {
            answer.Remove("tags");
        }

        var listed = service.Deployments
            .Where(deployment => deployment.Status != DeploymentStatus.Inactive)
            .OrderBy(deployment => deployment.Status == DeploymentStatus.Primary ? 0 : 1)
            .ThenByDescending(deployment => deployment.CreatedAt)
            .ToList();
        answer["runningCount"] = service.Tasks.Count(task => task.IsRunning);
        answer["pendingCount"] = service.Tasks.Count(task => task.IsPending);
        answer["deployments"] = listed.Select(deployment => Describe(service, deployment)).ToJson();
        answer["events"] = service.Events.Write();
        answer["currentServiceRevisions"] = listed
            .Select(deployment => ServiceDeploymentJson.Write(RevisionCounts.Of(service, deployment, Requested(service, deployment))))
            .ToJson();
        answer["currentServiceDeployment"] = service.Ongoing?.Arn;
        return answer;
    }

    /// <summary>What a service is set to, without its deployments and events.</summary>
    public static JsonObject Write(ServiceRecord service)
    {
        var settings = service.Settings;
        var members = WorkloadJson.Write(settings.Workload);
        members["serviceName"] = service.Name;
        members["serviceArn"] = service.Arn;
        members["clusterArn"] = service.ClusterArn;
        members["status"] = service.Status;
        members["createdAt"] = service.CreatedAt;
        members["createdBy"] = service.CreatedBy;
        members["roleArn"] = service.RoleArn;
        members["tags"] = TagRules.Write(service.Tags);
        members["desiredCount"] = settings.Desired;
        members["schedulingStrategy"] = "REPLICA";
        members["deploymentController"] = new JsonObject { ["type"] = "ECS" };
        members["enableECSManagedTags"] = settings.EnableEcsManagedTags;
        members["propagateTags"] = settings.PropagateTags;
        members["enableExecuteCommand"] = settings.EnableExecuteCommand;
        members["placementConstraints"] = new JsonArray();
        members["placementStrategy"] = new JsonArray();
        members["deploymentConfiguration"] = DeploymentConfigurationJson.Write(settings.Deployment);
        members["availabilityZoneRebalancing"] = settings.ZoneRebalancing;
        members["healthCheckGracePeriodSeconds"] = settings.GracePeriodSeconds;
        return members;
    }

    /// <summary>The service whose members were saved, without deployments.</summary>
    public static ServiceRecord Read(JsonObject from, ServiceEvents events)
        => new(from.Text("serviceArn")!, from.Text("clusterArn")!, events)
        {
            Status = from.Text("status")!,
            CreatedAt = from.Number("createdAt") ?? 0,
            CreatedBy = from.Text("createdBy"),
            RoleArn = from.Text("roleArn"),
            Tags = TagRules.Read(from, "tags"),
            Settings = new ServiceSettings
            {
                Workload = WorkloadJson.Read(from),
                Desired = (int)from.Integer("desiredCount")!.Value,
                Deployment = DeploymentConfigurationJson.Read(from.Object("deploymentConfiguration")!),
                EnableEcsManagedTags = from.Flag("enableECSManagedTags") == true,
                PropagateTags = from.Text("propagateTags") ?? "NONE",
                EnableExecuteCommand = from.Flag("enableExecuteCommand") == true,
                ZoneRebalancing = from.Text("availabilityZoneRebalancing") ?? "DISABLED",
                GracePeriodSeconds = from.Integer("healthCheckGracePeriodSeconds"),
            },
        };

    private static JsonObject Describe(ServiceRecord service, Deployment deployment)
    {
        var answer = WorkloadJson.Write(deployment.Revision.Workload);
        answer.Remove("loadBalancers");
        answer.Remove("serviceRegistries");
        var counts = RevisionCounts.Of(service, deployment, Requested(service, deployment));
        answer["id"] = deployment.Id;
        answer["status"] = deployment.Status;
        answer["desiredCount"] = counts.Requested;
        answer["pendingCount"] = counts.Pending;
        answer["runningCount"] = counts.Running;
        answer["failedTasks"] = deployment.FailedTasks;
        answer["createdAt"] = deployment.CreatedAt;
        answer["updatedAt"] = deployment.UpdatedAt;
        answer["rolloutState"] = deployment.State;
        answer["rolloutStateReason"] = deployment.StateReason;
        return answer;
    }

    /// <summary>The primary deployment is to have all tasks; the others, the tasks that they still have.</summary>
    private static int? Requested(ServiceRecord service, Deployment deployment)
        => deployment.Status == DeploymentStatus.Primary ? service.Desired : null;
}
