using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>
/// Checks a request for a service before anything is created. Limits: CreateService in the Amazon ECS API reference, and "Amazon ECS
/// service quotas" in the Developer Guide.
/// </summary>
internal static class ServiceChecks
{
    private const int MinutesOfADay = 1440;
    private const int MaximumTargetGroups = 5;
    private const int MaximumPauseMinutes = 20160;

    public static void Request(FargateServiceRequest request)
    {
        if (request.ServiceName is { } name)
        {
            EcsNameRules.Name(AwsArn.NameOf(name), "ServiceName");
        }

        Within(request.DesiredCount, 0, 5000, "DesiredCount", "tasks, the quota of a service");
        Within(request.MinimumHealthyPercent, 0, 100, "MinimumHealthyPercent", "percent");
        Within(request.MaximumPercent, 100, 1000, "MaximumPercent", "percent");
        Within(request.EarlySuccessPercent, 0, 100, "EarlySuccessPercent", "percent");
        Within(request.SpotWeight, 0, 1000, "SpotWeight", "parts");
        Within(request.OnDemandWeight, 0, 1000, "OnDemandWeight", "parts");
        Within(request.BaseOnDemand, 0, 100000, "BaseOnDemand", "tasks");
        Within(request.StepPercent, 3, 100, "StepPercent", "percent");
        Within(request.CanaryPercent, 0.1, 100, "CanaryPercent", "percent");
        Within(request.HealthCheckGracePeriod?.TotalSeconds, 0, int.MaxValue, "HealthCheckGracePeriod", "seconds");
        Minutes(request.BakeTime, 0, MinutesOfADay, "BakeTime");
        Minutes(request.StepBakeTime, 0, MinutesOfADay, "StepBakeTime");
        Minutes(request.PauseTimeout, 1, MaximumPauseMinutes, "PauseTimeout");
        EcsNameRules.Tags(request.Tags);
        Target(request);
        if (request is { Image: not null, TaskDefinition: not null })
        {
            throw new EcsToolsException(
                ErrorCodes.ImageAndTaskDefinition,
                $"-Image {request.Image} and -TaskDefinition {request.TaskDefinition} both say what to run.",
                "Use -Image to run the current definition with another image, or -TaskDefinition to run a registered revision.",
                "Image",
                request.Image);
        }
    }

    /// <summary>Checks that the strategy fits its options and the way traffic reaches the service.</summary>
    public static void Strategy(FargateServiceRequest request, ServiceSettings settled)
    {
        var strategy = settled.Deployment?.Strategy?.Value ?? "ROLLING";
        Belongs(request.BakeTime is not null, "BakeTime", strategy, "BLUE_GREEN", "LINEAR", "CANARY");
        Belongs(request.PauseAt is { Count: > 0 }, "PauseAt", strategy, "BLUE_GREEN", "LINEAR", "CANARY");
        Pause(request, settled);
        Belongs(request.EarlySuccessPercent is not null, "EarlySuccessPercent", strategy, "ROLLING");
        Belongs(request.EarlySuccessCleanup is not null, "EarlySuccessCleanup", strategy, "ROLLING");
        DeploymentEndChecks.Breaker(request, settled.Deployment);
        DeploymentEndChecks.EarlySuccess(settled.Deployment);
        Belongs(request.StepPercent is not null, "StepPercent", strategy, "LINEAR");
        Belongs(request.CanaryPercent is not null, "CanaryPercent", strategy, "CANARY");
        Belongs(request.StepBakeTime is not null, "StepBakeTime", strategy, "LINEAR", "CANARY");
        if (strategy == "ROLLING" || (request.Strategy is null && request.Target is null))
        {
            return;
        }

        if (
            settled.Balancers.Find(
                balancer => balancer.AdvancedConfiguration is not
                {
                    AlternateTargetGroupArn: not null, ProductionListenerRule: not null, RoleArn: not null,
                }) is { } single)
        {
            throw new EcsToolsException(
                ErrorCodes.TrafficCannotMove,
                $"The strategy {Shown(strategy)} moves traffic from one target group to another, but {single.TargetGroupArn} is the only one.",
                "Give the second one with -AlternateTargetGroupArn, the rule whose traffic moves with "
                    + "-ListenerRuleArn and the role that moves it with -LoadBalancerRoleArn; or use -Strategy Rolling.",
                "AlternateTargetGroupArn",
                single.TargetGroupArn);
        }

        if (strategy is "LINEAR" or "CANARY" && settled.Balancers.Count == 0 && settled.Connect?.Enabled != true)
        {
            throw new EcsToolsException(
                ErrorCodes.NoTrafficToMove,
                $"The strategy {Shown(strategy)} moves traffic in parts, but the service has neither a load balancer nor Service Connect.",
                "Choose a target group (-TargetGroupArn) or a namespace (-ServiceConnect), or use -Strategy BlueGreen.",
                "Strategy",
                strategy);
        }
    }

