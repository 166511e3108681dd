using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The operations on attributes of load balancers, listeners and target groups. Used under the lock of the service.</summary>
internal sealed class AttributeOperations
{
    private readonly LoadBalancingStore _store;

    public AttributeOperations(LoadBalancingStore store)
    {
        _store = store;
    }

    public JsonObject DescribeBalancer(SandboxCall call) => Answer(_store.RequireBalancer(call.Input.Text("LoadBalancerArn")!).Attributes);

    public JsonObject DescribeListener(SandboxCall call) => Answer(_store.RequireListener(call.Input.Text("ListenerArn")!).Listener.Attributes);

    public JsonObject DescribeGroup(SandboxCall call)
    {
        var group = _store.RequireGroup(call.Input.Text("TargetGroupArn")!);
        return Answer(group.Attributes);
    }

    public JsonObject ModifyBalancer(SandboxCall call)
    {
        var kept = _store.RequireBalancer(call.Input.Text("LoadBalancerArn")!).Attributes;
        var changed = kept.With("Load balancer", call.Input.Objects("Attributes"));
        BalancerAttributes.Check(changed);
        return Keep(kept, changed);
    }

    public JsonObject ModifyListener(SandboxCall call)
    {
        var kept = _store.RequireListener(call.Input.Text("ListenerArn")!).Listener.Attributes;
        return Keep(kept, kept.With("Listener", call.Input.Objects("Attributes")));
    }

    public JsonObject ModifyGroup(SandboxCall call)
    {
        var group = _store.RequireGroup(call.Input.Text("TargetGroupArn")!);
        var attributes = call.Input.Objects("Attributes");
        if (group.TargetType == TargetTypes.Lambda)
        {
            throw LoadBalancingErrors.Configuration(
                $"A target group with target type 'lambda' does not support the attribute {attributes[0].Text("Key")}");
        }

        var changed = group.Attributes.With("Target group", attributes);
        TargetGroupAttributes.Check(changed);
        return Keep(group.Attributes, changed);
    }

    private static JsonObject Keep(AttributeValues kept, AttributeValues changed)
    {
        kept.Take(changed);
        return Answer(kept);
    }

    private static JsonObject Answer(AttributeValues values) => new() { ["Attributes"] = values.Write() };
}
