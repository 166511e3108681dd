using System;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs.Clusters;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The operations on services. The controller does the work that they cause.</summary>
internal sealed class ServiceOperations
{
    private readonly EcsContext _context;
    private readonly ClusterStore _clusters;
    private readonly ConnectNamespaces _namespaces;
    private readonly ServiceStore _services;
    private readonly ServiceRules _rules;
    private readonly Rollouts _rollouts;
    private readonly ServiceQueue _queue;

    public ServiceOperations(
        EcsContext context,
        ClusterStore clusters,
        ConnectNamespaces namespaces,
        ServiceStore services,
        ServiceRules rules,
        Rollouts rollouts,
        ServiceQueue queue)
    {
        _context = context;
        _clusters = clusters;
        _namespaces = namespaces;
        _services = services;
        _rules = rules;
        _rollouts = rollouts;
        _queue = queue;
    }

    public JsonObject Create(SandboxCall call)
    {
        var input = call.Input;
        ServiceRules.CheckForm(input);
        var tags = TagRules.Check(input);
        lock (_context.Gate)
        {
            var cluster = _clusters.Active(input.Text("cluster"));
            var name = input.Text("serviceName")!;
            if (Repeated(cluster.Name, name, input) is { } earlier)
            {
                return new JsonObject { ["service"] = ServiceJson.Describe(earlier, withTags: true) };
            }

            var definition = _rules.Definition(input, call.Principal);
            var settings = _rules.Settings(ServiceRequest.Read(input), cluster, definition);
            _namespaces.Join(call.Principal, input, cluster.ServiceConnectDefaults?.Text("namespace"));
            var service = new ServiceRecord(
                _context.Names.ServiceArn(cluster.Name, name), cluster.Arn, new ServiceEvents(name, _context.Clock))
            {
                Settings = settings,
                CreatedAt = _context.Clock.EpochSeconds,
                CreatedBy = call.Principal.Arn,
                RoleArn = $"arn:aws:iam::{SandboxCloud.AccountId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
                Tags = tags,
                Creation = input.Text("clientToken") is { } token ? (token, input.ToJsonString()) : null,
            };
            _services.Put(service);
            _rollouts.Begin(service, definition);
            return Changed(service);
        }
    }

    public JsonObject Update(SandboxCall call)
    {
        var input = call.Input;
        lock (_context.Gate)
        {
            var cluster = _clusters.Active(input.Text("cluster"));
            var service = Find(cluster.Name, input);
            if (service.Status != ServiceStatus.Active)
            {
                throw new AwsError("ServiceNotActiveException", "Service was not ACTIVE.");
            }

            var definition = string.IsNullOrEmpty(input.Text("taskDefinition"))
                ? service.Primary!.Definition
                : _rules.Definition(input, call.Principal);
            var settings = _rules.Settings(ServiceRequest.Read(input).Over(service.Settings), cluster, definition);
            _namespaces.Join(call.Principal, input, cluster.ServiceConnectDefaults?.Text("namespace"));
            var deploys = input.Flag("forceNewDeployment") == true
                || !WorkloadJson.AreSame(settings.Workload, service.Settings.Workload);
            service.Settings = settings;
            if (deploys)
            {
                _rollouts.Begin(service, definition);
            }

            return Changed(service);
        }
    }

    public JsonObject Delete(SandboxCall call)
    {
        lock (_context.Gate)
        {
            var service = Find(_clusters.Active(call.Input.Text("cluster")).Name, call.Input);
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
            throw EcsErrors.InvalidParameter("service names can have at most 10 items.");
        }

        var found = new JsonArray();
        var failures = new JsonArray();
        lock (_context.Gate)
        {
            var cluster = _clusters.Active(call.Input.Text("cluster")).Name;
            foreach (var name in identifiers.Select(identifier => _context.Names.ServiceName(identifier, cluster)).Distinct(StringComparer.Ordinal))
            {
                if (_services.Find(cluster, name) is { } service)
                {
                    found.Add(ServiceJson.Describe(service, call.Input.Texts("include").Contains("TAGS")));
                }
                else
                {
                    failures.Add(EcsErrors.Missing(_context.Names.ServiceArn(cluster, name)));
                }
            }
        }

        return new JsonObject { ["services"] = found, ["failures"] = failures };
    }

    public JsonObject List(SandboxCall call)
    {
        var input = call.Input;
        lock (_context.Gate)
        {
            var cluster = _clusters.Active(input.Text("cluster")).Name;
            var arns = _services.OfCluster(cluster)
                .Where(service => service.Status == ServiceStatus.Active && Matches(service, input))
                .Select(service => service.Arn)
                .ToList();
            return EcsPages.Of(input, "serviceArns", arns, defaultSize: 10);
        }
    }

    private static bool Matches(ServiceRecord service, JsonObject input)
        => (input.Text("launchType") is not { } launchType || service.Settings.Workload.LaunchType == launchType)
            && input.Text("schedulingStrategy") is null or "REPLICA"
            && input.Text("resourceManagementType") is null or "CUSTOMER";

    /// <summary>The service that the same request created before, or null if the name is free.</summary>
    private ServiceRecord? Repeated(string cluster, string name, JsonObject input)
    {
        if (_services.Find(cluster, name) is not { } known || known.Status == ServiceStatus.Inactive)
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

    private ServiceRecord Find(string cluster, JsonObject input)
        => _services.Find(cluster, _context.Names.ServiceName(input.Text("service")!, cluster)) ?? throw EcsErrors.ServiceNotFound();

    private JsonObject Changed(ServiceRecord service)
    {
        _context.NoteChange();
        _queue.Add(service);
        return new JsonObject { ["service"] = ServiceJson.Describe(service, withTags: true) };
    }
}
