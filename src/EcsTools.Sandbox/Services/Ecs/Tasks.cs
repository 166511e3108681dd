using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>Tasks: started, stopped, described and listed. Each runs by itself from then on (<see cref="TaskRun"/>).</summary>
internal sealed class Tasks
{
    private readonly EcsState _state;
    private readonly RunTaskRules _rules;
    private readonly Func<EcsTask, TaskRequest, TaskRun> _start;
    private readonly Func<string> _runtime;
    private readonly Dictionary<string, (string Asked, IReadOnlyList<string> Ids)> _tokens = new(StringComparer.Ordinal);

    /// <param name="state">Where tasks are kept.</param>
    /// <param name="rules">What a RunTask must meet.</param>
    /// <param name="start">Begins to run a task.</param>
    /// <param name="runtime">How tasks run here.</param>
    public Tasks(EcsState state, RunTaskRules rules, Func<EcsTask, TaskRequest, TaskRun> start, Func<string> runtime)
    {
        _state = state;
        _rules = rules;
        _start = start;
        _runtime = runtime;
    }

    public JsonObject Run(SandboxCall call) => Run(call.Input, call.Principal);

    /// <summary>RunTask, also for the services that start tasks in process.</summary>
    public JsonObject Run(JsonObject input, SandboxPrincipal caller)
    {
        JsonArray started;
        lock (_state.Gate)
        {
            if (Repeated(input) is { } earlier)
            {
                return new JsonObject { ["tasks"] = earlier, ["failures"] = new JsonArray() };
            }

            var request = _rules.Check(input, caller);
            var tasks = request.CapacityProviders.Select(provider => Start(request, provider)).ToList();
            if (input.Text("clientToken") is { } token)
            {
                _tokens[Token(input, token)] = (input.ToJsonString(), tasks.ConvertAll(task => task.Id));
            }

            started = tasks.Select(task => task.Describe(withTags: true)).ToJson();
        }

        _state.NoteChange();
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
        lock (_state.Gate)
        {
            var cluster = _state.ActiveCluster(call.Input.Text("cluster")).Text("clusterName")!;
            task = _state.FindTask(cluster, _state.Names.TaskId(call.Input.Text("task")!))
                ?? throw EcsErrors.InvalidParameter("The referenced task was not found.");
        }

        task.Run?.RequestStop("UserInitiated", string.IsNullOrEmpty(reason) ? "Task stopped by user" : reason!);
        lock (_state.Gate)
        {
            return new JsonObject { ["task"] = task.Describe(withTags: true) };
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
            throw EcsErrors.InvalidParameter("Tasks can have at most 100 items.");
        }

        var found = new JsonArray();
        var failures = new JsonArray();
        lock (_state.Gate)
        {
            var cluster = _state.ActiveCluster(call.Input.Text("cluster")).Text("clusterName")!;
            foreach (var id in identifiers.Select(_state.Names.TaskId).Distinct(StringComparer.Ordinal))
            {
                if (_state.FindTask(cluster, id) is { } task)
                {
                    found.Add(task.Describe(call.Input.Texts("include").Contains("TAGS")));
                }
                else
                {
                    failures.Add(EcsErrors.Missing(_state.Names.TaskArn(cluster, id)));
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
        lock (_state.Gate)
        {
            var cluster = _state.ActiveCluster(input.Text("cluster")).Text("clusterName")!;
            if (input.Text("containerInstance") is { Length: > 0 })
            {
                throw EcsErrors.InvalidParameter("The referenced container instance was not found.");
            }

            if (input.Text("serviceName") is { Length: > 0 } service
                && !_state.Services.ContainsKey(EcsState.ServiceKey(cluster, LastPart(service))))
            {
                throw EcsErrors.ServiceNotFound();
            }

            var arns = _state.TasksOf(cluster)
                .Where(task => task.DesiredStatus == desired && Matches(task, input))
                .Select(task => task.Arn)
                .ToList();
            return EcsPages.Of(input, "taskArns", arns);
        }
    }

    private bool Matches(EcsTask task, JsonObject input)
    {
        var family = input.Text("family");
        var startedBy = input.Text("startedBy");
        var launchType = input.Text("launchType");
        var service = input.Text("serviceName");
        return (string.IsNullOrEmpty(family) || _state.Names.TaskDefinition(task.Wire.Text("taskDefinitionArn")!).Family == family)
            && (string.IsNullOrEmpty(startedBy) || task.Wire.Text("startedBy") == startedBy)
            && (string.IsNullOrEmpty(service) || task.Wire.Text("group") == "service:" + LastPart(service!))
            && (string.IsNullOrEmpty(launchType) || task.Wire.Text("launchType") == launchType);
    }

    private static string LastPart(string identifier) => identifier.Substring(identifier.LastIndexOf('/') + 1);

    /// <summary>Starts one task of a request that was found good. The caller holds the lock of the state.</summary>
    public EcsTask Start(TaskRequest request, string? capacityProvider)
    {
        var task = new EcsTask(_state, EcsTask.New(_state, request, capacityProvider, Guid.NewGuid().ToString("N"), _runtime()));
        _state.Tasks[task.Id] = task;
        task.Run = _start(task, request);
        return task;
    }

    /// <summary>The tasks that an earlier request with this token started, as they are now.</summary>
    private JsonArray? Repeated(JsonObject input)
    {
        if (input.Text("clientToken") is not { } token || !_tokens.TryGetValue(Token(input, token), out var earlier))
        {
            return null;
        }

        var cluster = _state.Names.ClusterName(input.Text("cluster"));
        if (earlier.Asked != input.ToJsonString())
        {
            throw EcsErrors.TokenReused(earlier.Ids.Select(id => _state.Names.TaskArn(cluster, id)).ToJson());
        }

        return earlier.Ids.Select(id => _state.FindTask(cluster, id)).OfType<EcsTask>().Select(task => task.Describe(withTags: true)).ToJson();
    }

    private string Token(JsonObject input, string token) => _state.Names.ClusterName(input.Text("cluster")) + "/" + token;
}
