using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The operations on tags. Used under the lock of the service.</summary>
internal sealed class TagOperations
{
    private const int MostResources = 20;

    private readonly LoadBalancingStore _store;

    public TagOperations(LoadBalancingStore store)
    {
        _store = store;
    }

    public JsonObject Add(SandboxCall call)
    {
        var resources = call.Input.Texts("ResourceArns").Select(_store.RequireTagged).ToList();
        var tags = call.Input.Objects("Tags");
        foreach (var resource in resources)
        {
            resource.Tags.Put(tags);
        }

        return [];
    }

    public JsonObject Remove(SandboxCall call)
    {
        var keys = call.Input.Texts("TagKeys");
        foreach (var resource in call.Input.Texts("ResourceArns").Select(_store.RequireTagged).ToList())
        {
            resource.Tags.Remove(keys);
        }

        return [];
    }

    public JsonObject Describe(SandboxCall call)
    {
        var arns = call.Input.Texts("ResourceArns");
        if (arns.Count > MostResources)
        {
            throw LoadBalancingErrors.Invalid($"Up to {MostResources} resources can be specified");
        }

        return new JsonObject
        {
            ["TagDescriptions"] = arns
                .Select(_store.RequireTagged)
                .Select(resource => new JsonObject { ["ResourceArn"] = resource.Arn, ["Tags"] = resource.Tags.Write() })
                .ToJson(),
        };
    }
}