    /// <summary>Checks that a rolling deployment can make a step at all: start a task above the count, or stop one below it.</summary>
    public static void CanProceed(DeploymentConfiguration settled, int desiredCount)
    {
        var (minimum, maximum) = (settled.MinimumHealthyPercent ?? 100, settled.MaximumPercent ?? 200);
        var mustStay = (int)Math.Ceiling(desiredCount * minimum / 100d);
        var mayRun = (int)Math.Floor(desiredCount * maximum / 100d);
        if (desiredCount == 0 || mayRun > mustStay || settled.Strategy is { Value: not "ROLLING" })
        {
            return;
        }

        var enough = (int)Math.Ceiling((mustStay + 1) * 100d / desiredCount);
        throw new EcsToolsException(
            ErrorCodes.DeploymentCannotProceed,
            $"With {desiredCount} tasks, at least {minimum} percent healthy and at most {maximum} percent, a deployment can neither "
                + "stop an old task nor start a new one.",
            $"Use -MaximumPercent {enough} or more, so that one more task can run; or a lower -MinimumHealthyPercent, so that one can be stopped first.",
            "MaximumPercent",
            maximum);
    }

    public static void ZoneRebalancing(ServiceSettings settled)
    {
        if (settled.ZoneRebalancing == true && settled.Deployment?.MaximumPercent <= 100)
        {
            throw new EcsToolsException(
                ErrorCodes.RebalancingNeedsRoom,
                "Rebalancing over availability zones starts a task before it stops one, but -MaximumPercent "
                    + $"{settled.Deployment.MaximumPercent} does not allow that.",
                "Use -MaximumPercent 200, or -AvailabilityZoneRebalancing:$false.",
                "MaximumPercent",
                settled.Deployment.MaximumPercent);
        }
    }

    /// <summary>Container and port that receive the target group's traffic.</summary>
    public static (string Container, int Port) Destination(FargateServiceRequest request, TaskDefinition definition)
    {
        var ports = (definition.ContainerDefinitions ?? [])
            .SelectMany(
                container => (container.PortMappings ?? []).Where(mapping => mapping.ContainerPort is not null).Select(
                    mapping => (container.Name, Port: mapping.ContainerPort!.Value)))
            .ToList();
        var fitting = ports
            .Where(
                port => (request.ContainerName is null || port.Name == request.ContainerName)
                    && (request.Target!.ContainerPort is null || port.Port == request.Target.ContainerPort))
            .ToList();
        if (fitting.Count == 1)
        {
            return fitting[0];
        }

        var known = ports.Count == 0 ? "it names none" : string.Join(", ", ports.Select(port => $"{port.Name}:{port.Port}"));
        var container = request.ContainerName is null ? "" : $" in container '{request.ContainerName}'";
        var number = request.Target!.ContainerPort is int wanted ? $" with number {wanted}" : "";
        var parameter = request.ContainerName is not null && ports.TrueForAll(port => port.Name != request.ContainerName)
            ? "ContainerName"
            : "ContainerPort";
        throw new EcsToolsException(
            ErrorCodes.TargetPortUnclear,
            $"'{definition.Family}:{definition.Revision}' has {(fitting.Count == 0 ? "no port" : "several ports")} that the target group's "
                + $"traffic could go to{container}{number}: {known}.",
            ports.Count == 0
                ? "Register it with -Port, the port that its container listens on."
                : "Choose one with -ContainerName and -ContainerPort.",
            parameter,
            request.Target.ContainerPort);
    }

    public static void TargetGroups(int count)
    {
        if (count > MaximumTargetGroups)
        {
            throw new EcsToolsException(
                ErrorCodes.TooManyTargetGroups,
                $"The service would have {count} target groups (-TargetGroupArn), but ECS allows {MaximumTargetGroups}.",
                "Create a second service for the others.",
                "TargetGroupArn",
                count);
        }
    }

    private static void Pause(FargateServiceRequest request, ServiceSettings settled)
    {
        if ((request.PauseTimeout is not null || request.PauseTimeoutAction is not null)
            && !(settled.Deployment?.LifecycleHooks ?? []).Exists(hook => hook.TargetType?.Value == "PAUSE"))
        {
            var parameter = request.PauseTimeout is null ? "PauseTimeoutAction" : "PauseTimeout";
            throw new EcsToolsException(
                ErrorCode.InvalidValue(parameter).OfRecord,
                $"-{parameter} {request.PauseTimeoutAction ?? request.PauseTimeout.ToString()} applies to pauses, but the deployments of the service have "
                    + "none.",
                "Add -PauseAt with a stage, such as -PauseAt POST_SCALE_UP.",
                parameter);
        }
    }

