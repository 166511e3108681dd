using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Apps.Findings;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Routing;

namespace EcsTools.Apps.Preflight;

/// <summary>Compares what exists with the quotas of Elastic Load Balancing, which are the first that apps behind one load balancer meet.</summary>
internal sealed class QuotaFindings(AwsConnection connection)
{
    private const string Rules = "rules-per-application-load-balancer";
    private const string Groups = "target-groups";

    // Of a quota, the part from which on it is worth saying.
    private const double Near = 0.9;

    public Task<IReadOnlyList<AppFinding>> OfAsync(IReadOnlyList<CheckedService> services, CancellationToken cancellationToken)
        => services.Any(service => service.Route is not null)
            ? connection.UnlessDeniedAsync(() => ReadAsync(services, cancellationToken), [], "The quotas of load balancers were not checked")
            : Task.FromResult<IReadOnlyList<AppFinding>>([]);

    private async Task<IReadOnlyList<AppFinding>> ReadAsync(IReadOnlyList<CheckedService> services, CancellationToken cancellationToken)
    {
        var limits = await LimitsAsync(cancellationToken).ConfigureAwait(false);
        var isNew = services.Where(service => service.Route is { TargetGroupArn: null }).ToList();
        var findings = new List<AppFinding>();
        foreach (var balancer in services.Where(service => service.Route?.LoadBalancerArn is not null).GroupBy(service => service.Route!.LoadBalancerArn!))
        {
            var used = 0;
            foreach (var listener in await connection.ListenersAsync(balancer.Key, cancellationToken).ConfigureAwait(false))
            {
                // Default rules do not count.
                used += (await connection.RulesAsync(listener.ListenerArn, cancellationToken).ConfigureAwait(false)).Count(rule => rule.IsDefault != true);
            }

            var (name, added) = (balancer.First().Route!.LoadBalancer, balancer.Count(service => isNew.Contains(service)));
            findings.AddRange(Check(limits, Rules, used + added, $"load balancer '{name}' has", "rules", name, services[0].Source is not null
                ? "Use another load balancer with -LoadBalancer, or remove routes that nobody needs."
                : $"Remove routes that nobody needs (Get-FargateRoute -LoadBalancer {name} lists them), or publish the app with another -LoadBalancer."));
        }

        var groups = await connection.TargetGroupsAsync(new DescribeTargetGroupsRequest(), cancellationToken).ConfigureAwait(false);
        findings.AddRange(Check(
            limits, Groups, groups.Count + isNew.Count, $"the account has in {connection.Region}", "target groups", connection.Region,
            "Remove routes that nobody needs, with their target groups: Remove-FargateRoute."));
        return findings;
    }

    private static IEnumerable<AppFinding> Check(
        Dictionary<string, int> limits, string quota, int used, string owner, string what, string subject, string remedy)
    {
        if (limits.TryGetValue(quota, out var most) && used >= most * Near)
        {
            yield return new AppFinding(
                FargateAppFindingCode.QuotaNear,
                used > most ? FargateAppFindingSeverity.Error : FargateAppFindingSeverity.Warning,
                null,
                subject,
                string.Format(CultureInfo.InvariantCulture, "With this app, {0} {1} of at most {2} {3}.", owner, used, most, what),
                $"{remedy} AWS raises the quota {quota} on request.");
        }
    }

    private async Task<Dictionary<string, int>> LimitsAsync(CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, int>(StringComparer.Ordinal);
        var request = new DescribeAccountLimitsRequest();
        do
        {
            var page = await connection.LoadBalancing.DescribeAccountLimitsAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var limit in page.Limits ?? [])
            {
                if (int.TryParse(limit.Max, NumberStyles.None, CultureInfo.InvariantCulture, out var most))
                {
                    all[limit.Name] = most;
                }
            }

            request.Marker = page.NextMarker;
        }
        while (!string.IsNullOrEmpty(request.Marker));
        return all;
    }
}
