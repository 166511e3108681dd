using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs.Deployments;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>Clusters: they hold nothing but settings, and are counted from the tasks in them.</summary>
internal sealed class Clusters
{
    private const string NotAssociated = "The specified capacity provider strategy cannot contain a capacity provider that is not "
        + "associated with the cluster. Associate the capacity provider with the cluster and try again.";

    private static readonly string[] Fargate = ["FARGATE", "FARGATE_SPOT"];

    private readonly EcsState _state;

    public Clusters(EcsState state)
    {
        _state = state;
    }

    /// <summary>Checks a strategy against the providers of its cluster.</summary>
    public static void CheckStrategy(IReadOnlyList<JsonObject> strategy, IReadOnlyCollection<string> associated)
    {
        if (strategy.Count > 20)
        {
            throw EcsErrors.InvalidParameter("A capacity provider strategy can contain a maximum of 20 capacity providers.");
        }

        if (strategy.Any(item => !associated.Contains(item.Text("capacityProvider")!)))
        {
            throw EcsErrors.InvalidParameter(NotAssociated);
        }

        if (strategy.Count > 1 && strategy.All(item => (item.Integer("weight") ?? 0) == 0))
        {
            throw EcsErrors.InvalidParameter("At least one capacity provider in the strategy must have a weight greater than zero.");
        }

        if (strategy.Count(item => item.Integer("base") > 0) > 1)
        {
            throw EcsErrors.InvalidParameter("Only one capacity provider in a capacity provider strategy can have a base defined.");
        }
    }

    public JsonObject Create(SandboxCall call)
    {
        var name = call.Input.Text("clusterName") is { Length: > 0 } given ? given : "default";
        if (!EcsNames.IsName(name))
        {
            throw EcsErrors.InvalidParameter("Cluster name contains invalid characters.");
        }

        var tags = EcsTags.Checked(call.Input);
        var providers = CheckedProviders(call.Input);
        CheckStrategy(call.Input.Objects("defaultCapacityProviderStrategy"), providers);
        JsonObject cluster;
        lock (_state.Gate)
        {
            if (_state.Clusters.TryGetValue(name, out var known) && known.Text("status") == "ACTIVE")
            {
                RequireSame(known, call.Input);
                return new JsonObject { ["cluster"] = Describe(known, ["SETTINGS", "TAGS", "CONFIGURATIONS"]) };
            }

            cluster = New(name, call.Input, tags, providers);
            _state.Clusters[name] = cluster;
            cluster = Describe(cluster, ["SETTINGS", "TAGS", "CONFIGURATIONS"]);
        }

        _state.NoteChange();
        return new JsonObject { ["cluster"] = cluster };
    }

    public JsonObject Describe(SandboxCall call)
    {
        var names = call.Input.Texts("clusters");
        if (names.Count > 100)
        {
            throw EcsErrors.InvalidParameter("clusters can have at most 100 items.");
        }

        var found = new JsonArray();
        var failures = new JsonArray();
        lock (_state.Gate)
        {
            foreach (var name in (names.Count == 0 ? ["default"] : names).Select(_state.Names.ClusterName).Distinct(StringComparer.Ordinal))
            {
                if (_state.Clusters.TryGetValue(name, out var cluster))
                {
                    found.Add(Describe(cluster, call.Input.Texts("include")));
                }
                else
                {
                    failures.Add(EcsErrors.Missing(_state.Names.ClusterArn(name)));
                }
            }
        }

        return new JsonObject { ["clusters"] = found, ["failures"] = failures };
    }

    public JsonObject List(SandboxCall call)
    {
        lock (_state.Gate)
        {
            var active = _state.Clusters.Values.Where(cluster => cluster.Text("status") == "ACTIVE").ToList();
            var arns = active.ConvertAll(cluster => cluster.Text("clusterArn")!);
            return EcsPages.Of(call.Input, "clusterArns", arns);
        }
    }

    public JsonObject Update(SandboxCall call) => Change(call, cluster =>
    {
        SetSettings(cluster, call.Input);
        foreach (var member in new[] { "configuration", "serviceConnectDefaults" })
        {
            if (call.Input.Object(member) is { } value)
            {
                cluster[member] = value.Copy();
            }
        }
    });

    public JsonObject PutCapacityProviders(SandboxCall call)
    {
        var providers = CheckedProviders(call.Input);
        CheckStrategy(call.Input.Objects("defaultCapacityProviderStrategy"), providers);
        return Change(call, cluster =>
        {
            cluster["capacityProviders"] = providers.ToJson();
            cluster["defaultCapacityProviderStrategy"] = Strategy(call.Input.Objects("defaultCapacityProviderStrategy"));
        });
    }

    public JsonObject Delete(SandboxCall call)
    {
        JsonObject cluster;
        lock (_state.Gate)
        {
            var name = _state.Names.ClusterName(call.Input.Text("cluster"));
            if (!_state.Clusters.TryGetValue(name, out var found))
            {
                throw EcsErrors.ClusterNotFound();
            }

            if (_state.ServicesOf(name).Any(service => service.Status == ServiceStatus.Active))
            {
                throw new AwsError("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.");
            }

            if (_state.TasksOf(name).Any(task => task.LastStatus != EcsTaskStatus.Stopped))
            {
                throw new AwsError("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.");
            }

            found["status"] = "INACTIVE";
            cluster = Describe(found, []);
        }

        _state.NoteChange();
        return new JsonObject { ["cluster"] = cluster };
    }

