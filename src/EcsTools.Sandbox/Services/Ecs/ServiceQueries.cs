using System;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>Answers about services while none can be created: truthfully, there is none.</summary>
internal sealed class ServiceQueries
{
    private readonly EcsState _state;

    public ServiceQueries(EcsState state)
    {
        _state = state;
    }

    public JsonObject List(SandboxCall call)
    {
        lock (_state.Gate)
        {
            _ = _state.ActiveCluster(call.Input.Text("cluster"));
            return EcsPages.Of(call.Input, "serviceArns", [], defaultSize: 10);
        }
    }

    public JsonObject Describe(SandboxCall call)
    {
        var names = call.Input.Texts("services");
        if (names.Count == 0)
        {
            throw EcsErrors.InvalidParameter("Services cannot be empty.");
        }

        if (names.Count > 10)
        {
            throw EcsErrors.InvalidParameter("Services can have at most 10 items.");
        }

        lock (_state.Gate)
        {
            var cluster = _state.ActiveCluster(call.Input.Text("cluster")).Text("clusterName")!;
            var missing = names.Select(name => name.Substring(name.LastIndexOf('/') + 1))
                .Distinct(StringComparer.Ordinal)
                .Select(name => EcsErrors.Missing(_state.Names.ServiceArn(cluster, name)));
            return new JsonObject { ["services"] = new JsonArray(), ["failures"] = missing.ToJson() };
        }
    }
}
