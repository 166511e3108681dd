using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Iam;

namespace EcsTools.Sandbox.Api;

/// <summary>
/// The resources that a request is about, as its authorization names them (Service Authorization Reference); a star for operations
/// that are not about one. Every one must be allowed.
/// </summary>
internal sealed class RequestResources
{
    private static readonly string[] Anything = { "*" };
    private readonly SandboxCloud _cloud;
    private readonly IamService _iam;

    public RequestResources(SandboxCloud cloud, IamService iam)
    {
        _cloud = cloud;
        _iam = iam;
    }

    public IReadOnlyList<string> Of(string service, string operation, JsonObject input)
    {
        var found = service switch
        {
            "iam" => Iam(operation, input),
            "ecs" => Ecs(operation, input),
            "ecr" => Ecr(input),
            "logs" => Logs(input),
            "events" => Events(input),
            "scheduler" => Scheduler(operation, input),
            "ec2" => Ec2(operation, input),
            "elasticloadbalancing" => LoadBalancing(operation, input),
            "secretsmanager" => Secrets(input),
            "acm" => input.Text("CertificateArn") is { } certificate ? new[] { certificate } : Anything,
            "application-autoscaling" when !operation.StartsWith("Describe", StringComparison.Ordinal)
                => new[] { _cloud.Arn("application-autoscaling", "scalable-target/*") },
            _ => Anything,
        };
        return found.Length > 0 ? found : Anything;
    }

    private static bool IsArn(string text) => text.StartsWith("arn:", StringComparison.Ordinal);

    private string[] Iam(string operation, JsonObject input)
    {
        string Arn(string resource) => $"arn:aws:iam::{SandboxCloud.AccountId}:{resource}";
        if (input.Text("PolicyArn") is { } policy && input.Text("UserName") is null && input.Text("RoleName") is null)
        {
            return new[] { policy };
        }

        var path = input.Text("Path") ?? "/";
        if (input.Text("RoleName") is { } role)
        {
            return new[] { _iam.ArnOfRole(role) ?? Arn("role" + path + role) };
        }

        if (input.Text("UserName") is { } user)
        {
            return new[] { _iam.ArnOfUser(user) ?? Arn("user" + path + user) };
        }

        return operation switch
        {
            "CreatePolicy" => new[] { Arn("policy" + path + input.Text("PolicyName")) },
            "CreateServiceLinkedRole" => new[] { Arn($"role/aws-service-role/{input.Text("AWSServiceName")}/*") },
            "SimulatePrincipalPolicy" => new[] { input.Text("PolicySourceArn") ?? "*" },
            "ListRoles" => new[] { Arn("role/") },
            "ListUsers" => new[] { Arn("user/") },
            _ => Anything,
        };
    }

    private string[] Ecs(string operation, JsonObject input)
    {
        string Full(string kind, string name) => IsArn(name) ? name : _cloud.Arn("ecs", kind + "/" + name);
        var cluster = (input.Text("cluster") ?? input.Text("clusterName") ?? "default").Split('/').Last();
        return operation switch
        {
            "RunTask" or "StartTask" => new[] { Full("task-definition", input.Text("taskDefinition") ?? "") },
            "DescribeTasks" => input.Texts("tasks").Select(task => Full("task/" + cluster, task)).ToArray(),
            "StopTask" or "ExecuteCommand" => new[] { Full("task/" + cluster, input.Text("task") ?? "") },
            "DescribeClusters" => input.Texts("clusters").Select(name => Full("cluster", name)).ToArray(),
            "CreateCluster" or "DeleteCluster" or "UpdateCluster" or "UpdateClusterSettings" or "PutClusterCapacityProviders"
                => new[] { Full("cluster", cluster) },
            "CreateService" => new[] { Full("service/" + cluster, input.Text("serviceName") ?? "") },
            "UpdateService" or "DeleteService" => new[] { Full("service/" + cluster, input.Text("service") ?? "") },
            "DescribeServices" => input.Texts("services").Select(name => Full("service/" + cluster, name)).ToArray(),
            "ListServiceDeployments" => new[] { Full("service/" + cluster, input.Text("service") ?? "") },
            "DescribeServiceDeployments" => input.Texts("serviceDeploymentArns").ToArray(),
            "DescribeServiceRevisions" => input.Texts("serviceRevisionArns").ToArray(),
            "StopServiceDeployment" or "ContinueServiceDeployment" => new[] { input.Text("serviceDeploymentArn") ?? "*" },
            "TagResource" or "UntagResource" or "ListTagsForResource" => new[] { input.Text("resourceArn") ?? "*" },
            "DeleteTaskDefinitions" => input.Texts("taskDefinitions").Select(name => Full("task-definition", name)).ToArray(),
            _ => Anything,
        };
    }

