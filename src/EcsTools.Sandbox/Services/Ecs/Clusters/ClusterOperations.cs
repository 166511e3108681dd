using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Clusters;

/// <summary>The operations on clusters.</summary>
internal sealed class ClusterOperations
{
    private static readonly string[] Fargate = ["FARGATE", "FARGATE_SPOT"];

    private readonly EcsContext _context;
    private readonly ClusterStore _clusters;
    private readonly IClusterContents _contents;
    private readonly ConnectNamespaces _namespaces;

    public ClusterOperations(EcsContext context, ClusterStore clusters, IClusterContents contents, ConnectNamespaces namespaces)
    {
        _context = context;
        _clusters = clusters;
        _contents = contents;
        _namespaces = namespaces;
    }

    public JsonObject Create(SandboxCall call)
    {
        var name = call.Input.Text("clusterName") is { Length: > 0 } given ? given : "default";
        if (!EcsNames.IsName(name))
        {
            throw EcsErrors.InvalidParameter("Cluster name contains invalid characters.");
        }

        var tags = TagRules.Check(call.Input);
        var providers = Providers(call.Input);
        var strategy = Strategy(call.Input, providers);
        ExecConfiguration.Check(call.Input);
        JsonObject answer;
        lock (_context.Gate)
        {
            var cluster = _clusters.Find(name);
            if (cluster is { IsActive: true })
            {
                RequireSame(cluster, call.Input, strategy);
            }
            else
            {
                cluster = new Cluster
                {
                    Arn = _context.Names.ClusterArn(name),
                    Name = name,
                    Tags = tags,
                    CapacityProviders = providers,
                    DefaultStrategy = strategy,
                };
                _namespaces.UseAsDefault(call.Principal, call.Input);
                Configure(cluster, call.Input);
                _clusters.Put(cluster);
            }

            answer = Describe(cluster, ["SETTINGS", "TAGS", "CONFIGURATIONS"]);
        }

        _context.NoteChange();
        return new JsonObject { ["cluster"] = answer };
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
        lock (_context.Gate)
        {
            foreach (var name in (names.Count == 0 ? ["default"] : names).Select(_context.Names.ClusterName).Distinct(StringComparer.Ordinal))
            {
                if (_clusters.Find(name) is { } cluster)
                {
                    found.Add(Describe(cluster, call.Input.Texts("include")));
                }
                else
                {
                    failures.Add(EcsErrors.Missing(_context.Names.ClusterArn(name)));
                }
            }
        }

        return new JsonObject { ["clusters"] = found, ["failures"] = failures };
    }

    public JsonObject List(SandboxCall call)
    {
        lock (_context.Gate)
        {
            var arns = _clusters.All.Where(cluster => cluster.IsActive).Select(cluster => cluster.Arn).ToList();
            return EcsPages.Of(call.Input, "clusterArns", arns);
        }
    }

    public JsonObject Update(SandboxCall call)
    {
        ExecConfiguration.Check(call.Input);
        return Change(call, cluster =>
        {
            _namespaces.UseAsDefault(call.Principal, call.Input);
            Configure(cluster, call.Input);
        });
    }

    public JsonObject PutCapacityProviders(SandboxCall call)
    {
        var providers = Providers(call.Input);
        var strategy = Strategy(call.Input, providers);
        return Change(call, cluster =>
        {
            cluster.CapacityProviders = providers;
            cluster.DefaultStrategy = strategy;
        });
    }

    public JsonObject Delete(SandboxCall call)
    {
        JsonObject answer;
        lock (_context.Gate)
        {
            var cluster = _clusters.Find(_context.Names.ClusterName(call.Input.Text("cluster"))) ?? throw EcsErrors.ClusterNotFound();
            var counts = _contents.Count(cluster.Name);
            if (counts.ActiveServices > 0)
            {
                throw new AwsError("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.");
            }

            if (counts.Tasks > 0)
            {
                throw new AwsError("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.");
            }

            cluster.IsActive = false;
            answer = Describe(cluster, []);
        }

        _context.NoteChange();
        return new JsonObject { ["cluster"] = answer };
    }

    private static List<string> Providers(JsonObject input)
    {
        var providers = input.Texts("capacityProviders");
        return providers.FirstOrDefault(provider => !Fargate.Contains(provider)) is { } unknown
            ? throw EcsErrors.InvalidParameter($"The specified capacity provider '{unknown}' was not found.")
            : providers.Distinct(StringComparer.Ordinal).ToList();
    }

    private static IReadOnlyList<CapacityProviderItem> Strategy(JsonObject input, List<string> providers)
    {
        var strategy = CapacityStrategy.Read(input, "defaultCapacityProviderStrategy");
        CapacityStrategy.Check(strategy, providers);
        return strategy;
    }

    /// <summary>Creating a cluster again returns it, unless the request has other settings.</summary>
    private static void RequireSame(Cluster known, JsonObject input, IReadOnlyList<CapacityProviderItem> strategy)
    {
        if (Differs(ClusterJson.ReadSettings(input), known.Settings)
            || Differs(input.Texts("capacityProviders"), known.CapacityProviders)
            || Differs(strategy, known.DefaultStrategy))
        {
            throw EcsErrors.InvalidParameter(
                "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).");
        }
    }

    private static bool Differs<T>(IReadOnlyList<T> given, IReadOnlyList<T> known) => given.Count > 0 && !given.SequenceEqual(known);

    /// <summary>Sets what CreateCluster and UpdateCluster have in common. Members that the request leaves out stay.</summary>
    private static void Configure(Cluster cluster, JsonObject input)
    {
        foreach (var setting in ClusterJson.ReadSettings(input))
        {
            if (setting.Value is not ("enabled" or "disabled" or "enhanced"))
            {
                throw EcsErrors.InvalidParameter("Invalid cluster setting value. Use one of: [enabled, disabled, enhanced].");
            }

            cluster.Settings = [setting];
        }

        cluster.Configuration = input.Object("configuration")?.Copy() ?? cluster.Configuration;

        // An empty name removes the default.
        cluster.ServiceConnectDefaults = input.Object("serviceConnectDefaults") is not { } defaults ? cluster.ServiceConnectDefaults
            : string.IsNullOrEmpty(defaults.Text("namespace")) ? null : defaults.Copy();
    }

    private JsonObject Change(SandboxCall call, Action<Cluster> change)
    {
        JsonObject answer;
        lock (_context.Gate)
        {
            var cluster = _clusters.Active(call.Input.Text("cluster"));
            change(cluster);
            answer = Describe(cluster, ["SETTINGS", "CONFIGURATIONS"]);
        }

        _context.NoteChange();
        return new JsonObject { ["cluster"] = answer };
    }

    private JsonObject Describe(Cluster cluster, IReadOnlyList<string> include)
        => ClusterJson.Describe(cluster, _contents.Count(cluster.Name), include);
}
