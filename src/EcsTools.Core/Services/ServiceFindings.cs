using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Network;

namespace EcsTools.Services;

/// <summary>Finds what keeps a load balancer from sending requests to a service, and says how to correct it.</summary>
internal sealed class ServiceFindings(AwsConnection connection)
{
    /// <summary>What is noticed about the way from the load balancer to the tasks.</summary>
    /// <param name="balancer">The load balancers.</param>
    /// <param name="securityGroups">The security groups of the tasks that EcsTools did not create.</param>
    /// <param name="port">Port of the container.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<string>> OfNetworkAsync(
        BalancerAccess balancer, IReadOnlyList<string> securityGroups, int port, CancellationToken cancellationToken)
    {
        if (balancer.LoadBalancers.Count == 0)
        {
            return [$"No listener forwards to target group '{balancer.TargetGroupName}', and ECS refuses such a group. Add a route to it: Add-FargateRoute "
                + $"-Path /{balancer.TargetGroupName}* -Name {balancer.TargetGroupName}"];
        }

        if (securityGroups.Count == 0 || balancer.SecurityGroups.Count == 0)
        {
            return [];
        }

        var groups = await connection.UnlessDeniedAsync(
            async () => (IReadOnlyList<Amazon.EC2.Model.SecurityGroup>?)await new SecurityGroups(connection).NamedAsync(securityGroups, cancellationToken)
                .ConfigureAwait(false),
            null,
            "It was not checked whether the tasks admit the load balancer").ConfigureAwait(false);
        return groups is null || balancer.IsAdmittedBy(groups, port)
            ? []
            : [$"The security groups {string.Join(", ", securityGroups)} do not admit load balancer '{balancer.LoadBalancers[0]}' at port {port}, so "
                + $"its health checks fail. Admit it: {balancer.AdmitCommand(securityGroups[0], port)}"];
    }

    /// <summary>Whether the load balancer may end tasks that are still starting.</summary>
    /// <param name="container">The container that receives the requests.</param>
    /// <param name="gracePeriod">Time after a start in which failed health checks do not count, in seconds.</param>
    public static IEnumerable<string> OfStart(ContainerDefinition? container, int gracePeriod)
    {
        if (container?.HealthCheck?.StartPeriod is { } start && start > gracePeriod)
        {
            yield return FormattableString.Invariant($"Container '{container.Name}' may take {start} seconds to start (the start period of its health check), ")
                + FormattableString.Invariant($"but the load balancer's health checks count after {gracePeriod} seconds, and ECS then replaces the task. ")
                + FormattableString.Invariant($"Use -HealthCheckGracePeriod {start}s.");
        }
    }
}
