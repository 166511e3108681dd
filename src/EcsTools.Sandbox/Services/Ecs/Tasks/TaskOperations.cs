using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Clusters;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>The operations on tasks.</summary>
internal sealed class TaskOperations
{
    private readonly EcsContext _context;
    private readonly ClusterStore _clusters;
    private readonly TaskStore _tasks;
    private readonly RunTaskRules _rules;
    private readonly TaskLauncher _launcher;
    private readonly IServiceNames _services;

    // The requests with a client token, and the tasks that they started.
    private readonly Dictionary<string, (string Request, IReadOnlyList<string> Ids)> _tokens = new(StringComparer.Ordinal);

    public TaskOperations(
        EcsContext context, ClusterStore clusters, TaskStore tasks, RunTaskRules rules, TaskLauncher launcher, IServiceNames services)
    {
        _context = context;
        _clusters = clusters;
        _tasks = tasks;
        _rules = rules;
        _launcher = launcher;
        _services = services;
    }

    public JsonObject Run(SandboxCall call) => Run(call.Input, call.Principal);

    /// <summary>RunTask, also for the services that start tasks in process.</summary>
    public JsonObject Run(JsonObject input, SandboxPrincipal caller)
    {
        JsonArray started;
        lock (_context.Gate)
        {
            if (Repeated(input) is { } earlier)
            {
                return new JsonObject { ["tasks"] = earlier, ["failures"] = new JsonArray() };
            }

            var request = _rules.Check(input, caller);
            var tasks = request.CapacityProviders.Select(provider => _launcher.Start(request, provider)).ToList();
            if (input.Text("clientToken") is { } token)
            {
                _tokens[Token(input, token)] = (input.ToJsonString(), tasks.ConvertAll(task => task.Id));
            }

            started = tasks.Select(task => _tasks.Describe(task, withTags: true)).ToJson();
        }

        _context.NoteChange();
        return new JsonObject { ["tasks"] = started, ["failures"] = new JsonArray() };
    }

    public JsonObject Stop(SandboxCall call)
    {
        var reason = call.Input.Text("reason");
        if (reason?.Length > 1024)
        {
            throw EcsErrors.InvalidParameter("reason can have at most 1024 characters.");
        }

        EcsTask task;
        lock (_context.Gate)
        {
            var cluster = _clusters.Active(call.Input.Text("cluster")).Name;
            task = _tasks.Find(cluster, _context.Names.TaskId(call.Input.Text("task")!, cluster))
                ?? throw EcsErrors.InvalidParameter("The referenced task was not found.");
        }

        task.Run?.RequestStop("UserInitiated", string.IsNullOrEmpty(reason) ? "Task stopped by user" : reason!);
        lock (_context.Gate)
        {
            return new JsonObject { ["task"] = _tasks.Describe(task, withTags: true) };
        }
    }

    public JsonObject Describe(SandboxCall call)
    {
        var identifiers = call.Input.Texts("tasks");
        if (identifiers.Count == 0)
        {
            throw EcsErrors.InvalidParameter("Tasks cannot be empty.");
        }

        if (identifiers.Count > 100)
        {
            throw EcsErrors.InvalidParameter("taskIds can have at most 100 items.");
        }

        var found = new JsonArray();
        var failures = new JsonArray();
        lock (_context.Gate)
        {
            var cluster = _clusters.Active(call.Input.Text("cluster")).Name;
            foreach (var id in identifiers.Select(identifier => _context.Names.TaskId(identifier, cluster)).Distinct(StringComparer.Ordinal))
            {
                if (_tasks.Find(cluster, id) is { } task)
                {
                    found.Add(_tasks.Describe(task, call.Input.Texts("include").Contains("TAGS")));
                }
                else
                {
                    failures.Add(EcsErrors.Missing(_context.Names.TaskArn(cluster, id)));
                }
            }
        }

        return new JsonObject { ["tasks"] = found, ["failures"] = failures };
    }

    public JsonObject List(SandboxCall call)
    {
        var input = call.Input;
        var filters = new[] { "family", "startedBy", "serviceName", "containerInstance" }.Where(name => input.Text(name) is { Length: > 0 }).ToList();
        if (filters.Count > 1 && filters.Contains("startedBy"))
        {
            throw EcsErrors.InvalidParameter("startedBy cannot be combined with another filter.");
        }

        var desired = input.Text("desiredStatus") ?? EcsTaskStatus.Running;
        lock (_context.Gate)
        {
            var cluster = _clusters.Active(input.Text("cluster")).Name;
            if (input.Text("containerInstance") is { Length: > 0 })
            {
                throw EcsErrors.InvalidParameter("The referenced container instance was not found.");
            }

            var service = input.Text("serviceName") is { Length: > 0 } given ? _context.Names.ServiceName(given, cluster) : null;
            if (service is not null && !_services.Exists(cluster, service))
            {
                throw EcsErrors.ServiceNotFound();
            }

            var arns = _tasks.OfCluster(cluster)
                .Where(task => task.DesiredStatus == desired && Matches(task, input, service))
                .Select(task => task.Arn)
                .ToList();
            return EcsPages.Of(input, "taskArns", arns);
        }
    }

    private bool Matches(EcsTask task, JsonObject input, string? service)
    {
        var family = input.Text("family");
        var startedBy = input.Text("startedBy");
        var launchType = input.Text("launchType");
        return (string.IsNullOrEmpty(family) || _context.Names.TaskDefinition(task.DefinitionArn).Family == family)
            && (string.IsNullOrEmpty(startedBy) || task.StartedBy == startedBy)
            && (service is null || task.Group == "service:" + service)
            && (string.IsNullOrEmpty(launchType) || launchType == "FARGATE");
    }

    /// <summary>The tasks that an earlier request with this token started, as they are now.</summary>
    private JsonArray? Repeated(JsonObject input)
    {
        if (input.Text("clientToken") is not { } token || !_tokens.TryGetValue(Token(input, token), out var earlier))
        {
            return null;
        }

        var cluster = _context.Names.ClusterName(input.Text("cluster"));
        if (earlier.Request != input.ToJsonString())
        {
            throw EcsErrors.TokenReused(earlier.Ids.Select(id => _context.Names.TaskArn(cluster, id)).ToJson());
        }

        return earlier.Ids.Select(id => _tasks.Find(cluster, id)).OfType<EcsTask>().Select(task => _tasks.Describe(task, withTags: true)).ToJson();
    }

    private string Token(JsonObject input, string token) => _context.Names.ClusterName(input.Text("cluster")) + "/" + token;
}