    private string[] Ecr(JsonObject input)
    {
        if (input.Text("resourceArn") is { } arn)
        {
            return new[] { arn };
        }

        var names = input.Text("repositoryName") is { } name ? new[] { name } : input.Texts("repositoryNames");
        return names.Select(repository => _cloud.Arn("ecr", "repository/" + repository)).ToArray();
    }

    // All operations except tagging name the streams of a group, even if it has none. A policy for them ends in :*.
    private string[] Logs(JsonObject input)
    {
        var group = input.Text("logGroupName") ?? input.Text("logGroupIdentifier") ?? "";
        if (input.Text("resourceArn") is { } arn)
        {
            return new[] { arn };
        }

        var prefix = IsArn(group) ? group.Replace(":*", "") : _cloud.Arn("logs", "log-group:" + group);
        return new[] { $"{prefix}:log-stream:{input.Text("logStreamName")}" };
    }

    private string[] Events(JsonObject input)
    {
        if (input.Text("ResourceARN") is { } arn)
        {
            return new[] { arn };
        }

        var bus = input.Text("EventBusName")?.Split('/').Last();
        var rule = input.Text("Rule") ?? input.Text("Name");
        return rule is null ? Anything : new[] { _cloud.Arn("events", bus is null or "default" ? "rule/" + rule : $"rule/{bus}/{rule}") };
    }

    private string[] Scheduler(string operation, JsonObject input)
    {
        if (input.Text("ResourceArn") is { } arn)
        {
            return new[] { arn };
        }

        return operation switch
        {
            "ListSchedules" => new[] { _cloud.Arn("scheduler", $"schedule/{input.Text("GroupName") ?? "*"}/*") },
            "ListScheduleGroups" => new[] { _cloud.Arn("scheduler", "schedule-group/*") },
            "CreateScheduleGroup" or "GetScheduleGroup" or "DeleteScheduleGroup"
                => new[] { _cloud.Arn("scheduler", "schedule-group/" + input.Text("Name")) },
            _ => new[] { _cloud.Arn("scheduler", $"schedule/{input.Text("GroupName") ?? "default"}/{input.Text("Name")}") },
        };
    }

    private string[] LoadBalancing(string operation, JsonObject input)
    {
        string Arn(string resource) => _cloud.Arn("elasticloadbalancing", resource);
        if (operation.StartsWith("Describe", StringComparison.Ordinal))
        {
            return Anything;
        }

        return operation switch
        {
            "CreateLoadBalancer" => new[] { Arn($"loadbalancer/app/{input.Text("Name")}/*") },
            "CreateTargetGroup" => new[] { Arn($"targetgroup/{input.Text("Name")}/*") },
            "AddTags" or "RemoveTags" => input.Texts("ResourceArns").ToArray(),
            "SetRulePriorities" => input.Objects("RulePriorities").Select(pair => pair.Text("RuleArn") ?? "*").ToArray(),
            _ => new[] { "LoadBalancerArn", "ListenerArn", "RuleArn", "TargetGroupArn" }.Select(member => input.Text(member)).OfType<string>().ToArray(),
        };
    }

    /// <summary>A request may name a secret without the six characters at the end of its ARN.</summary>
    private string[] Secrets(JsonObject input)
        => (input.Text("SecretId") ?? input.Text("Name")) is not { } secret ? Anything
            : IsArn(secret) ? [secret]
            : [_cloud.Arn("secretsmanager", $"secret:{secret}-??????")];

    private string[] Ec2(string operation, JsonObject input) => operation switch
    {
        "CreateSecurityGroup" => new[] { _cloud.Arn("ec2", "security-group/*") },
        "DeleteSecurityGroup" or "AuthorizeSecurityGroupIngress" or "RevokeSecurityGroupIngress"
            => new[] { _cloud.Arn("ec2", "security-group/" + (input.Text("GroupId") ?? "*")) },
        _ => Anything,
    };
}
