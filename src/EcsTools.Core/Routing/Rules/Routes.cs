using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Targets;

namespace EcsTools.Routing.Rules;

/// <summary>Reads the routes of load balancers.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class Routes(AwsConnection connection)
{
    // Target groups whose health is read at the same time, and target groups of one DescribeTargetGroups.
    private const int Ahead = 4;
    private const int Batch = 20;

    private readonly RouteOwners _owners = new(connection);

    /// <summary>Finds routes, in the order of load balancers, ports and priorities.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="missing">Called with each name that does not exist; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async IAsyncEnumerable<FargateRoute> GetAsync(
        RouteQuery query, Action<EcsToolsException>? missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var balancers = query.ListenerRuleArns is { Count: > 0 } arns
            ? arns.Select(BalancerOf).Distinct(StringComparer.Ordinal).ToList() : query.LoadBalancers;
        var patterns = NamePattern.ParseAll(query.RouteNames);
        var open = new HashSet<string>((query.RouteNames ?? []).Where(name => !NamePattern.HasWildcard(name)), StringComparer.Ordinal);
        var names = new List<string>();
        await foreach (var balancer in new LoadBalancers(connection).GetAsync(balancers, missing, cancellationToken).ConfigureAwait(false))
        {
            foreach (var route in await OfAsync(balancer, query, cancellationToken).ConfigureAwait(false))
            {
                names.Add(route.RouteName ?? "");
                open.Remove(route.RouteName ?? "");
                if ((query.RouteNames is null || patterns.Any(pattern => pattern.Matches(route.RouteName ?? "")))
                    && (query.ListenerRuleArns is not { } rules || rules.Contains(route.ListenerRuleArn, StringComparer.Ordinal)))
                {
                    yield return route;
                }
            }
        }

        foreach (var name in open)
        {
            missing?.Invoke(Missing(name, names));
        }
    }

    /// <summary>The routes of one load balancer.</summary>
    internal async Task<IReadOnlyList<FargateRoute>> OfAsync(FargateLoadBalancer balancer, RouteQuery query, CancellationToken cancellationToken)
    {
        var all = new List<FargateRoute>();
        foreach (var listener in Listeners(balancer, query))
        {
            var routes = await OfAsync(balancer, listener, cancellationToken).ConfigureAwait(false);
            all.AddRange(query.Answering is { } request ? [RouteMatch.Answering(routes, request)] : routes);
        }

        // The rule for test traffic may be at another listener than its route.
        return TestTraffic.Link(all).Where(route => query.ListenerPort is not { } port || route.ListenerPort == port).ToList();
    }

    internal static EcsToolsException Missing(string name, IEnumerable<string> names)
    {
        var others = names.Where(other => other.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        return new EcsToolsException(
            ErrorCodes.RouteNotFound,
            $"There is no route '{name}'.",
            NearestNames.Suggest(name, others, others.Count == 0 ? "There is none." : $"There are {string.Join(", ", others.Take(5))}.")
                + " Get-FargateRoute lists all routes.",
            "RouteName",
            name);
    }

    /// <summary>The ARN of the load balancer, which is in the ARN of each of its rules and listeners.</summary>
    internal static string BalancerOf(string ruleArn)
    {
        if (AwsArn.Is(ruleArn))
        {
            var arn = AwsArn.Parse(ruleArn);
            if (arn.Resource.Split('/') is ["listener-rule" or "listener", "app", var name, var id, ..])
            {
                return (arn with { Resource = $"loadbalancer/app/{name}/{id}" }).ToString();
            }
        }

        throw new EcsToolsException(
            ErrorCode.InvalidValue("ListenerRuleArn"),
            $"-ListenerRuleArn '{ruleArn}' is not the ARN of a rule of an Application Load Balancer.",
            "Give arn:aws:elasticloadbalancing:<region>:<account>:listener-rule/app/..., as Get-FargateRoute shows it.",
            "ListenerRuleArn",
            ruleArn);
    }

    private static IEnumerable<FargateListener> Listeners(FargateLoadBalancer balancer, RouteQuery query)
    {
        if (query.Answering is not { Url: var url })
        {
            return balancer.Listeners;
        }

        var port = query.ListenerPort ?? (IsBehindLoopback(url) ? null : url.Port);
        var chosen = balancer.Listeners.FirstOrDefault(listener => listener.ListenerPort == port)
            ?? (port is null ? balancer.Listeners.FirstOrDefault(listener => listener.Protocol.Equals(
                url.Scheme, StringComparison.OrdinalIgnoreCase)) : null);
        return chosen is null ? [] : [chosen];
    }

    /// <summary>In the sandbox a listener can be reached at another port than the API shows.</summary>
    private static bool IsBehindLoopback(Uri url) => url.IsLoopback && !url.IsDefaultPort;

    internal async Task<IReadOnlyList<FargateRoute>> OfAsync(FargateLoadBalancer balancer, FargateListener listener, CancellationToken cancellationToken)
    {
        var rules = await connection.RulesAsync(listener.ListenerArn, cancellationToken).ConfigureAwait(false);
        var tags = await connection.UnlessDeniedAsync(
            () => connection.TagsAsync(rules.Where(rule => rule.IsDefault != true).Select(rule => rule.RuleArn).ToList(), cancellationToken),
            new Dictionary<string, IReadOnlyDictionary<string, string>>(),
            "The tags of rules cannot be read. A route has the name of its first target group").ConfigureAwait(false);
        var arns = rules.SelectMany(rule => ActionText.Targets(ActionText.Last(rule.Actions))).Select(target => target.Arn).Distinct().ToList();
        var groups = await GroupsAsync(arns, cancellationToken).ConfigureAwait(false);
        var health = await HealthAsync(arns, cancellationToken).ConfigureAwait(false);
        var routes = new List<FargateRoute>();
        foreach (var rule in rules)
        {
            var own = tags.TryGetValue(rule.RuleArn, out var found) ? found : new Dictionary<string, string>();
            var route = RouteMapper.ToModel(rule, listener, balancer, own, groups, health);

            // Only a rule with two groups can be one that deployments move.
            var owner = route.Targets.Count > 1 ? await _owners.OwnerAsync(rule.RuleArn, cancellationToken).ConfigureAwait(false) : null;
            routes.Add(owner is null ? route : route with { OwnerServiceArn = owner.ServiceArn });
        }

        return routes;
    }

    private async Task<Dictionary<string, TargetGroup>> GroupsAsync(List<string> arns, CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, TargetGroup>(StringComparer.Ordinal);
        foreach (var batch in arns.InBatches(Batch))
        {
            foreach (var group in await connection.TargetGroupsAsync(
                new DescribeTargetGroupsRequest { TargetGroupArns = batch.ToList() }, cancellationToken).ConfigureAwait(false))
            {
                all[group.TargetGroupArn] = group;
            }
        }

        return all;
    }

    private async Task<Dictionary<string, TargetGroupHealth>> HealthAsync(List<string> arns, CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, TargetGroupHealth>(StringComparer.Ordinal);
        var answers = arns.SelectOrderedAsync(
            Ahead,
            async arn => (Arn: arn, Health: await connection.UnlessDeniedAsync(
                () => TargetGroupHealth.ReadAsync(connection, arn, cancellationToken),
                TargetGroupHealth.Empty,
                "The health of targets cannot be read, and is shown as if there were none").ConfigureAwait(false)),
            cancellationToken);
        await foreach (var (arn, health) in answers.ConfigureAwait(false))
        {
            all[arn] = health;
        }

        return all;
    }
}
