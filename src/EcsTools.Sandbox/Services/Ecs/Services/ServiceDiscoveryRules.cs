using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Services.Ecs.Clusters;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Refuses what ECS refuses in service registries and in Service Connect, which name ports of the task definition.</summary>
internal static class ServiceDiscoveryRules
{
    private static readonly Regex DnsName = new(@"\A[a-zA-Z0-9]([a-zA-Z0-9.-]{0,125}[a-zA-Z0-9])?\z", RegexOptions.CultureInvariant);

    public static void Check(ServiceRequest request, Cluster cluster, TaskDefinition definition)
    {
        CheckRegistries(request, definition);
        if (request.UsesServiceConnect)
        {
            CheckConnect(request.Carried.Object("serviceConnectConfiguration")!, cluster, definition);
        }
    }

    /// <summary>The place of the tasks in a Service Connect namespace; null if they are in none.</summary>
    public static ConnectPlan? Connect(JsonObject carried)
    {
        if (carried.Object("serviceConnectConfiguration") is not { } connect || connect.Flag("enabled") != true
            || connect.Text("namespace") is not { Length: > 0 } name)
        {
            return null;
        }

        var names = connect.Objects("services").SelectMany(service => service.Objects("clientAliases").Select(
            alias => alias.Text("dnsName") ?? $"{service.Text("discoveryName") ?? service.Text("portName")}.{name}"));
        return new ConnectPlan(name, names.Distinct().ToList());
    }

    private static void CheckRegistries(ServiceRequest request, TaskDefinition definition)
    {
        var registries = request.Carried.Objects("serviceRegistries");
        if (registries.Count > 1)
        {
            throw EcsErrors.InvalidParameter("service registries can have at most 1 items.");
        }

        foreach (var registry in registries)
        {
            if (registry.Text("registryArn") is not { } arn || !arn.StartsWith("arn:", System.StringComparison.Ordinal) || !arn.Contains(":servicediscovery:"))
            {
                throw EcsErrors.InvalidParameter("registryArn must be the ARN of a service of AWS Cloud Map.");
            }

            var (name, port) = (registry.Text("containerName"), registry.Integer("containerPort"));
            if (name is not null && definition.Containers.All(container => container.Name != name))
            {
                throw EcsErrors.InvalidParameter($"The container {name} does not exist in the task definition.");
            }

            var named = definition.Containers.Where(container => name is null || container.Name == name);
            if (port is not null && !named.Any(container => container.MappedPorts.Contains(port.Value)))
            {
                throw EcsErrors.InvalidParameter(System.FormattableString.Invariant($"The container {name} did not have a container port {port} defined."));
            }

            // The tasks of an awsvpc network have an address of their own, so the registry makes A records.
            if (port is not null && definition.NetworkMode == "awsvpc" && registry.Integer("port") is null)
            {
                throw EcsErrors.InvalidParameter("The values specified for serviceRegistries do not require a value for 'containerPort'.");
            }
        }
    }

    private static void CheckConnect(JsonObject connect, Cluster cluster, TaskDefinition definition)
    {
        if (string.IsNullOrEmpty(connect.Text("namespace")) && cluster.ServiceConnectDefaults is null)
        {
            throw EcsErrors.InvalidParameter("Namespace is missing.");
        }

        foreach (var service in connect.Objects("services"))
        {
            var portName = service.Text("portName");
            if (definition.Registered.Objects("containerDefinitions").SelectMany(container => container.Objects("portMappings"))
                .All(mapping => mapping.Text("name") != portName))
            {
                throw EcsErrors.InvalidParameter($"portName({portName}) does not refer to any named PortMapping in the container definitions.");
            }

            var aliases = service.Objects("clientAliases");
            if (aliases.Count > 1)
            {
                throw EcsErrors.InvalidParameter(System.FormattableString.Invariant($"{aliases.Count} clientAliases exceeds the max limit of 1."));
            }

            if (aliases.Select(alias => alias.Text("dnsName")).FirstOrDefault(name => name is not null && !DnsName.IsMatch(name)) is { } wrong)
            {
                throw EcsErrors.InvalidParameter($"The DNS name that you provided is invalid: {wrong}");
            }
        }
    }
}
