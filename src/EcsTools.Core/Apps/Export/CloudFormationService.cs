using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Apps.Definition;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Export;

/// <summary>What runs a task definition in a template: a service with its scaling, or a schedule.</summary>
internal sealed class CloudFormationService(AppSnapshot app, SnapshotService service, JsonObject resources)
{
    private const string Namespace = "Namespace";

    // Of a deployment configuration, what a rolling deployment of a template can have.
    private static readonly string[] Deployment = ["MaximumPercent", "MinimumHealthyPercent", "DeploymentCircuitBreaker"];
    private static readonly string[] Shifting =
        ["MaximumPercent", "MinimumHealthyPercent", "Strategy", "BakeTimeInMinutes", "LinearConfiguration", "CanaryConfiguration"];

    public static string DefinitionId(SnapshotService service) => Cfn.Id(service.Name, "TaskDefinition");

    public void Write()
    {
        if (service.Service is not null)
        {
            resources[GroupId] = CloudFormationRouting.Group(service.SecurityGroups, $"Tasks of {service.FullName}", app.Balancer?.SecurityGroups);
            CloudFormationTemplate.Add(resources, Id, "AWS::ECS::Service", Properties());
            Order();
            Scaling();
        }
        else if (service.Schedule is not null)
        {
            resources[GroupId] = CloudFormationRouting.Group([], $"Tasks of {service.FullName}", null);
            Schedule(service.Schedule);
        }
    }