    /// <summary>Throws if the deployments of the service are not controlled by ECS: it then has no task definition.</summary>
    public static void Controlled(FargateService service)
    {
        if (service.TaskDefinitionArn.Length == 0)
        {
            throw new EcsToolsException(
                ErrorCodes.ServiceOfOtherController,
                $"Service '{service.ServiceName}' has no task definition, because its deployments are not controlled by ECS.",
                "Look at the task sets of the service with the tool that creates them.",
                "ServiceName",
                service.ServiceName);
        }
    }

    /// <summary>Throws if ECS Express Mode created and manages the service: it would undo changes.</summary>
    public static void Owner(Service service)
    {
        if (service.ResourceManagementType?.Value == "ECS")
        {
            throw new EcsToolsException(
                ErrorCodes.ServiceOfExpressMode,
                $"Service '{service.ServiceName}' is created and managed by ECS Express Mode, and EcsTools leaves it alone.",
                "Change it there (aws ecs update-express-gateway-service), or create a service of another name: "
                    + ServicePlanner.Another(new ServiceReference(service.ClusterArn, service.ServiceName), service, "-2"),
                "ServiceName",
                service.ServiceArn);
        }
    }

    private static void Target(FargateServiceRequest request)
    {
        foreach (var (arn, parameter, part) in new[]
        {
            (request.Target?.TargetGroupArn, "TargetGroupArn", "targetgroup/"),
            (request.Target?.AlternateTargetGroupArn, "AlternateTargetGroupArn", "targetgroup/"),
            (request.Target?.ListenerRuleArn, "ListenerRuleArn", "listener"),
            (request.Target?.TestListenerRuleArn, "TestListenerRuleArn", "listener"),
            (request.Target?.RoleArn, "LoadBalancerRoleArn", "role/"),
        })
        {
            if (arn is not null && !(AwsArn.Is(arn) && AwsArn.Parse(arn).Resource.StartsWith(part, StringComparison.Ordinal)))
            {
                throw new EcsToolsException(
                    ErrorCode.InvalidValue(parameter),
                    $"-{parameter} '{arn}' is not the ARN of a {part.TrimEnd('/')}.",
                    part == "role/"
                        ? "Give arn:aws:iam::<account>:role/<name>."
                        : $"Give arn:aws:elasticloadbalancing:<region>:<account>:{part}..., as the commands for load balancers show it.",
                    parameter,
                    arn);
            }
        }

        Within(request.Target?.ContainerPort, 1, 65535, "ContainerPort", "");
    }

    private static void Belongs(bool said, string parameter, string strategy, params string[] strategies)
    {
        if (said && !strategies.Contains(strategy, StringComparer.Ordinal))
        {
            throw new EcsToolsException(
                ErrorCode.InvalidValue(parameter).OfRecord,
                $"-{parameter} has no effect with the strategy {Shown(strategy)}.",
                $"Use it with -Strategy {string.Join(" or ", strategies.Select(Shown))}, or leave it out.",
                parameter,
                strategy);
        }
    }

    /// <summary>The strategy as -Strategy accepts it.</summary>
    private static string Shown(string strategy) => strategy switch
    {
        "BLUE_GREEN" => "BlueGreen",
        "LINEAR" => "Linear",
        "CANARY" => "Canary",
        _ => "Rolling",
    };

    private static void Minutes(TimeSpan? value, int minimum, int maximum, string parameter)
    {
        Within(value?.TotalMinutes, minimum, maximum, parameter, "minutes");
        if (value is { } time && time.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            throw Wrong(parameter, value, "is not a whole number of minutes.", Math.Ceiling(time.TotalMinutes) + "m");
        }
    }

    private static void Within(double? value, double minimum, double maximum, string parameter, string unit)
    {
        if (value < minimum || value > maximum)
        {
            throw Wrong(
                parameter,
                value,
                $"is outside the range that ECS allows: {minimum} to {maximum} {unit}".TrimEnd() + ".",
                value < minimum ? minimum : maximum);
        }
    }

    private static EcsToolsException Wrong(string parameter, object? value, string problem, object instead)
        => new(
            ErrorCode.InvalidValue(parameter),
            FormattableString.Invariant($"-{parameter} {value} {problem}"),
            FormattableString.Invariant($"Use -{parameter} {instead}."),
            parameter,
            value);
}
