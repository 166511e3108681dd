using System;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>What of services survives a restart of the sandbox: everything but their tasks, which are started anew.</summary>
internal static class ServiceStorage
{
    public static JsonArray Save(EcsState state) => state.Services.Values.Select(Save).ToJson();

    public static void Load(EcsState state, JsonObject saved)
    {
        foreach (var item in saved.Objects("services"))
        {
            var settings = item.Object("settings")!.Copy();
            var events = new ServiceEvents(settings.Text("serviceName")!, state.Clock, item["events"]!.AsArray().Copy());
            var service = new ServiceRecord(settings, events);
            if (item.Object("creation") is { } creation)
            {
                service.Creation = (creation.Text("token")!, creation.Text("asked")!);
            }

            service.Deployments.AddRange(item.Objects("deployments").Select(LoadDeployment));
            service.History.AddRange(item.Objects("history").Select(LoadHistory));
            state.Services[EcsState.ServiceKey(service.Cluster, service.Name)] = service;
        }
    }

    private static JsonObject Save(ServiceRecord service) => new()
    {
        ["settings"] = service.Settings.Copy(),
        ["events"] = service.Events.Wire.Copy(),
        ["creation"] = service.Creation is { } creation
            ? new JsonObject { ["token"] = creation.Token, ["asked"] = creation.Asked }
            : null,
        ["deployments"] = service.Deployments.Select(Save).ToJson(),
        ["history"] = service.History.Select(Save).ToJson(),
    };

    private static JsonObject Save(Deployment deployment) => new()
    {
        ["number"] = deployment.Number,
        ["revision"] = deployment.Revision.Copy(),
        ["definition"] = deployment.Definition.Copy(),
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
        Revision = saved.Object("revision")!.Copy(),
        Definition = saved.Object("definition")!.Copy(),
        CreatedAt = saved.Number("createdAt")!.Value,
        UpdatedAt = saved.Number("updatedAt")!.Value,
        Status = saved.Text("status")!,
        State = saved.Text("state")!,
        StateReason = saved.Text("stateReason")!,
        HasCompleted = saved.Flag("hasCompleted") == true,
        FailedTasks = (int)saved.Integer("failedTasks")!.Value,
    };

    private static JsonObject Save(ServiceDeployment deployment) => new()
    {
        ["wire"] = deployment.Wire.Copy(),
        ["target"] = deployment.Target,
        ["sources"] = deployment.Sources.ToJson(),
        ["percent"] = deployment.Percent,
        ["testPercent"] = deployment.TestPercent,
        ["waitUntil"] = deployment.WaitUntil?.ToUnixTimeMilliseconds(),
    };

    private static ServiceDeployment LoadHistory(JsonObject saved) => new()
    {
        Wire = saved.Object("wire")!.Copy(),
        Target = saved.Text("target")!,
        Sources = saved.Texts("sources"),
        Percent = saved.Number("percent") ?? 0,
        TestPercent = saved.Number("testPercent") ?? 0,
        WaitUntil = saved.Integer("waitUntil") is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
    };
}
