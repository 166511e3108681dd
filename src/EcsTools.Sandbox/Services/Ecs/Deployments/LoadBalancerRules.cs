using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>What ECS refuses in the load balancers of a service.</summary>
internal sealed class LoadBalancerRules
{
    private const int Most = 5;

    private readonly SandboxCloud _cloud;

    public LoadBalancerRules(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    /// <summary>The load balancers of a request, checked.</summary>
    public JsonArray Check(JsonObject input, JsonObject configuration, JsonObject definition)
    {
        var balancers = input.Objects("loadBalancers");
        var strategy = configuration.Text("strategy")!;
        if (balancers.Count > Most)
        {
            throw EcsErrors.InvalidParameter("loadBalancers can have at most 5 items.");
        }

        CheckKinds(balancers);
        CheckAdvanced(balancers, strategy);
        var connects = input.Object("serviceConnectConfiguration")?.Flag("enabled") == true;
        if (balancers.Count == 0 && !connects && strategy is "LINEAR" or "CANARY")
        {
            throw EcsErrors.InvalidParameter(
                $"The deployment strategy {strategy} requires loadBalancers or an enabled serviceConnectConfiguration "
                + "to shift traffic with.");
        }

        foreach (var balancer in balancers)
        {
            CheckContainer(balancer, definition);
            CheckTargetGroup(balancer.Text("targetGroupArn")!);
            if (balancer.Object("advancedConfiguration") is { } advanced)
            {
                CheckTargetGroup(advanced.Text("alternateTargetGroupArn")!);
            }
        }

        return balancers.Select(balancer => balancer.Copy()).ToJson();
    }

    private static void CheckKinds(IReadOnlyList<JsonObject> balancers)
    {
        if (balancers.Any(balancer => !string.IsNullOrEmpty(balancer.Text("loadBalancerName"))))
        {
            throw EcsErrors.InvalidParameter(balancers.Any(balancer => !string.IsNullOrEmpty(balancer.Text("targetGroupArn")))
                ? "All loadBalancers must be strictly either ELBv1 (defining loadBalancerName) or ELBv2 (defining targetGroupArn)"
                : "Classic load balancers are not supported with the awsvpc network mode. Specify a targetGroupArn.");
        }

        if (balancers.Any(balancer => string.IsNullOrEmpty(balancer.Text("targetGroupArn"))))
        {
            throw EcsErrors.InvalidParameter("targetGroupArn cannot be empty.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (balancers.Count > 1 && balancers.FirstOrDefault(balancer => !seen.Add(balancer.Text("targetGroupArn")!)) is { } twice)
        {
            throw EcsErrors.InvalidParameter("Duplicate targetGroupArn found: " + twice.Text("targetGroupArn"));
        }
    }

    private static void CheckAdvanced(IReadOnlyList<JsonObject> balancers, string strategy)
    {
        var advanced = balancers.Select(balancer => balancer.Object("advancedConfiguration")).ToList();
        if (advanced.Contains(null) && advanced.Exists(item => item is not null))
        {
            throw EcsErrors.InvalidParameter("Either all or none of the provided loadBalancers must have advancedConfiguration defined");
        }

        if (strategy != "ROLLING" && advanced.Contains(null))
        {
            throw EcsErrors.InvalidParameter(
                "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy");
        }

        foreach (var item in advanced.OfType<JsonObject>())
        {
            foreach (var member in new[] { "alternateTargetGroupArn", "productionListenerRule", "roleArn" })
            {
                if (string.IsNullOrEmpty(item.Text(member)))
                {
                    throw EcsErrors.InvalidParameter($"advancedConfiguration.{member} cannot be empty.");
                }
            }

            if (item.Text("testListenerRule") == item.Text("productionListenerRule"))
            {
                throw EcsErrors.InvalidParameter(
                    "The following rules cannot be used as both production and test listener rules: "
                    + item.Text("productionListenerRule"));
            }
        }
    }

    private static void CheckContainer(JsonObject balancer, JsonObject definition)
    {
        var name = balancer.Text("containerName");
        var container = definition.Objects("containerDefinitions").FirstOrDefault(item => item.Text("name") == name)
            ?? throw EcsErrors.InvalidParameter($"The container {name} does not exist in the task definition.");
        var port = balancer.Integer("containerPort");
        if (!container.Objects("portMappings").Any(mapping => mapping.Integer("containerPort") == port))
        {
            throw EcsErrors.InvalidParameter(
                FormattableString.Invariant($"The container {name} did not have a container port {port} defined."));
        }
    }

    private void CheckTargetGroup(string arn)
    {
        if (_cloud.Services.OfType<IServiceTraffic>().FirstOrDefault() is not { } traffic || !traffic.HasTargetGroup(arn))
        {
            throw EcsErrors.InvalidParameter($"The specified target group does not exist: {arn}");
        }

        if (!traffic.IsServed(arn))
        {
            throw EcsErrors.InvalidParameter($"The target group with targetGroupArn {arn} does not have an associated load balancer.");
        }
    }
}
