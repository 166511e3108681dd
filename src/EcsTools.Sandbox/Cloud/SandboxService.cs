using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Cloud;

/// <summary>
/// One AWS service of the sandbox. A service names its operations and answers each with the members of the service model;
/// it knows neither HTTP nor the protocol. It guards its own state with its own lock.
/// </summary>
internal abstract class SandboxService
{
    private readonly Dictionary<string, Func<SandboxCall, Task<JsonObject>>> _operations = new(StringComparer.Ordinal);

    protected SandboxService(string package, SandboxCloud cloud)
    {
        Package = package;
        Cloud = cloud;
    }

    /// <summary>The package whose service.json describes this service, such as <c>AWSSDK.ECS</c>.</summary>
    public string Package { get; }

    protected SandboxCloud Cloud { get; }

    /// <summary>The operations served. For other operations of the model, an error says that the sandbox lacks them.</summary>
    public IReadOnlyDictionary<string, Func<SandboxCall, Task<JsonObject>>> Operations => _operations;

    /// <summary>The state to keep over a restart, or null.</summary>
    public virtual JsonNode? Save() => null;

    /// <summary>Called after the state that <see cref="Save"/> returned is on disk: what it no longer mentions can be deleted.</summary>
    public virtual void Saved()
    {
    }

    /// <summary>Takes the state that <see cref="Save"/> returned.</summary>
    public virtual void Load(JsonNode state)
    {
    }

    /// <summary>
    /// Called once after all services were created, before the first request. Start background work here, bound to
    /// <see cref="SandboxCloud.Stopping"/>.
    /// </summary>
    public virtual Task StartAsync() => Task.CompletedTask;

    /// <summary>Called once when the sandbox stops. Leave no container and no background work behind.</summary>
    public virtual Task StopAsync() => Task.CompletedTask;

    protected void Serve(string operation, Func<SandboxCall, Task<JsonObject>> handler) => _operations.Add(operation, handler);

    protected void Serve(string operation, Func<SandboxCall, JsonObject> handler)
        => _operations.Add(operation, call => Task.FromResult(handler(call)));
}