    public static JsonObject Trust(string principal) => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = Cfn.List(new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = principal },
            ["Action"] = "sts:AssumeRole",
        }),
    };

    public static JsonObject Policy(params JsonObject[] statements)
        => new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statements.Select(statement => (JsonNode)statement).ToArray()) };

    public static JsonObject Statement(IEnumerable<string> actions, JsonNode resource) => new()
    {
        ["Effect"] = "Allow",
        ["Action"] = new JsonArray(actions.Select(action => (JsonNode)action).ToArray()),
        ["Resource"] = resource,
    };

    private string Id => Cfn.Id(service.Name, "Service");

    private string GroupId => Cfn.Id(service.Name, "SecurityGroup");

    private JsonObject Properties()
    {
        var there = service.Service!;
        var isShifting = service.Model!.Strategy != "ROLLING";
        var deployment = (JsonObject)Cfn.Members(AwsModelJson.ToJson(there.DeploymentConfiguration))!;
        foreach (var name in deployment.Select(member => member.Key).Where(name => !(isShifting ? Shifting : Deployment).Contains(name)).ToList())
        {
            deployment.Remove(name);
        }

        if (deployment["DeploymentCircuitBreaker"] is JsonObject breaker)
        {
            deployment["DeploymentCircuitBreaker"] = new JsonObject
            {
                ["Enable"] = breaker["Enable"]?.DeepClone(),
                ["Rollback"] = breaker["Rollback"]?.DeepClone(),
            };
        }

        var properties = new JsonObject
        {
            ["ServiceName"] = service.FullName,
            ["Cluster"] = Cfn.Ref(CloudFormationTemplate.Cluster),
            ["TaskDefinition"] = Cfn.Ref(DefinitionId(service)),
            ["DesiredCount"] = there.DesiredCount,
            ["DeploymentConfiguration"] = deployment,
            ["NetworkConfiguration"] = Network(service.Model.AssignPublicIp),
            ["EnableExecuteCommand"] = there.EnableExecuteCommand == true,
            ["PropagateTags"] = "SERVICE",
            ["Tags"] = CloudFormationTemplate.Tags(service),
        };
        if (there.CapacityProviderStrategy is { Count: > 0 } capacity)
        {
            properties["CapacityProviderStrategy"] = new JsonArray(capacity.Select(item => Cfn.Members(AwsModelJson.ToJson(item))).ToArray());
        }
        else
        {
            properties["LaunchType"] = "FARGATE";
        }

        if (service.Groups.Count > 0)
        {
            properties["HealthCheckGracePeriodSeconds"] = there.HealthCheckGracePeriodSeconds ?? 0;
            properties["LoadBalancers"] = Cfn.List(Target(isShifting));
        }

        if (Connect() is { } connect)
        {
            properties["ServiceConnectConfiguration"] = connect;
        }

        return properties;
    }

    private JsonObject? Connect()
    {
        if (service.Connect is not { } given)
        {
            return null;
        }

        resources[Namespace] ??= new JsonObject
        {
            ["Type"] = "AWS::ServiceDiscovery::HttpNamespace",
            ["Properties"] = new JsonObject { ["Name"] = AppNames.Namespace(app.App) },
        };
        var connect = new JsonObject { ["Enabled"] = true, ["Namespace"] = Cfn.Attribute(Namespace, "Arn") };
        if (given.Services is { Count: > 0 } endpoints)
        {
            connect["Services"] = new JsonArray(endpoints.Select(endpoint => Cfn.Members(AwsModelJson.ToJson(endpoint))).ToArray());
        }

        return connect;
    }

    /// <summary>The tasks of a client know the names that exist when it is deployed, so a service that only calls others comes after them.</summary>
    private void Order()
    {
        if (service.Connect is { Services: null or { Count: 0 } })
        {
            var servers = app.Services.Where(other => other.Connect?.Services is { Count: > 0 }).Select(other => Cfn.Id(other.Name, "Service"));
            resources[Id]!["DependsOn"] = new JsonArray(servers.Select(id => (JsonNode)id).ToArray());
        }
    }

    private JsonObject Target(bool isShifting)
    {
        var target = new JsonObject
        {
            ["ContainerName"] = service.Model!.Targets[0].ContainerName,
            ["ContainerPort"] = service.Model.Targets[0].ContainerPort,
            ["TargetGroupArn"] = Cfn.Ref(Cfn.Id(service.Groups[0].Group.TargetGroupName, "Targets")),
        };
        if (isShifting && service.Groups.Count > 1
            && app.Balancer?.Rules.FirstOrDefault(rule => rule.Rule.RuleArn == service.Model.Targets[0].ListenerRuleArn) is (var listener, { } found))
        {
            var port = app.Balancer.Listeners.First(one => one.ListenerArn == listener).Port ?? 0;
            CloudFormationTemplate.Add(resources, "InfrastructureRole", "AWS::IAM::Role", new JsonObject
            {
                ["AssumeRolePolicyDocument"] = Trust("ecs.amazonaws.com"),
                ["ManagedPolicyArns"] = Cfn.List(Cfn.Sub("arn:${AWS::Partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers")),
            });
            target["AdvancedConfiguration"] = new JsonObject
            {
                ["AlternateTargetGroupArn"] = Cfn.Ref(Cfn.Id(service.Groups[1].Group.TargetGroupName, "Targets")),
                ["ProductionListenerRule"] = Cfn.Ref(Cfn.Id("Listener" + port.ToString(CultureInfo.InvariantCulture), "Rule", found.Priority)),
                ["RoleArn"] = Cfn.Attribute("InfrastructureRole", "Arn"),
            };
        }

        return target;
    }

    private JsonObject Network(bool isPublic) => new()
    {
        ["AwsvpcConfiguration"] = new JsonObject
        {
            ["AssignPublicIp"] = isPublic ? "ENABLED" : "DISABLED",
            ["SecurityGroups"] = Cfn.List(Cfn.Attribute(GroupId, "GroupId")),
            ["Subnets"] = Cfn.Ref(CloudFormationTemplate.TaskSubnets),
        },
    };

    private void Scaling()
    {
        if (service.Scaling is not { } scaling)
        {
            return;
        }

        var target = Cfn.Id(service.Name, "ScalableTarget");
        var properties = new JsonObject
        {
            ["ServiceNamespace"] = "ecs",
            ["ScalableDimension"] = "ecs:service:DesiredCount",
            ["ResourceId"] = Cfn.Sub($"service/${{{CloudFormationTemplate.Cluster}}}/${{{Id}.Name}}"),
            ["MinCapacity"] = scaling.MinimumCount ?? 0,
            ["MaxCapacity"] = scaling.MaximumCount ?? 0,
        };
        if (scaling.Schedules.Count > 0)
        {
            properties["ScheduledActions"] = new JsonArray(scaling.Schedules.Select(ScheduledAction).ToArray());
        }

        CloudFormationTemplate.Add(resources, target, "AWS::ApplicationAutoScaling::ScalableTarget", properties);
        Policy(scaling, target, "Cpu", "ECSServiceAverageCPUUtilization", scaling.CpuTarget);
        Policy(scaling, target, "Memory", "ECSServiceAverageMemoryUtilization", scaling.MemoryTarget);
        Policy(scaling, target, "Requests", "ALBRequestCountPerTarget", scaling.RequestTarget);
    }

    private static JsonNode ScheduledAction(FargateScalingSchedule schedule)
    {
        var limits = new JsonObject();
        if (schedule.MinimumCount is { } least)
        {
            limits["MinCapacity"] = least;
        }

        if (schedule.MaximumCount is { } most)
        {
            limits["MaxCapacity"] = most;
        }

        return new JsonObject
        {
            ["ScheduledActionName"] = schedule.ScheduleName,
            ["Schedule"] = schedule.Expression,
            ["Timezone"] = schedule.TimeZone,
            ["ScalableTargetAction"] = limits,
        };
    }

    private void Policy(FargateScaling scaling, string target, string name, string metric, double? wanted)
    {
        if (wanted is null)
        {
            return;
        }

        var specification = new JsonObject { ["PredefinedMetricType"] = metric };
        if (metric == "ALBRequestCountPerTarget")
        {
            specification["ResourceLabel"] = Cfn.Sub(
                $"${{LoadBalancer.LoadBalancerFullName}}/${{{Cfn.Id(service.Groups[0].Group.TargetGroupName, "Targets")}.TargetGroupFullName}}");
        }

        var configuration = new JsonObject
        {
            ["PredefinedMetricSpecification"] = specification,
            ["TargetValue"] = wanted,
            ["DisableScaleIn"] = scaling.NoScaleIn,
        };
        if (scaling.ScaleOutCooldown is { } longer)
        {
            configuration["ScaleOutCooldown"] = (int)longer.TotalSeconds;
        }

        if (scaling.ScaleInCooldown is { } shorter)
        {
            configuration["ScaleInCooldown"] = (int)shorter.TotalSeconds;
        }

        CloudFormationTemplate.Add(resources, Cfn.Id(service.Name, name, "ScalingPolicy"), "AWS::ApplicationAutoScaling::ScalingPolicy", new JsonObject
        {
            ["PolicyName"] = $"{service.FullName}-{name.ToLowerInvariant()}",
            ["PolicyType"] = "TargetTrackingScaling",
            ["ScalingTargetId"] = Cfn.Ref(target),
            ["TargetTrackingScalingPolicyConfiguration"] = configuration,
        });
    }

    private void Schedule(ScheduledTask schedule)
    {
        const string Group = "ScheduleGroup";
        CloudFormationTemplate.Add(resources, Group, "AWS::Scheduler::ScheduleGroup", new JsonObject { ["Name"] = AppNames.ScheduleGroup(app.App) });
        var role = Cfn.Id(service.Name, "ScheduleRole");
        var passed = new List<JsonNode>();
        if (service.Document["executionRoleArn"] is not null)
        {
            passed.Add(Cfn.Attribute(CloudFormationTemplate.ExecutionRole, "Arn"));
        }

        if (service.Document["taskRoleArn"] is not null)
        {
            passed.Add(Cfn.Ref(Cfn.Id(service.Name, "TaskRoleArn")));
        }

        var statements = new List<JsonObject> { Statement(["ecs:RunTask"], Cfn.Ref(DefinitionId(service))) };
        if (passed.Count > 0)
        {
            statements.Add(Statement(["iam:PassRole"], new JsonArray(passed.ToArray())));
        }

        CloudFormationTemplate.Add(resources, role, "AWS::IAM::Role", new JsonObject
        {
            ["AssumeRolePolicyDocument"] = Trust("scheduler.amazonaws.com"),
            ["Policies"] = Cfn.List(new JsonObject { ["PolicyName"] = "RunTask", ["PolicyDocument"] = Policy(statements.ToArray()) }),
        });
        var target = new JsonObject
        {
            ["Arn"] = Cfn.Attribute(CloudFormationTemplate.Cluster, "Arn"),
            ["RoleArn"] = Cfn.Attribute(role, "Arn"),
            ["EcsParameters"] = new JsonObject
            {
                ["TaskDefinitionArn"] = Cfn.Ref(DefinitionId(service)),
                ["TaskCount"] = schedule.TaskCount,
                ["LaunchType"] = "FARGATE",
                ["NetworkConfiguration"] = Network(schedule.AssignPublicIp),
            },
        };
        if (schedule.RetryAttempts is { } attempts)
        {
            target["RetryPolicy"] = new JsonObject { ["MaximumRetryAttempts"] = attempts };
        }

        CloudFormationTemplate.Add(resources, Cfn.Id(service.Name, "Schedule"), "AWS::Scheduler::Schedule", new JsonObject
        {
            ["Name"] = schedule.ScheduleName,
            ["GroupName"] = Cfn.Ref(Group),
            ["ScheduleExpression"] = schedule.Expression,
            ["ScheduleExpressionTimezone"] = schedule.TimeZone,
            ["State"] = schedule.State,
            ["FlexibleTimeWindow"] = schedule.FlexibleWindow > TimeSpan.Zero
                ? new JsonObject { ["Mode"] = "FLEXIBLE", ["MaximumWindowInMinutes"] = (int)schedule.FlexibleWindow.TotalMinutes }
                : new JsonObject { ["Mode"] = "OFF" },
            ["Target"] = target,
        });
    }
}
