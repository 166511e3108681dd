using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Services;

namespace EcsTools.Routing.Rules;

/// <summary>Finds the services that use target groups and rules.</summary>
internal sealed class RouteOwners(AwsConnection connection)
{
    private IReadOnlyList<FargateService>? _services;

    /// <summary>The services that register their tasks with a target group.</summary>
    public async Task<IReadOnlyList<FargateService>> UsersAsync(string targetGroupArn, CancellationToken cancellationToken)
        => (await ServicesAsync(cancellationToken).ConfigureAwait(false)).Where(service => service.Targets.Any(
            target => target.TargetGroupArn == targetGroupArn || target.AlternateTargetGroupArn == targetGroupArn)).ToList();

    /// <summary>The service whose deployments move the weights of a rule; null if there is none.</summary>
    public async Task<FargateService?> OwnerAsync(string ruleArn, CancellationToken cancellationToken)
        => (await ServicesAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(service => service.Strategy != "ROLLING"
            && service.Targets.Any(target => target.ListenerRuleArn == ruleArn || target.TestListenerRuleArn == ruleArn));

    private async Task<IReadOnlyList<FargateService>> ServicesAsync(CancellationToken cancellationToken)
        => _services ??= await connection.UnlessDeniedAsync(
            () => ReadAsync(cancellationToken),
            [],
            "The services that use a target group cannot be read").ConfigureAwait(false);

    private async Task<IReadOnlyList<FargateService>> ReadAsync(CancellationToken cancellationToken)
    {
        var all = new List<FargateService>();
        await foreach (var service in new FargateServices(connection).GetAsync(null, null, _ => { }, cancellationToken).ConfigureAwait(false))
        {
            if (service.Targets.Count > 0 && service.Status != "INACTIVE")
            {
                all.Add(service);
            }
        }

        return all;
    }
}
