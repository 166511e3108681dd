using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>Services: created, changed, deleted, described and listed. The controller keeps them from then on.</summary>
internal sealed class ServiceOperations
{
    /// <summary>Members of UpdateService that begin a deployment when they change something.</summary>
    private static readonly string[] Deploying =
    [
        "taskDefinition", "launchType", "capacityProviderStrategy", "platformVersion", "networkConfiguration", "loadBalancers",
        "serviceRegistries", "serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations",
    ];

    private readonly EcsState _state;
    private readonly ServiceRules _rules;
    private readonly Rollouts _rollouts;
    private readonly Action<ServiceRecord> _wake;

    /// <param name="state">What ECS knows.</param>
    /// <param name="rules">What it accepts.</param>
    /// <param name="rollouts">Begins deployments.</param>
    /// <param name="wake">Has the controller look at a service.</param>
    public ServiceOperations(EcsState state, ServiceRules rules, Rollouts rollouts, Action<ServiceRecord> wake)
    {
        _state = state;
        _rules = rules;
        _rollouts = rollouts;
        _wake = wake;
    }

    public JsonObject Create(SandboxCall call)
    {
        var input = call.Input;
        ServiceRules.CheckForm(input);
        var tags = EcsTags.Checked(input);
        lock (_state.Gate)
        {
            var cluster = _state.ActiveCluster(input.Text("cluster"));
            var name = input.Text("serviceName")!;
            if (Repeated(cluster.Text("clusterName")!, name, input) is { } earlier)
            {
                return new JsonObject { ["service"] = ServiceView.Of(earlier, withTags: true) };
            }

            var definition = _rules.Definition(input, call.Principal);
            var settings = _rules.Settings(input, cluster, definition.Wire);
            settings["serviceName"] = name;
            settings["serviceArn"] = _state.Names.ServiceArn(cluster.Text("clusterName")!, name);
            settings["clusterArn"] = cluster.Text("clusterArn");
            settings["status"] = ServiceStatus.Active;
            settings["createdAt"] = _state.Clock.EpochSeconds;
            settings["createdBy"] = call.Principal.Arn;
            settings["roleArn"] = $"arn:aws:iam::{SandboxCloud.AccountId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS";
            settings["tags"] = tags;
            var service = new ServiceRecord(settings, new ServiceEvents(name, _state.Clock));
            if (input.Text("clientToken") is { } token)
            {
                service.Creation = (token, input.ToJsonString());
            }

            _state.Services[EcsState.ServiceKey(service.Cluster, name)] = service;
            _rollouts.Begin(service, definition.Wire);
            return Changed(service);
        }
    }

    public JsonObject Update(SandboxCall call)
    {
        var input = call.Input;
        lock (_state.Gate)
        {
            var cluster = _state.ActiveCluster(input.Text("cluster"));
            var service = Find(cluster, input);
            if (service.Status != ServiceStatus.Active)
            {
                throw new AwsError("ServiceNotActiveException", "Service was not ACTIVE.");
            }

            var definition = string.IsNullOrEmpty(input.Text("taskDefinition"))
                ? service.Primary!.Definition
                : _rules.Definition(input, call.Principal).Wire;
            var settings = _rules.Settings(Asked(service, input), cluster, definition);
            var deploys = input.Flag("forceNewDeployment") == true
                || Deploying.Any(member => !JsonNode.DeepEquals(settings[member], service.Settings[member]));
            foreach (var member in Deploying.Where(member => settings[member] is null))
            {
                service.Settings.Remove(member);
            }

            foreach (var member in settings)
            {
                service.Settings[member.Key] = member.Value?.DeepClone();
            }

            if (deploys)
            {
                _rollouts.Begin(service, definition);
            }

            return Changed(service);
        }
    }

    public JsonObject Delete(SandboxCall call)
    {
        lock (_state.Gate)
        {
            var service = Find(_state.ActiveCluster(call.Input.Text("cluster")), call.Input);
            if (service.Status == ServiceStatus.Inactive)
            {
                throw EcsErrors.ServiceNotFound();
            }

            if (service.Desired > 0 && call.Input.Flag("force") != true)
            {
                throw EcsErrors.InvalidParameter("The service cannot be stopped while it is scaled above 0.");
            }

            service.Status = ServiceStatus.Draining;
            service.Desired = 0;
            return Changed(service);
        }
    }

