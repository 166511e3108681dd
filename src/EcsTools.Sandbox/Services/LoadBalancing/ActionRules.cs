using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>Refuses the actions that Elastic Load Balancing refuses. Used under the lock of the service.</summary>
internal sealed class ActionRules
{
    private readonly LoadBalancingStore _store;

    public ActionRules(LoadBalancingStore store)
    {
        _store = store;
    }

    /// <summary>The one action that answers requests, and the order that the request gave it.</summary>
    /// <param name="actions">The actions of a request.</param>
    /// <param name="balancer">The load balancer.</param>
    /// <param name="protocol">The protocol of the listener.</param>
    /// <param name="port">The port of the listener.</param>
    public (RuleAction Action, long? Order) Read(IReadOnlyList<JsonObject> actions, LoadBalancer balancer, string protocol, int port)
    {
        CheckTypes(actions, protocol);
        var action = ActionJson.Read(actions[0]);
        switch (action)
        {
            case RuleAction.Forward forward:
                CheckForward(forward, balancer, protocol);
                break;
            case RuleAction.Redirect redirect:
                CheckRedirect(redirect, protocol, port);
                break;
            default:
                break;
        }

        return (action, actions[0].Integer("Order"));
    }

    private static void CheckTypes(IReadOnlyList<JsonObject> actions, string protocol)
    {
        var types = actions.Select(action => action.Text("Type")!).ToList();
        if (types.Find(type => type is not ("forward" or "redirect" or "fixed-response")) is { } other)
        {
            throw LoadBalancingErrors.Action(protocol == Listener.Https
                ? $"The sandbox does not serve actions of type '{other}'."
                : $"Actions of type '{other}' are supported only on HTTPS listeners");
        }

        if (types.Count > 1)
        {
            throw new AwsError(
                "TooManyActions", "A rule can have exactly one action of the types 'forward', 'redirect' and 'fixed-response'");
        }

        if (types.Count == 0)
        {
            throw LoadBalancingErrors.Action("You must specify exactly one of the action types 'forward', 'redirect' and 'fixed-response'");
        }
    }

    private static void CheckRedirect(RuleAction.Redirect redirect, string protocol, int port)
    {
        if (protocol == Listener.Https && redirect.Protocol == "HTTP")
        {
            throw LoadBalancingErrors.Action("A redirect action cannot redirect from HTTPS to HTTP");
        }

        if ((redirect.Protocol == "#{protocol}" || redirect.Protocol == protocol)
            && (redirect.Port == "#{port}" || redirect.Port == port.ToString(CultureInfo.InvariantCulture))
            && redirect is { Host: "#{host}", Path: "/#{path}" })
        {
            throw LoadBalancingErrors.Action("The redirect configuration is not valid because it creates a loop.");
        }
    }

    private void CheckForward(RuleAction.Forward forward, LoadBalancer balancer, string protocol)
    {
        if (forward.Groups.Count is 0 or > LoadBalancingQuotas.GroupsOfAction)
        {
            throw LoadBalancingErrors.Invalid(
                $"A forward action must have 1 to {LoadBalancingQuotas.GroupsOfAction} target groups");
        }

        foreach (var group in forward.Groups)
        {
            if (group.Weight is < 0 or > 999)
            {
                throw LoadBalancingErrors.Invalid($"The target group weight '{group.Weight}' must be between '0-999' inclusive");
            }
        }

        if (forward.Groups.GroupBy(group => group.GroupId).Any(same => same.Count() > 1))
        {
            throw LoadBalancingErrors.Invalid("A target group cannot be specified more than once in a forward action");
        }

        var groups = forward.Groups.Select(group => _store.RequireGroup(group.GroupId)).ToList();
        groups.ForEach(group => CheckProtocol(group, protocol));
        CheckAssociations(groups, balancer);
    }

    private static void CheckProtocol(TargetGroup group, string protocol)
    {
        if (group.TargetType == TargetTypes.Alb)
        {
            throw new AwsError(
                "IncompatibleProtocols",
                $"The protocol '{group.Protocol}' of target group '{group.Arn}' is not compatible with the listener protocol '{protocol}'");
        }

        if (group.ProtocolVersion is "HTTP2" or "GRPC" && protocol != Listener.Https)
        {
            throw LoadBalancingErrors.Action(
                $"Listener protocol '{protocol}' is not supported with a target group with the protocol-version '{group.ProtocolVersion}'");
        }
    }

    private void CheckAssociations(IReadOnlyList<TargetGroup> groups, LoadBalancer balancer)
    {
        var taken = groups.Where(group => _store.UsersOf(group.Arn).Any(user => user != balancer)).Select(group => group.Arn).ToList();
        if (taken.Count > 0)
        {
            throw new AwsError(
                "TargetGroupAssociationLimit",
                "The following target groups cannot be associated with more than one load balancer: " + string.Join(", ", taken));
        }

        if (balancer.GroupArns.Union(groups.Select(group => group.Arn)).Count() > LoadBalancingQuotas.GroupsOfBalancer)
        {
            throw LoadBalancingErrors.TooMany("TooManyUniqueTargetGroupsPerLoadBalancer", "unique target groups per load balancer");
        }
    }
}
