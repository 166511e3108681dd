using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Saves and loads services. Their tasks are not kept: they are started again.</summary>
internal static class ServiceStorage
{
    public static JsonArray Save(ServiceStore services) => services.All.Select(Save).ToJson();

    public static void Load(ServiceStore services, IEnumerable<JsonObject> saved, SandboxClock clock)
    {
        foreach (var item in saved)
        {
            var settings = item.Object("settings")!;
            var service = ServiceJson.Read(settings, new ServiceEvents(settings.Text("serviceName")!, clock, item.Objects("events")));
            if (item.Object("creation") is { } creation)
            {
                service.Creation = (creation.Text("token")!, creation.Text("asked")!);
            }

            service.Deployments.AddRange(item.Objects("deployments").Select(LoadDeployment));
            service.History.AddRange(item.Objects("history").Select(ServiceDeploymentJson.Load));
            services.Put(service);
        }
    }

    private static JsonObject Save(ServiceRecord service) => new()
    {
        ["settings"] = ServiceJson.Write(service),
        ["events"] = service.Events.Write(),
        ["creation"] = service.Creation is { } creation
            ? new JsonObject { ["token"] = creation.Token, ["asked"] = creation.Request }
            : null,
        ["deployments"] = service.Deployments.Select(deployment => Save(service, deployment)).ToJson(),
        ["history"] = service.History.Select(deployment => ServiceDeploymentJson.Save(service, deployment)).ToJson(),
    };

    private static JsonObject Save(ServiceRecord service, Deployment deployment) => new()
    {
        ["number"] = deployment.Number,
        ["revision"] = ServiceRevisionJson.Write(service, deployment.Revision),
        ["definition"] = TaskDefinitionJson.Write(deployment.Definition),
        ["createdAt"] = deployment.CreatedAt,
        ["updatedAt"] = deployment.UpdatedAt,
        ["status"] = deployment.Status,
        ["state"] = deployment.State,
        ["stateReason"] = deployment.StateReason,
        ["hasCompleted"] = deployment.HasCompleted,
        ["failedTasks"] = deployment.FailedTasks,
    };

    private static Deployment LoadDeployment(JsonObject saved) => new()
    {
        Number = saved.Text("number")!,
        Revision = ServiceRevisionJson.Read(saved.Object("revision")!),
        Definition = TaskDefinitionJson.Read(saved.Object("definition")!),
        CreatedAt = saved.Number("createdAt")!.Value,
        UpdatedAt = saved.Number("updatedAt")!.Value,
        Status = saved.Text("status")!,
        State = saved.Text("state")!,
        StateReason = saved.Text("stateReason")!,
        HasCompleted = saved.Flag("hasCompleted") == true,
        FailedTasks = (int)saved.Integer("failedTasks")!.Value,
    };
}
