using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Refuses what ECS refuses in the load balancers of a service.</summary>
internal sealed class LoadBalancerRules
{
    private const int Most = 5;

    private readonly SandboxCloud _cloud;

    public LoadBalancerRules(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    /// <summary>The load balancers of a request, checked.</summary>
    public IReadOnlyList<ServiceLoadBalancer> Check(ServiceRequest request, string strategy, TaskDefinition definition)
    {
        var balancers = request.LoadBalancers ?? [];
        if (balancers.Count > Most)
        {
            throw EcsErrors.InvalidParameter("loadBalancers can have at most 5 items.");
        }

        CheckKinds(balancers);
        CheckAdvanced(balancers, strategy);
        if (balancers.Count == 0 && !request.UsesServiceConnect && strategy is DeploymentStrategy.Linear or DeploymentStrategy.Canary)
        {
            throw EcsErrors.InvalidParameter(
                $"The deployment strategy {strategy} requires loadBalancers or an enabled serviceConnectConfiguration to shift traffic with.");
        }

        foreach (var balancer in balancers)
        {
            CheckContainer(balancer, definition);
            CheckTargetGroup(balancer.TargetGroupArn!, definition);
            if (balancer.Advanced is { } advanced)
            {
                CheckTargetGroup(advanced.AlternateTargetGroupArn!, definition);
                CheckListenerRule(advanced.ProductionListenerRule!);
                CheckListenerRule(advanced.TestListenerRule);
            }
        }

        return balancers;
    }

    private static void CheckKinds(IReadOnlyList<ServiceLoadBalancer> balancers)
    {
        if (balancers.Any(balancer => !string.IsNullOrEmpty(balancer.LoadBalancerName) && !string.IsNullOrEmpty(balancer.TargetGroupArn)))
        {
            throw EcsErrors.InvalidParameter(
                "loadBalancerName and targetGroupArn cannot both be specified. You must specify either a loadBalancerName or a targetGroupArn.");
        }

        if (balancers.Any(balancer => !string.IsNullOrEmpty(balancer.LoadBalancerName)))
        {
            throw EcsErrors.InvalidParameter(balancers.Any(balancer => !string.IsNullOrEmpty(balancer.TargetGroupArn))
                ? "All loadBalancers must be strictly either ELBv1 (defining loadBalancerName) or ELBv2 (defining targetGroupArn)"
                : "Classic Load Balancers are not supported with Fargate. Specify a targetGroupArn.");
        }

        if (balancers.Any(balancer => string.IsNullOrEmpty(balancer.TargetGroupArn)))
        {
            throw EcsErrors.InvalidParameter("targetGroupArn cannot be empty.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (balancers.Count > 1 && balancers.FirstOrDefault(balancer => !seen.Add(balancer.TargetGroupArn!)) is { } twice)
        {
            throw EcsErrors.InvalidParameter("Duplicate targetGroupArn found: " + twice.TargetGroupArn);
        }
    }

    private static void CheckAdvanced(IReadOnlyList<ServiceLoadBalancer> balancers, string strategy)
    {
        var advanced = balancers.Select(balancer => balancer.Advanced).ToList();
        if (advanced.Contains(null) && advanced.Exists(item => item is not null))
        {
            throw EcsErrors.InvalidParameter("Either all or none of the provided loadBalancers must have advancedConfiguration defined");
        }

        if (strategy != DeploymentStrategy.Rolling && advanced.Contains(null))
        {
            throw EcsErrors.InvalidParameter(
                "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy");
        }

        foreach (var item in advanced.OfType<AdvancedLoadBalancing>())
        {
            RequireText("alternateTargetGroupArn", item.AlternateTargetGroupArn);
            RequireText("productionListenerRule", item.ProductionListenerRule);
            RequireText("roleArn", item.RoleArn);
            if (item.TestListenerRule == item.ProductionListenerRule)
            {
                throw EcsErrors.InvalidParameter(
                    "The following rules cannot be used as both production and test listener rules: " + item.ProductionListenerRule);
            }
        }
    }

    private static void RequireText(string member, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw EcsErrors.InvalidParameter($"advancedConfiguration.{member} cannot be empty.");
        }
    }

    private static void CheckContainer(ServiceLoadBalancer balancer, TaskDefinition definition)
    {
        var (name, port) = (balancer.ContainerName, balancer.ContainerPort);
        var container = definition.Containers.FirstOrDefault(item => item.Name == name)
            ?? throw EcsErrors.InvalidParameter($"The container {name} does not exist in the task definition.");
        if (port is null || !container.MappedPorts.Contains(port.Value))
        {
            throw EcsErrors.InvalidParameter(
                FormattableString.Invariant($"The container {name} did not have a container port {port} defined."));
        }
    }

    private void CheckTargetGroup(string arn, TaskDefinition definition)
    {
        var traffic = _cloud.Traffic;
        if (traffic?.TargetType(arn) is not { } type)
        {
            throw EcsErrors.InvalidParameter($"The specified target group does not exist: {arn}");
        }

        if (definition.NetworkMode == "awsvpc" && type != "ip")
        {
            throw EcsErrors.InvalidParameter(
                $"The provided target group {arn} has target type {type}, which is incompatible with the awsvpc network mode specified "
                + "in the task definition.");
        }

        if (!traffic.IsServed(arn))
        {
            throw EcsErrors.InvalidParameter($"The target group with targetGroupArn {arn} does not have an associated load balancer.");
        }
    }

    private void CheckListenerRule(string? arn)
    {
        if (!string.IsNullOrEmpty(arn) && _cloud.Traffic?.HasListenerRule(arn!) != true)
        {
            throw EcsErrors.InvalidParameter($"The specified listener rule does not exist: {arn}");
        }
    }
}
