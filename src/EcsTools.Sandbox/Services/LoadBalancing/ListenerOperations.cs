using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The operations on listeners. Used under the lock of the service.</summary>
internal sealed class ListenerOperations
{
    private readonly LoadBalancingStore _store;
    private readonly ActionRules _actions;
    private readonly ListenerSecurity _security;

    public ListenerOperations(LoadBalancingStore store, ActionRules actions, ListenerSecurity security)
    {
        _store = store;
        _actions = actions;
        _security = security;
    }

    /// <summary>The part of a listener's ARN that the ARNs of its rules continue: <c>app/name/id/id</c>.</summary>
    public static string PathOf(Listener listener)
        => listener.Arn.Substring(listener.Arn.IndexOf(":listener/", StringComparison.Ordinal) + ":listener/".Length);

    public JsonObject Create(SandboxCall call)
    {
        var input = call.Input;
        var balancer = _store.RequireBalancer(input.Text("LoadBalancerArn")!);
        var port = (int)(input.Integer("Port") ?? throw LoadBalancingErrors.Invalid("A listener port must be specified"));
        var protocol = input.Text("Protocol") ?? throw LoadBalancingErrors.Invalid("A listener protocol must be specified");
        CheckProtocol(protocol);
        var (policy, certificate) = _security.Read(input, protocol);
        var (action, order) = _actions.Read(input.Objects("DefaultActions"), balancer, protocol, port);
        var tags = new ResourceTags(input.Objects("Tags"));
        if (balancer.Listeners.Find(known => known.Port == port) is { } same)
        {
            return IsSame(same, protocol, policy, certificate, action) ? Answer(balancer, same) : throw LoadBalancingErrors.DuplicateListener();
        }

        if (balancer.Listeners.Count >= LoadBalancingQuotas.Listeners)
        {
            throw LoadBalancingErrors.TooMany("TooManyListeners", "listeners per load balancer");
        }

        var listener = new Listener
        {
            Arn = _store.NewArn("listener/" + balancer.Label),
            Port = port,
            Protocol = protocol,
            SslPolicy = policy,
            Tags = tags,
        };
        if (certificate is not null)
        {
            listener.Certificates.Add(certificate);
        }

        listener.Rules.Add(new ListenerRule
        {
            Arn = _store.NewArn("listener-rule/" + PathOf(listener)),
            Action = action,
            Order = order,
            Tags = new ResourceTags([]),
        });
        balancer.Listeners.Add(listener);
        balancer.Listeners.Sort((one, other) => one.Port.CompareTo(other.Port));
        return Answer(balancer, listener);
    }

    public JsonObject Describe(SandboxCall call)
    {
        var (balancerArn, arns) = (call.Input.Text("LoadBalancerArn"), call.Input.Texts("ListenerArns"));
        if (balancerArn is null == (arns.Count == 0))
        {
            throw LoadBalancingErrors.Invalid(balancerArn is null
                ? "You must specify either listener ARNs or a load balancer ARN"
                : "Listener ARNs and a load balancer ARN cannot be specified at the same time");
        }

        List<(LoadBalancer Balancer, Listener Listener)> found;
        if (balancerArn is not null)
        {
            var balancer = _store.RequireBalancer(balancerArn);
            found = balancer.Listeners.Select(listener => (balancer, listener)).ToList();
        }
        else
        {
            found = arns.Distinct(StringComparer.Ordinal).Select(arn => _store.FindListener(arn) ?? throw LoadBalancingErrors.NoListeners()).ToList();
        }

        return LoadBalancingPages.Page(
            call.Input, "Listeners", found, item => Write(item.Balancer, item.Listener), item => item.Listener.Arn);
    }

    public JsonObject Modify(SandboxCall call)
    {
        var input = call.Input;
        var (balancer, listener) = _store.RequireListener(input.Text("ListenerArn")!);
        var port = (int)(input.Integer("Port") ?? listener.Port);
        var protocol = input.Text("Protocol") ?? listener.Protocol;
        CheckProtocol(protocol);
        if (balancer.Listeners.Exists(other => other != listener && other.Port == port))
        {
            throw LoadBalancingErrors.DuplicateListener();
        }

        var (policy, certificate) = _security.Read(input, protocol, listener);
        var rule = listener.DefaultRule;
        var (action, order) = input["DefaultActions"] is null
            ? (rule.Action, rule.Order)
            : _actions.Read(input.Objects("DefaultActions"), balancer, protocol, port);
        (rule.Action, rule.Order) = (action, order);
        (listener.Port, listener.Protocol, listener.SslPolicy) = (port, protocol, policy);
        SetDefault(listener, certificate);
        balancer.Listeners.Sort((one, other) => one.Port.CompareTo(other.Port));
        return Answer(balancer, listener);
    }

    public JsonObject Delete(SandboxCall call)
    {
        var (balancer, listener) = _store.RequireListener(call.Input.Text("ListenerArn")!);
        if (_store.Groups.Values.Any(group => group.Targets.Exists(target => target.IsAt(balancer.Arn, listener.Port))))
        {
            throw LoadBalancingErrors.InUse($"Listener '{listener.Arn}' is the target of a target group with target type 'alb'");
        }

        balancer.Listeners.Remove(listener);
        return [];
    }

    public static JsonObject Write(LoadBalancer balancer, Listener listener)
    {
        var members = new JsonObject
        {
            ["ListenerArn"] = listener.Arn,
            ["LoadBalancerArn"] = balancer.Arn,
            ["Port"] = listener.Port,
            ["Protocol"] = listener.Protocol,
            ["DefaultActions"] = RuleJson.Actions(listener.DefaultRule),
        };
        if (listener.IsHttps)
        {
            members["SslPolicy"] = listener.SslPolicy;
            members["Certificates"] = new[] { new JsonObject { ["CertificateArn"] = listener.Certificates[0] } }.ToJson();
            members["MutualAuthentication"] = new JsonObject { ["Mode"] = "off" };
        }

        return members;
    }

    /// <summary>Makes a certificate the default one. The default one before is not kept; a listener that is not HTTPS has none.</summary>
    private static void SetDefault(Listener listener, string? certificate)
    {
        if (certificate is null)
        {
            listener.Certificates.Clear();
        }
        else if (listener.Certificates.FirstOrDefault() != certificate)
        {
            if (listener.Certificates.Count > 0)
            {
                listener.Certificates.RemoveAt(0);
            }

            listener.Certificates.Remove(certificate);
            listener.Certificates.Insert(0, certificate);
        }
    }

    private static void CheckProtocol(string protocol)
    {
        if (protocol is not ("HTTP" or Listener.Https))
        {
            throw new AwsError("UnsupportedProtocol", $"Listener protocol '{protocol}' must be one of 'HTTPS, HTTP'");
        }
    }

    private static bool IsSame(Listener listener, string protocol, string? policy, string? certificate, RuleAction action)
        => listener.Protocol == protocol
            && listener.SslPolicy == policy
            && listener.Certificates.FirstOrDefault() == certificate
            && JsonNode.DeepEquals(ActionJson.Write(listener.DefaultRule.Action, null), ActionJson.Write(action, null));

    private static JsonObject Answer(LoadBalancer balancer, Listener listener)
        => new() { ["Listeners"] = new[] { Write(balancer, listener) }.ToJson() };
}
