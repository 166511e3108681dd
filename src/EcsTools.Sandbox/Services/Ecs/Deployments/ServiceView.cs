using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>A service as it is described.</summary>
internal static class ServiceView
{
    private static readonly string[] OnlyOfRevisions = ["serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations"];

    private static readonly string[] OfDeployment =
    [
        "taskDefinition", "launchType", "capacityProviderStrategy", "platformVersion", "platformFamily", "networkConfiguration",
        "serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations",
    ];

    public static JsonObject Of(ServiceRecord service, bool withTags)
    {
        var answer = service.Settings.Copy();
        foreach (var member in OnlyOfRevisions)
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
        answer["deployments"] = listed.Select(deployment => Of(service, deployment)).ToJson();
        answer["events"] = service.Events.Wire.Copy();
        answer["currentServiceRevisions"] = listed
            .Select(deployment => ServiceDeployment.Summary(service, deployment, Requested(service, deployment)))
            .ToJson();
        if (service.Ongoing is { } ongoing)
        {
            answer["currentServiceDeployment"] = ongoing.Arn;
        }

        return answer;
    }

    private static JsonObject Of(ServiceRecord service, Deployment deployment)
    {
        var running = service.TasksOf(deployment).Count(task => task.IsRunning);
        var pending = service.TasksOf(deployment).Count(task => task.IsPending);
        var answer = new JsonObject
        {
            ["id"] = deployment.Id,
            ["status"] = deployment.Status,
            ["desiredCount"] = Requested(service, deployment) ?? running + pending,
            ["pendingCount"] = pending,
            ["runningCount"] = running,
            ["failedTasks"] = deployment.FailedTasks,
            ["createdAt"] = deployment.CreatedAt,
            ["updatedAt"] = deployment.UpdatedAt,
            ["rolloutState"] = deployment.State,
            ["rolloutStateReason"] = deployment.StateReason,
        };
        foreach (var member in OfDeployment)
        {
            if (deployment.Revision[member] is { } value)
            {
                answer[member] = value.DeepClone();
            }
        }

        return answer;
    }

    /// <summary>The primary deployment is to have all; the others, what they still have.</summary>
    private static int? Requested(ServiceRecord service, Deployment deployment)
        => deployment.Status == DeploymentStatus.Primary ? service.Desired : null;
}
