using System.Linq;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;

namespace EcsTools.Aws.Changes;

/// <summary>Changes in load balancers.</summary>
internal static class RoutingChanges
{
    public static AwsChange? Of(AmazonWebServiceRequest request, AmazonWebServiceResponse? answer, UndoLines undo) => request switch
    {
        CreateLoadBalancerRequest made => new(Balancer(made.Name), AwsChange.Created, undo.Command($"Remove-FargateLoadBalancer {made.Name}")),
        DeleteLoadBalancerRequest gone => new(BalancerOf(gone.LoadBalancerArn), AwsChange.Deleted),
        ModifyLoadBalancerAttributesRequest changed => Setting("attributes", changed.LoadBalancerArn),
        SetSubnetsRequest changed => Setting("subnets", changed.LoadBalancerArn),
        SetSecurityGroupsRequest changed => Setting("security groups", changed.LoadBalancerArn),
        SetIpAddressTypeRequest changed => Setting("address type", changed.LoadBalancerArn),
        CreateListenerRequest made => new(
            $"listener {made.Port} of {BalancerOf(made.LoadBalancerArn)}",
            AwsChange.Created,
            (answer as CreateListenerResponse)?.Listeners?.FirstOrDefault() is { } listener
                ? undo.Cli($"elbv2 delete-listener --listener-arn {listener.ListenerArn}") : null,
            BalancerOf(made.LoadBalancerArn)),
        ModifyListenerRequest changed => new($"listener of {BalancerOf(changed.ListenerArn)}", "updated"),
        CreateTargetGroupRequest made => new(
            $"target group {made.Name}",
            AwsChange.Created,
            (answer as CreateTargetGroupResponse)?.TargetGroups?.FirstOrDefault() is { } group
                ? undo.Cli($"elbv2 delete-target-group --target-group-arn {group.TargetGroupArn}") : null),
        ModifyTargetGroupRequest changed => new(Group(changed.TargetGroupArn), "updated"),
        ModifyTargetGroupAttributesRequest changed => new(Group(changed.TargetGroupArn), "updated"),
        DeregisterTargetsRequest changed => new($"targets of {Group(changed.TargetGroupArn)}", "deregistered"),
        DeleteTargetGroupRequest gone => new(Group(gone.TargetGroupArn), AwsChange.Deleted),
        CreateRuleRequest made => new(
            $"rule {made.Priority} of {BalancerOf(made.ListenerArn)}",
            AwsChange.Created,
            (answer as CreateRuleResponse)?.Rules?.FirstOrDefault() is { } rule ? undo.Cli($"elbv2 delete-rule --rule-arn {rule.RuleArn}") : null),
        ModifyRuleRequest changed => new($"rule {ResourceName.Of(changed.RuleArn)} of {BalancerOf(changed.RuleArn)}", "updated"),
        SetRulePrioritiesRequest => new("priorities of rules", "set"),
        DeleteRuleRequest gone => new($"rule {ResourceName.Of(gone.RuleArn)} of {BalancerOf(gone.RuleArn)}", AwsChange.Deleted),
        _ => null,
    };

    private static AwsChange Setting(string name, string arn) => new($"{name} of {BalancerOf(arn)}", "set", Within: BalancerOf(arn));

    private static string Balancer(string name) => $"load balancer {name}";

    /// <summary>The load balancer in the ARN of itself, of a listener or of a rule: <c>…/app/name/id…</c>.</summary>
    private static string BalancerOf(string arn) => Balancer(arn.Split('/') is [_, _, var name, ..] ? name : arn);

    private static string Group(string arn) => $"target group {(arn.Split('/') is [_, var name, ..] ? name : arn)}";
}
