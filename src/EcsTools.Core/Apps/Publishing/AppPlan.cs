using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Rules;
using EcsTools.Schedules;
using EcsTools.Services;
using EcsTools.Services.Scaling;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Publishing;

/// <summary>What to do to publish an app. Nothing has changed yet. What depends on an image that is not built yet is only known after the build.</summary>
public sealed class AppPlan
{
    internal AppPlan(PublishAppRequest request)
    {
        Request = request;
    }

    /// <summary>The request.</summary>
    public PublishAppRequest Request { get; }

    /// <summary>The plan as a tree: each step is indented below the one that it belongs to.</summary>
    public IReadOnlyList<EcsPlanStep> Steps => AppPlanSteps.Of(this).ToList();

    /// <summary>The plan as steps below a title.</summary>
    /// <param name="region">The region.</param>
    public EcsPlan ToPlan(string region) => new()
    {
        Action = EcsPlanAction.None,
        ResourceType = "App",
        ResourceName = Request.Definition.Name,
        Region = region,
        Title = $"Publish app '{Request.Definition.Name}' in {region}",
        Steps = Steps,
        AlwaysAsks = true,
    };

    /// <summary>Warnings.</summary>
    public IReadOnlyList<string> Warnings => Request.Definition.Warnings
        .Concat(Balancer?.Warnings ?? [])
        .Concat(Services.SelectMany(service => service.Warnings))
        .Concat(Request.SkipTest ? [] : Services.SelectMany(PlannedService.Warnings))
        .Distinct(StringComparer.Ordinal).ToList();

    /// <summary>What the app costs a month now, in USD; null if it is not known.</summary>
    public decimal? CostBefore { get; internal set; }

    /// <summary>What it will cost.</summary>
    public decimal? CostAfter { get; internal set; }

    internal FargateClusterPlan Cluster { get; set; } = null!;

    /// <summary>The load balancer; null if no service has a route.</summary>
    internal LoadBalancerPlan? Balancer { get; set; }

    internal IReadOnlyList<AppServicePlan> Services { get; set; } = [];

    /// <summary>The Service Connect namespace to create; null if no service needs one, or if a service is in it already.</summary>
    internal string? NewNamespace => Services.FirstOrDefault(service => service.Blueprint.Service.Connection is not null)?.Blueprint.Namespace is { } name
        && !Services.Any(service => service.Current?.ServiceConnectNamespace == name) ? name : null;

    /// <summary>Services of the app in ECS that the definition no longer has.</summary>
    internal IReadOnlyList<FargateService> Surplus { get; set; } = [];

    /// <summary>The routing of those services. It is removed with them.</summary>
    internal IReadOnlyList<FormerRouting> SurplusRouting { get; set; } = [];
}

/// <summary>What to do for one service of an app. A part that cannot be planned before another one exists is null.</summary>
internal sealed record AppServicePlan(ServiceBlueprint Blueprint)
{
    /// <summary>What to do for the repositories.</summary>
    public IReadOnlyList<EcsPlanStep> RepositorySteps { get; init; } = [];

    /// <summary>The images that need neither a build nor a push, by the names of their containers.</summary>
    public IReadOnlyDictionary<string, string> UnchangedImages { get; init; } = new Dictionary<string, string>();

    public TaskDefinitionPlan Definition { get; init; } = null!;

    public RoutePlan? Route { get; init; }

    /// <summary>Routes of the service that the app no longer has. They are removed.</summary>
    public IReadOnlyList<FargateRoute> StaleRoutes { get; init; } = [];

    /// <summary>The routing of a service that no longer has a route; null if the service has one, or never had.</summary>
    public FormerRouting? FormerRouting { get; init; }

    public ServicePlan? Service { get; init; }

    public ScheduledTaskPlan? Schedule { get; init; }

    /// <summary>The scaling of a service that exists; null if it is not scaled, or not yet.</summary>
    public ServiceScalingPlan? Scaling { get; init; }

    /// <summary>The service as it is; null if it does not exist.</summary>
    public FargateService? Current { get; init; }

    /// <summary>Whether the service is suspended. Its count and scaling then stay as they are.</summary>
    public bool IsSuspended => Current?.Tags.ContainsKey(AppTags.Suspended) == true;

    public IEnumerable<string> Warnings => (IsSuspended
        ? [$"Service '{Blueprint.Name}' is suspended, and stays so. To start its tasks: Resume-FargateApp {Blueprint.App}"] : Array.Empty<string>())
        .Concat(Definition.Warnings).Concat(Route?.Warnings ?? []).Concat(Service?.Warnings ?? []);
}
