using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The default quotas of an account in a region ("Quotas for your Application Load Balancers").</summary>
internal static class LoadBalancingQuotas
{
    public const int Balancers = 50;
    public const int Listeners = 50;
    public const int Rules = 100;
    public const int Groups = 3000;
    public const int GroupsOfBalancer = 100;
    public const int GroupsOfAction = 5;
    public const int Targets = 1000;
    public const int Certificates = 25;
    public const int Values = 5;
    public const int ValuesOfCondition = 3;
    public const int Wildcards = 5;
    public const int SecurityGroups = 5;
    public const int Tags = 50;

    private static readonly (string Name, int Most)[] All =
    [
        ("application-load-balancers", Balancers),
        ("target-groups", Groups),
        ("targets-per-application-load-balancer", Targets),
        ("targets-per-target-group", Targets),
        ("listeners-per-application-load-balancer", Listeners),
        ("rules-per-application-load-balancer", Rules),
        ("target-groups-per-application-load-balancer", GroupsOfBalancer),
        ("target-groups-per-action-on-application-load-balancer", GroupsOfAction),
        ("certificates-per-application-load-balancer", Certificates),
        ("condition-values-per-alb-rule", Values),
        ("condition-wildcards-per-alb-rule", Wildcards),
    ];

    /// <summary>DescribeAccountLimits.</summary>
    public static JsonObject Describe(SandboxCall call) => LoadBalancingPages.Page(
        call.Input,
        "Limits",
        All.Select(limit => new JsonObject { ["Name"] = limit.Name, ["Max"] = $"{limit.Most}" }).ToList(),
        limit => limit,
        limit => limit.Text("Name")!);
}
