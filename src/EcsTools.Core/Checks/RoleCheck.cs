using System;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Identity;

namespace EcsTools.Checks;

/// <summary>Whether a service of AWS can use a role.</summary>
internal enum RoleState
{
    /// <summary>The role exists, and trusts the service.</summary>
    Usable,

    /// <summary>There is no such role.</summary>
    Missing,

    /// <summary>The role exists, and its trust policy does not name the service.</summary>
    NotTrusted,
}

/// <summary>Asks IAM whether a service of AWS can use a role.</summary>
internal sealed class RoleCheck(AwsConnection connection)
{
    /// <summary>The service that uses the roles of a task definition.</summary>
    public const string Tasks = "ecs-tasks.amazonaws.com";

    private readonly IamRoles _roles = new(connection);

    /// <summary>What is known about a role; null if the caller may not read it.</summary>
    /// <param name="role">Name or ARN.</param>
    /// <param name="service">The service, such as <see cref="Tasks"/>.</param>
    /// <param name="leftOut">What is not checked if the caller may not read roles; null to say nothing.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public Task<RoleState?> AskAsync(string role, string service, string? leftOut, CancellationToken cancellationToken)
        => connection.UnlessDeniedAsync<RoleState?>(
            async () => await _roles.FindAsync(AwsArn.NameOf(role), [], cancellationToken).ConfigureAwait(false) is not { } found ? RoleState.Missing
                : Trusts(found.Entity.AssumeRolePolicyDocument, service) ? RoleState.Usable : RoleState.NotTrusted,
            null,
            leftOut);

    private static bool Trusts(string? document, string service)
    {
        try
        {
            return IamPolicyDocument.Trusts(IamPolicyDocument.Decode(document), service);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
