using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Export;

/// <summary>The load balancer of a template: listeners, rules and target groups.</summary>
internal sealed class CloudFormationRouting(AppSnapshot app, JsonObject resources)
{
    public const string BalancerGroup = "LoadBalancerSecurityGroup";

    private const string LoadBalancer = "LoadBalancer";

    // Attributes of a target group that the commands set. The others keep the defaults of AWS.
    private static readonly string[] Attributes =
    [
        "deregistration_delay.timeout_seconds", "slow_start.duration_seconds", "stickiness.enabled", "stickiness.type", "stickiness.lb_cookie.duration_seconds",
    ];

    private readonly SnapshotBalancer _balancer = app.Balancer!;
    private readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);

    public void Balancer()
    {
        resources[BalancerGroup] = Group(_balancer.SecurityGroups, $"Clients of load balancer {_balancer.Model.LoadBalancer}", null);
        CloudFormationTemplate.Add(resources, LoadBalancer, "AWS::ElasticLoadBalancingV2::LoadBalancer", new JsonObject
        {
            ["Name"] = _balancer.Model.LoadBalancer,
            ["Type"] = "application",
            ["Scheme"] = _balancer.Model.Scheme,
            ["IpAddressType"] = _balancer.Model.IpAddressType,
            ["Subnets"] = Cfn.Ref(CloudFormationTemplate.BalancerSubnets),
            ["SecurityGroups"] = Cfn.List(Cfn.Attribute(BalancerGroup, "GroupId")),
        });
    }

    public void Groups(SnapshotService service)
    {
        foreach (var (group, attributes) in service.Groups.Select(found => (found.Group, found.Attributes)))
        {
            var id = Cfn.Id(group.TargetGroupName, "Targets");
            _groups[group.TargetGroupArn] = id;
            CloudFormationTemplate.Add(resources, id, "AWS::ElasticLoadBalancingV2::TargetGroup", new JsonObject
            {
                ["Name"] = group.TargetGroupName,
                ["TargetType"] = "ip",
                ["Protocol"] = group.Protocol?.Value,
                ["Port"] = group.Port,
                ["VpcId"] = Cfn.Ref(CloudFormationTemplate.Vpc),
                ["HealthCheckPath"] = group.HealthCheckPath,
                ["HealthCheckIntervalSeconds"] = group.HealthCheckIntervalSeconds,
                ["HealthCheckTimeoutSeconds"] = group.HealthCheckTimeoutSeconds,
                ["HealthyThresholdCount"] = group.HealthyThresholdCount,
                ["UnhealthyThresholdCount"] = group.UnhealthyThresholdCount,
                ["Matcher"] = new JsonObject { ["HttpCode"] = group.Matcher?.HttpCode ?? "200" },
                ["TargetGroupAttributes"] = new JsonArray(attributes.Where(attribute => Attributes.Contains(attribute.Key))
                    .OrderBy(attribute => attribute.Key, StringComparer.Ordinal)
                    .Select(attribute => (JsonNode)new JsonObject { ["Key"] = attribute.Key, ["Value"] = attribute.Value }).ToArray()),
                ["Tags"] = CloudFormationTemplate.Tags(service),
            });
        }
    }

    public void Rules()
    {
        foreach (var listener in _balancer.Listeners)
        {
            var properties = new JsonObject
            {
                ["LoadBalancerArn"] = Cfn.Ref(LoadBalancer),
                ["Port"] = listener.Port,
                ["Protocol"] = listener.Protocol?.Value,
                ["DefaultActions"] = Actions(listener.DefaultActions ?? []),
            };
            if (listener.Certificates is { Count: > 0 } certificates)
            {
                properties["Certificates"] = Cfn.List(new JsonObject { ["CertificateArn"] = certificates[0].CertificateArn });
                properties["SslPolicy"] = listener.SslPolicy;
            }

            CloudFormationTemplate.Add(resources, ListenerId(listener.ListenerArn), "AWS::ElasticLoadBalancingV2::Listener", properties);
        }

        foreach (var (listener, rule) in _balancer.Rules)
        {
            var id = Cfn.Id(ListenerId(listener), "Rule", rule.Priority);
            CloudFormationTemplate.Add(resources, id, "AWS::ElasticLoadBalancingV2::ListenerRule", new JsonObject
            {
                ["ListenerArn"] = Cfn.Ref(ListenerId(listener)),
                ["Priority"] = int.Parse(rule.Priority, CultureInfo.InvariantCulture),
                ["Conditions"] = new JsonArray((rule.Conditions ?? []).Select(Condition).ToArray()),
                ["Actions"] = Actions(rule.Actions ?? []),
            });
        }

        Order();
    }

    /// <summary>ECS refuses a target group that no listener forwards to, so a service waits for the rules.</summary>
    private void Order()
    {
        var rules = resources.Where(resource => TaskDefinitionDocument.Text(resource.Value?["Type"])
            is "AWS::ElasticLoadBalancingV2::ListenerRule" or "AWS::ElasticLoadBalancingV2::Listener").Select(resource => (JsonNode)resource.Key).ToArray();
        foreach (var service in resources.Where(resource => TaskDefinitionDocument.Text(resource.Value?["Type"]) == "AWS::ECS::Service"
            && resource.Value?["Properties"]?["LoadBalancers"] is not null).ToList())
        {
            ((JsonObject)service.Value!)["DependsOn"] = new JsonArray(rules.Select(rule => rule.DeepClone()).ToArray());
        }
    }

    private string ListenerId(string arn)
    {
        var listener = _balancer.Listeners.First(found => found.ListenerArn == arn);
        return "Listener" + (listener.Port ?? 0).ToString(CultureInfo.InvariantCulture);
    }

    private static JsonNode Condition(RuleCondition condition)
    {
        var members = (JsonObject)Cfn.Members(AwsModelJson.ToJson(condition))!;
        if (members.Any(member => member.Key.EndsWith("Config", StringComparison.Ordinal)))
        {
            members.Remove("Values");
        }

        return members;
    }

    /// <summary>Requests that another app of a shared load balancer answers get the status 404 here.</summary>
    private JsonArray Actions(IEnumerable<Amazon.ElasticLoadBalancingV2.Model.Action> actions)
        => new(actions.Select(action => (JsonNode)(action.Type?.Value == "forward" ? Forward(action) : Other(action))).ToArray());

    private JsonObject Forward(Amazon.ElasticLoadBalancingV2.Model.Action action)
    {
        var own = EcsTools.Routing.ActionText.Targets(action).Where(target => _groups.ContainsKey(target.Arn)).ToList();
        return own.Count == 0
            ? new JsonObject
            {
                ["Type"] = "fixed-response",
                ["FixedResponseConfig"] = new JsonObject { ["StatusCode"] = "404", ["ContentType"] = "text/plain", ["MessageBody"] = "Not found" },
            }
            : new JsonObject
            {
                ["Type"] = "forward",
                ["ForwardConfig"] = new JsonObject
                {
                    ["TargetGroups"] = new JsonArray(own.Select(target => (JsonNode)new JsonObject
                    {
                        ["TargetGroupArn"] = Cfn.Ref(_groups[target.Arn]),
                        ["Weight"] = target.Weight,
                    }).ToArray()),
                },
            };
    }

    private static JsonObject Other(Amazon.ElasticLoadBalancingV2.Model.Action action)
    {
        var members = (JsonObject)Cfn.Members(AwsModelJson.ToJson(action))!;
        members.Remove("Order");
        return members;
    }

    /// <summary>A security group with the rules of groups that exist.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="balancer">The groups of the load balancer, which the template has; null for none.</param>
    public static JsonObject Group(IReadOnlyList<SecurityGroup> groups, string description, IReadOnlyList<SecurityGroup>? balancer)
    {
        var rules = new JsonArray();
        foreach (var permission in groups.SelectMany(group => group.IpPermissions ?? []))
        {
            foreach (var range in permission.Ipv4Ranges ?? [])
            {
                rules.Add((JsonNode)Rule(permission, "CidrIp", range.CidrIp));
            }

            foreach (var pair in permission.UserIdGroupPairs ?? [])
            {
                rules.Add((JsonNode)Rule(permission, "SourceSecurityGroupId", balancer?.Any(group => group.GroupId == pair.GroupId) == true
                    ? Cfn.Attribute(BalancerGroup, "GroupId") : pair.GroupId));
            }
        }

        var properties = new JsonObject { ["GroupDescription"] = description, ["VpcId"] = Cfn.Ref(CloudFormationTemplate.Vpc) };
        if (rules.Count > 0)
        {
            properties["SecurityGroupIngress"] = rules;
        }

        return new JsonObject { ["Type"] = "AWS::EC2::SecurityGroup", ["Properties"] = properties };
    }

    private static JsonObject Rule(IpPermission permission, string member, JsonNode source)
    {
        var rule = new JsonObject { ["IpProtocol"] = permission.IpProtocol };
        if (permission.IpProtocol != "-1")
        {
            rule["FromPort"] = permission.FromPort;
            rule["ToPort"] = permission.ToPort;
        }

        rule[member] = source;
        return rule;
    }
}
