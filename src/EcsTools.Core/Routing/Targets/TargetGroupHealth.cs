using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;

namespace EcsTools.Routing.Targets;

/// <summary>The health of the targets of a group.</summary>
internal sealed record TargetGroupHealth
{
    private TargetGroupHealth(IReadOnlyList<TargetHealthDescription> targets) => Targets = targets;

    /// <summary>No target.</summary>
    public static TargetGroupHealth Empty { get; } = new([]);

    public IReadOnlyList<TargetHealthDescription> Targets { get; }

    public int Healthy => Count("healthy");

    public int Unhealthy => Count("unhealthy");

    public int Starting => Count("initial");

    public int Draining => Count("draining");

    /// <summary>Registered targets: all but those that drain.</summary>
    public int Registered => Targets.Count - Draining;

    /// <summary>Why a target is unhealthy; null if none is.</summary>
    public string? Reason => Targets.Where(target => StateOf(target) == "unhealthy").Select(Describe).FirstOrDefault();

    /// <summary>Reads the health of a group. A group that was removed has no targets.</summary>
    public static async Task<TargetGroupHealth> ReadAsync(AwsConnection connection, string targetGroupArn, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await connection.LoadBalancing.DescribeTargetHealthAsync(
                new DescribeTargetHealthRequest { TargetGroupArn = targetGroupArn }, cancellationToken).ConfigureAwait(false);
            return new TargetGroupHealth(answer.TargetHealthDescriptions ?? []);
        }
        catch (TargetGroupNotFoundException)
        {
            return Empty;
        }
    }

    /// <summary>Why a target is in its state, such as <c>Health checks failed with these codes: [404] (10.0.0.5:80)</c>.</summary>
    public static string Describe(TargetHealthDescription target)
    {
        var health = target.TargetHealth;
        var reason = !string.IsNullOrEmpty(health?.Description) ? health!.Description : health?.Reason?.Value ?? "the load balancer gives no reason";
        return FormattableString.Invariant($"{reason.TrimEnd('.')} ({target.Target?.Id}:{target.Target?.Port})");
    }

    private int Count(string state) => Targets.Count(target => StateOf(target) == state);

    private static string? StateOf(TargetHealthDescription target) => target.TargetHealth?.State?.Value;
}
