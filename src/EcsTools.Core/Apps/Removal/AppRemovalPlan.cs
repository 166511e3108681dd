using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Inventory;
using EcsTools.Costs;
using EcsTools.Models;

namespace EcsTools.Apps.Removal;

/// <summary>What is removed with an app. Nothing has changed yet.</summary>
public sealed class AppRemovalPlan
{
    internal AppRemovalPlan(AppParts parts, SharedParts shared, FargateApp? app)
    {
        Parts = parts;
        Shared = shared;
        App = app;
    }

    /// <summary>The app as it is; null if it runs nothing, such as after a publication that was interrupted.</summary>
    public FargateApp? App { get; }

    /// <summary>The app's name.</summary>
    public string AppName => Parts.App;

    /// <summary>Whether the repositories stay, with their images.</summary>
    public bool KeepsRepositories { get; internal init; }

    /// <summary>Whether the log groups stay.</summary>
    public bool KeepsLogs { get; internal init; }

    /// <summary>What stays because other apps or services use it.</summary>
    public IReadOnlyList<string> Stays { get; internal init; } = [];

    /// <summary>What will be removed and what stays.</summary>
    public IEnumerable<EcsPlanStep> Steps
    {
        get
        {
            var removed = AppResources.Of(Parts, "").Where(resource => !(KeepsRepositories && resource.ResourceType == "Repository")
                && !(KeepsLogs && resource.ResourceType == "LogGroup"));
            return removed.Concat(AppResources.Of(AppName, Shared, ""))
                .Select(resource => EcsPlanStep.Of(EcsPlanAction.Delete, resource.ResourceType, resource.Name))
                .Concat(KeepsRepositories ? Parts.Repositories.Select(repository => Kept("Repository", repository.Name)) : [])
                .Concat(KeepsLogs ? Parts.LogGroups.Select(group => Kept("LogGroup", group.Name)) : [])
                .Concat(Stays.Select(line => EcsPlanStep.Of(EcsPlanAction.None, "App", AppName, line)))
                .Concat(App?.MonthlyCost is { } cost ? [CostSteps.Difference(-Saved(cost))] : []);
        }
    }

    /// <summary>The plan as steps.</summary>
    /// <param name="region">The region.</param>
    public EcsPlan ToPlan(string region) => new()
    {
        Action = EcsPlanAction.Delete,
        ResourceType = "App",
        ResourceName = AppName,
        Region = region,
        Title = $"Remove app '{AppName}' in {region}",
        Steps = Steps,
    };

    internal AppParts Parts { get; }

    /// <summary>The shared parts that go with this app, because no other one uses them.</summary>
    internal SharedParts Shared { get; }

    /// <summary>A load balancer that stays costs what it did before.</summary>
    private decimal Saved(decimal cost) => Shared.Balancers.Count > 0 || App?.LoadBalancer is null ? cost
        : App.Services.Sum(service => service.MonthlyCost ?? 0);

    private static EcsPlanStep Kept(string type, string name)
        => EcsPlanStep.Of(EcsPlanAction.None, type, name, $"{EcsPlanStep.Words(type)} {name} stays");
}
