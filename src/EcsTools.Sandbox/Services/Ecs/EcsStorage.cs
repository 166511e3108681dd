using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Clusters;
using EcsTools.Sandbox.Services.Ecs.Services;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>Saves and loads the state of ECS. Everything survives a restart of the sandbox except running containers.</summary>
internal sealed class EcsStorage
{
    private readonly ClusterStore _clusters;
    private readonly ConnectNamespaces _namespaces;
    private readonly TaskDefinitionStore _definitions;
    private readonly TaskStore _tasks;
    private readonly ServiceStore _services;
    private readonly SandboxClock _clock;

    public EcsStorage(
        ClusterStore clusters,
        ConnectNamespaces namespaces,
        TaskDefinitionStore definitions,
        TaskStore tasks,
        ServiceStore services,
        SandboxClock clock)
    {
        _clusters = clusters;
        _namespaces = namespaces;
        _definitions = definitions;
        _tasks = tasks;
        _services = services;
        _clock = clock;
    }

    public JsonObject Save() => new()
    {
        ["clusters"] = _clusters.Save(),
        ["namespaces"] = _namespaces.Save(),
        ["taskDefinitions"] = _definitions.Save(),
        ["lastRevisions"] = _definitions.SaveRevisions(),
        ["tasks"] = _tasks.Save(),
        ["services"] = ServiceStorage.Save(_services),
    };

    public void Load(JsonObject saved)
    {
        _clusters.Load(saved.Objects("clusters"));
        _namespaces.Load(saved.Texts("namespaces"));
        _definitions.Load(saved.Objects("taskDefinitions"), saved.Object("lastRevisions")!);
        ServiceStorage.Load(_services, saved.Objects("services"), _clock);
        _tasks.Load(saved.Objects("tasks"));
    }
}