    public JsonObject Describe(SandboxCall call)
    {
        var identifiers = call.Input.Texts("services");
        if (identifiers.Count == 0)
        {
            throw EcsErrors.InvalidParameter("Services cannot be empty.");
        }

        if (identifiers.Count > 10)
        {
            throw EcsErrors.InvalidParameter("Services can have at most 10 items.");
        }

        var found = new JsonArray();
        var failures = new JsonArray();
        lock (_state.Gate)
        {
            var cluster = _state.ActiveCluster(call.Input.Text("cluster")).Text("clusterName")!;
            foreach (var name in identifiers.Select(identifier => _rules.Name(identifier, cluster)).Distinct(StringComparer.Ordinal))
            {
                if (_state.Services.TryGetValue(EcsState.ServiceKey(cluster, name), out var service))
                {
                    found.Add(ServiceView.Of(service, call.Input.Texts("include").Contains("TAGS")));
                }
                else
                {
                    failures.Add(EcsErrors.Missing(_state.Names.ServiceArn(cluster, name)));
                }
            }
        }

        return new JsonObject { ["services"] = found, ["failures"] = failures };
    }

    public JsonObject List(SandboxCall call)
    {
        var input = call.Input;
        lock (_state.Gate)
        {
            var cluster = _state.ActiveCluster(input.Text("cluster")).Text("clusterName")!;
            var arns = _state.ServicesOf(cluster)
                .Where(service => service.Status == ServiceStatus.Active && Matches(service, input))
                .Select(service => service.Arn)
                .ToList();
            return EcsPages.Of(input, "serviceArns", arns, defaultSize: 10);
        }
    }

    private static bool Matches(ServiceRecord service, JsonObject input)
        => (input.Text("launchType") is not { } launchType || service.Settings.Text("launchType") == launchType)
            && input.Text("schedulingStrategy") is null or "REPLICA"
            && input.Text("resourceManagementType") is null or "CUSTOMER";

    /// <summary>The request as CreateService would have it: what the service is, with what is to change put over it.</summary>
    private static JsonObject Asked(ServiceRecord service, JsonObject input)
    {
        var asked = service.Settings.Copy();
        var strategy = input["capacityProviderStrategy"] as JsonArray;
        if (strategy?.Count > 0)
        {
            asked.Remove("launchType");
        }
        else if (strategy is not null)
        {
            // An empty list takes the strategy back for the launch type.
            asked.Remove("capacityProviderStrategy");
            asked["launchType"] = "FARGATE";
        }

        foreach (var member in input.Where(member => member.Value is not null && member.Key != "deploymentConfiguration"))
        {
            asked[member.Key] = member.Value!.DeepClone();
        }

        asked["deploymentConfiguration"] = Configuration(service.Configuration, input.Object("deploymentConfiguration"));
        if (asked.Object("deploymentConfiguration")!.Integer("maximumPercent") <= 100 && input["availabilityZoneRebalancing"] is null)
        {
            asked["availabilityZoneRebalancing"] = "DISABLED";
        }

        return asked;
    }

    /// <summary>What is not said of a deployment configuration stays; what belongs to another strategy goes.</summary>
    private static JsonObject Configuration(JsonObject known, JsonObject? given)
    {
        var configuration = known.Copy();
        if (given?.Text("strategy") is { } strategy && strategy != known.Text("strategy"))
        {
            configuration.Remove("linearConfiguration");
            configuration.Remove("canaryConfiguration");
            configuration.Remove("bakeTimeInMinutes");
        }

        foreach (var member in given ?? [])
        {
            configuration[member.Key] = member.Value?.DeepClone();
        }

        return configuration;
    }

    /// <summary>The service that the same request made before, or null where the name is free.</summary>
    private ServiceRecord? Repeated(string cluster, string name, JsonObject input)
    {
        if (!_state.Services.TryGetValue(EcsState.ServiceKey(cluster, name), out var known) || known.Status == ServiceStatus.Inactive)
        {
            return null;
        }

        if (known.Status == ServiceStatus.Draining)
        {
            throw EcsErrors.InvalidParameter("Unable to Start a service that is still Draining.");
        }

        return input.Text("clientToken") is { } token && known.Creation == (token, input.ToJsonString())
            ? known
            : throw EcsErrors.InvalidParameter("Creation of service was not idempotent.");
    }

    private ServiceRecord Find(JsonObject cluster, JsonObject input)
    {
        var name = cluster.Text("clusterName")!;
        return _state.Services.TryGetValue(EcsState.ServiceKey(name, _rules.Name(input.Text("service")!, name)), out var service)
            ? service
            : throw EcsErrors.ServiceNotFound();
    }

    private JsonObject Changed(ServiceRecord service)
    {
        _state.NoteChange();
        _wake(service);
        return new JsonObject { ["service"] = ServiceView.Of(service, withTags: true) };
    }
}
