using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;

namespace EcsTools.Routing.Rules;

/// <summary>
/// Protects the weights that deployments move. With the strategies BLUE_GREEN, LINEAR and CANARY, ECS sets the weights of the production rule itself, and a
/// deployment would continue from weights that nobody expects.
/// </summary>
internal static class WeightOwnership
{
    /// <summary>Throws if a service's deployments own the weights of a rule.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="ruleArn">The rule.</param>
    /// <param name="force">Whether the weights may change while no deployment is in progress.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public static async Task CheckAsync(AwsConnection connection, string ruleArn, bool force, CancellationToken cancellationToken)
    {
        var owner = await new RouteOwners(connection).OwnerAsync(ruleArn, cancellationToken).ConfigureAwait(false);
        if (owner is null || (force && owner.DeploymentId is null))
        {
            return;
        }

        throw new EcsToolsException(
            ErrorCodes.WeightsOwnedByDeployment,
            owner.DeploymentId is null
                ? $"The deployments of service '{owner.ServiceName}' ({owner.Strategy}) set the weights of this rule."
                : $"A deployment of service '{owner.ServiceName}' ({owner.Strategy}) is in progress, and it sets the weights of this rule.",
            owner.DeploymentId is null
                ? $"Let it deploy instead (Set-FargateService), or set the weights all the same: Set-FargateRoute -ListenerRuleArn {ruleArn} "
                    + "-Weight <weights> -Force"
                : $"Wait for it first: Wait-FargateService {owner.ServiceName} -Cluster {owner.Cluster}",
            "Weight",
            ruleArn);
    }
}
