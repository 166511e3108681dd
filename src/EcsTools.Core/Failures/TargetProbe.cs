using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Routing.Targets;

namespace EcsTools.Failures;

/// <summary>Finds out why a load balancer considers the tasks of a service unhealthy.</summary>
/// <param name="connection">Connection to the account and region.</param>
internal sealed class TargetProbe(AwsConnection connection)
{
    private static readonly Regex Event = new(
        @"is unhealthy in \(target-group [^)]*\) due to \(reason (?<reason>.+?)\)\.?$",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);

    /// <summary>The reason, such as <c>Health checks failed with these codes: [404]</c>; null if it is not known.</summary>
    /// <param name="service">The service.</param>
    /// <param name="taskId">The task that failed; null for any.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<string?> AskAsync(Service? service, string? taskId, CancellationToken cancellationToken)
    {
        if (service is null)
        {
            return null;
        }

        // The target of a stopped task is gone, so its own event comes first. It can be less specific than the state of the other targets.
        var told = (service.Events ?? []).Where(happened => taskId is null || happened.Message?.Contains(taskId) == true)
            .Select(happened => Event.Match(happened.Message ?? "")).FirstOrDefault(match => match.Success)?.Groups["reason"].Value;
        return told is not null && told.IndexOf('[') >= 0
            ? told : await OfTargetsAsync(service, cancellationToken).ConfigureAwait(false) ?? told;
    }

    private async Task<string?> OfTargetsAsync(Service service, CancellationToken cancellationToken)
    {
        foreach (var group in (service.LoadBalancers ?? []).SelectMany(balancer => new[]
        {
            balancer.TargetGroupArn, balancer.AdvancedConfiguration?.AlternateTargetGroupArn,
        }).OfType<string>())
        {
            if (!_known.TryGetValue(group, out var reason))
            {
                _known[group] = reason = (await connection.UnlessDeniedAsync(
                    () => TargetGroupHealth.ReadAsync(connection, group, cancellationToken),
                    TargetGroupHealth.Empty,
                    "The reasons of failed health checks of load balancers are left out").ConfigureAwait(false)).Reason;
            }

            if (reason is not null)
            {
                return reason;
            }
        }

        return null;
    }
}