    private static List<string> CheckedProviders(JsonObject input)
    {
        var providers = input.Texts("capacityProviders");
        return providers.FirstOrDefault(provider => !Fargate.Contains(provider)) is { } unknown
            ? throw EcsErrors.InvalidParameter($"The specified capacity provider '{unknown}' was not found.")
            : providers.Distinct(StringComparer.Ordinal).ToList();
    }

    /// <summary>Creating what is there answers it, but not with other settings than it has.</summary>
    private static void RequireSame(JsonObject known, JsonObject input)
    {
        foreach (var member in new[] { "settings", "capacityProviders", "defaultCapacityProviderStrategy" })
        {
            var asked = member == "defaultCapacityProviderStrategy" ? Strategy(input.Objects(member)) : input[member];
            if (asked is JsonArray { Count: > 0 } && !JsonNode.DeepEquals(asked, known[member]))
            {
                throw EcsErrors.InvalidParameter(
                    "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).");
            }
        }
    }

    private JsonObject New(string name, JsonObject input, JsonArray tags, List<string> providers)
    {
        var cluster = new JsonObject
        {
            ["clusterArn"] = _state.Names.ClusterArn(name),
            ["clusterName"] = name,
            ["status"] = "ACTIVE",
            ["registeredContainerInstancesCount"] = 0,
            ["activeServicesCount"] = 0,
            ["tags"] = tags,
            ["settings"] = new JsonArray(new JsonObject { ["name"] = "containerInsights", ["value"] = "disabled" }),
            ["capacityProviders"] = providers.ToJson(),
            ["defaultCapacityProviderStrategy"] = Strategy(input.Objects("defaultCapacityProviderStrategy")),
        };
        SetSettings(cluster, input);
        foreach (var member in new[] { "configuration", "serviceConnectDefaults" })
        {
            if (input.Object(member) is { } value)
            {
                cluster[member] = value.Copy();
            }
        }

        return cluster;
    }

    private static void SetSettings(JsonObject cluster, JsonObject input)
    {
        foreach (var setting in input.Objects("settings"))
        {
            if (setting.Text("value") is not ("enabled" or "disabled" or "enhanced"))
            {
                throw EcsErrors.InvalidParameter("Invalid cluster setting value. Use one of: [enabled, disabled, enhanced].");
            }

            cluster["settings"] = new JsonArray(setting.Copy());
        }
    }

    /// <summary>A strategy with what was not said of it.</summary>
    public static JsonArray Strategy(IEnumerable<JsonObject> strategy) => strategy
        .Select(item => new JsonObject
        {
            ["capacityProvider"] = item.Text("capacityProvider"),
            ["weight"] = item.Integer("weight") ?? 0,
            ["base"] = item.Integer("base") ?? 0,
        }).ToJson();

    private JsonObject Change(SandboxCall call, Action<JsonObject> change)
    {
        JsonObject answer;
        lock (_state.Gate)
        {
            var cluster = _state.ActiveCluster(call.Input.Text("cluster"));
            change(cluster);
            answer = Describe(cluster, ["SETTINGS", "CONFIGURATIONS"]);
        }

        _state.NoteChange();
        return new JsonObject { ["cluster"] = answer };
    }

    private JsonObject Describe(JsonObject cluster, IReadOnlyList<string> include)
    {
        var tasks = _state.TasksOf(cluster.Text("clusterName")!);
        var running = tasks.Count(task => task.LastStatus == EcsTaskStatus.Running);
        var pending = tasks.Count(task => task.DesiredStatus == EcsTaskStatus.Running && task.LastStatus != EcsTaskStatus.Running);
        var services = _state.ServicesOf(cluster.Text("clusterName")!).ToList();
        var active = services.Count(service => service.Status == ServiceStatus.Active);
        var draining = services.Count(service => service.Status == ServiceStatus.Draining);
        var answer = cluster.Copy();
        answer["runningTasksCount"] = running;
        answer["pendingTasksCount"] = pending;
        answer["activeServicesCount"] = active;
        answer["statistics"] = include.Contains("STATISTICS") ? Statistics(running, pending, active, draining) : new JsonArray();
        foreach (var (part, member) in new[] { ("SETTINGS", "settings"), ("TAGS", "tags") })
        {
            answer[member] = include.Contains(part) ? answer[member]!.DeepClone() : new JsonArray();
        }

        if (!include.Contains("CONFIGURATIONS"))
        {
            answer.Remove("configuration");
        }

        return answer;
    }

    private static JsonArray Statistics(int running, int pending, int active, int draining)
    {
        var statistics = new JsonArray();
        foreach (var kind in new[] { "EC2", "Fargate", "External" })
        {
            Add($"running{kind}TasksCount", kind == "Fargate" ? running : 0);
            Add($"pending{kind}TasksCount", kind == "Fargate" ? pending : 0);
            Add($"active{kind}ServiceCount", kind == "Fargate" ? active : 0);
            Add($"draining{kind}ServiceCount", kind == "Fargate" ? draining : 0);
        }

        return statistics;

        void Add(string name, int value)
            => statistics.Add(new JsonObject { ["name"] = name, ["value"] = FormattableString.Invariant($"{value}") });
    }
}
