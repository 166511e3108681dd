using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The certificates of a listener besides its default one, which clients choose by server name. Used under the lock of the service.</summary>
internal sealed class ListenerCertificateOperations
{
    private readonly LoadBalancingStore _store;
    private readonly ListenerSecurity _security;

    public ListenerCertificateOperations(LoadBalancingStore store, ListenerSecurity security)
    {
        _store = store;
        _security = security;
    }

    public JsonObject Add(SandboxCall call)
    {
        var (balancer, listener) = _store.RequireListener(call.Input.Text("ListenerArn")!);
        if (!listener.IsHttps)
        {
            throw LoadBalancingErrors.Configuration($"Certificates cannot be added to listeners with the protocol '{listener.Protocol}'");
        }

        var arns = ArnsOf(call.Input);
        foreach (var arn in arns)
        {
            _security.RequireIssued(arn);
        }

        // The quota does not count default certificates.
        var others = balancer.Listeners.Where(other => other != listener).Sum(other => System.Math.Max(0, other.Certificates.Count - 1));
        if (others + listener.Certificates.Union(arns).Count() - 1 > LoadBalancingQuotas.Certificates)
        {
            throw LoadBalancingErrors.TooMany("TooManyCertificates", "certificates per load balancer");
        }

        listener.Certificates.AddRange(arns.Except(listener.Certificates).ToList());
        return new JsonObject { ["Certificates"] = arns.Select(arn => Write(listener, arn)).ToJson() };
    }

    public JsonObject Remove(SandboxCall call)
    {
        var (_, listener) = _store.RequireListener(call.Input.Text("ListenerArn")!);
        var arns = ArnsOf(call.Input);
        if (listener.Certificates.FirstOrDefault() is { } fixedOne && arns.Contains(fixedOne))
        {
            throw LoadBalancingErrors.NotPermitted($"Default certificate '{fixedOne}' cannot be removed from the listener");
        }

        listener.Certificates.RemoveAll(arns.Contains);
        return [];
    }

    public JsonObject Describe(SandboxCall call)
    {
        var (_, listener) = _store.RequireListener(call.Input.Text("ListenerArn")!);
        return LoadBalancingPages.Page(call.Input, "Certificates", listener.Certificates, arn => Write(listener, arn), arn => arn);
    }

    private static IReadOnlyList<string> ArnsOf(JsonObject input)
    {
        var arns = input.Objects("Certificates").Select(item => item.Text("CertificateArn") ?? "").Distinct().ToList();
        return arns.Count > 0 ? arns : throw LoadBalancingErrors.Invalid("A certificate must be specified");
    }

    private static JsonObject Write(Listener listener, string arn)
        => new() { ["CertificateArn"] = arn, ["IsDefault"] = listener.Certificates[0] == arn };
}
