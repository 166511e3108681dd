using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Cloud;

/// <summary>
/// One AWS service of the sandbox. A service names its operations and answers each with the members of the service model;
/// it knows neither HTTP nor the protocol. Its state is its own and guarded by its own lock.
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

    /// <summary>The operations served. One that the model has and this lacks is answered with UnsupportedOperation.</summary>
    public IReadOnlyDictionary<string, Func<SandboxCall, Task<JsonObject>>> Operations => _operations;

    /// <summary>What a restart needs to know, or null.</summary>
    public virtual JsonNode? Save() => null;

    /// <summary>Takes back what <see cref="Save"/> gave.</summary>
    public virtual void Load(JsonNode state)
    {
    }

    /// <summary>Called once when every service is there, before the first request: start background work here, bound to <see cref="SandboxCloud.Stopping"/>.</summary>
    public virtual Task StartAsync() => Task.CompletedTask;

    /// <summary>Called once at the stop: leave no container and no task of the runtime behind.</summary>
    public virtual Task StopAsync() => Task.CompletedTask;

    protected void Serve(string operation, Func<SandboxCall, Task<JsonObject>> handler) => _operations.Add(operation, handler);

    protected void Serve(string operation, Func<SandboxCall, JsonObject> handler)
        => _operations.Add(operation, call => Task.FromResult(handler(call)));
}
