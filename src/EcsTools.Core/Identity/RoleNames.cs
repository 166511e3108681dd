using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;

namespace EcsTools.Identity;

/// <summary>Lists roles by name.</summary>
/// <param name="connection">Connection to the account.</param>
public sealed class RoleNames(AwsConnection connection)
{
    /// <summary>Names and ARNs of the roles that a service may assume.</summary>
    /// <param name="service">The service, such as <c>ecs-tasks.amazonaws.com</c>.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<(string Name, string Arn)>> ListAsync(string service, CancellationToken cancellationToken)
    {
        var roles = await new IamRoles(connection).ListAsync(cancellationToken).ConfigureAwait(false) ?? [];

        // Text is enough here: who gets a role of another service completed sees it refused with its reason.
        return roles.Where(role => Uri.UnescapeDataString(role.AssumeRolePolicyDocument ?? "").Contains(service))
            .Select(role => (role.RoleName, role.Arn)).ToList();
    }
}
