using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Routing.Balancers;

/// <summary>What to do to bring a load balancer to its requested state. Nothing has changed yet.</summary>
public sealed class LoadBalancerPlan
{
    internal LoadBalancerPlan(LoadBalancerRequest request, FargateLoadBalancer? current, IReadOnlyList<ChangeStep> steps)
    {
        Request = request;
        Current = current;
        Steps = steps;
    }

    /// <summary>The request.</summary>
    public LoadBalancerRequest Request { get; }

    /// <summary>The load balancer as it is; null if it does not exist.</summary>
    public FargateLoadBalancer? Current { get; }

    /// <summary>What will change; everything for a new load balancer.</summary>
    public IReadOnlyList<FieldChange> Differences => Steps.SelectMany(step => step.Changes).ToList();

    /// <summary>Warnings.</summary>
    public IReadOnlyList<string> Warnings { get; internal init; } = [];

    /// <summary>What the load balancer costs a month, as a line of the plan; null if the plan does not change that.</summary>
    public string? Cost { get; internal init; }

    /// <summary>What the load balancer will cost in 730 hours without its traffic, in USD; null in a region whose price is not known here.</summary>
    public decimal? MonthlyCost { get; internal init; }

    /// <summary>What carrying out the plan will do.</summary>
    public string Change => Current is null ? ChangeStatus.Created : Steps.Count > 0 ? ChangeStatus.Updated : ChangeStatus.Unchanged;

    /// <summary>The plan as steps.</summary>
    /// <param name="region">The region.</param>
    public EcsPlan ToPlan(string region)
    {
        var action = EcsPlanAction.From(Change);
        var cost = Cost is null ? [] : new[]
        {
            EcsPlanStep.Note("Cost", Cost) with { MonthlyCostChange = Current is null ? MonthlyCost : MonthlyCost - Current.MonthlyCost },
        };
        return new EcsPlan
        {
            Action = action,
            ResourceType = "LoadBalancer",
            ResourceName = Request.LoadBalancer,
            Region = region,
            Title = $"{(Current is null ? "Create" : "Update")} load balancer '{Request.LoadBalancer}' in {region}",
            Steps = EcsPlanStep.Of(Differences, action, "LoadBalancer", Request.LoadBalancer).Concat(cost),
        };
    }

    internal IReadOnlyList<ChangeStep> Steps { get; }
}
