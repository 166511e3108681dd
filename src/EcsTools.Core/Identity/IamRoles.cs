using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using EcsTools.Aws;

namespace EcsTools.Identity;

/// <summary>An IAM role as it is now in IAM. What the caller may not read is null.</summary>
/// <param name="Entity">The role.</param>
/// <param name="PolicyArns">Its managed policies.</param>
/// <param name="Inline">The requested inline policies that exist, by name.</param>
internal sealed record IamRole(Role Entity, IReadOnlyList<string>? PolicyArns, IReadOnlyDictionary<string, string>? Inline);

/// <summary>Reads IAM roles with as few permissions as possible.</summary>
internal sealed class IamRoles
{
    private readonly AwsConnection _connection;

    public IamRoles(AwsConnection connection) => _connection = connection;

    /// <summary>The role with this name, or null.</summary>
    /// <param name="name">Role name.</param>
    /// <param name="inline">Names of the inline policies to read.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IamRole?> FindAsync(string name, IEnumerable<string> inline, CancellationToken cancellationToken)
    {
        if (await FindEntityAsync(name, cancellationToken).ConfigureAwait(false) is not { } role)
        {
            return null;
        }

        var policies = await _connection.UnlessDeniedAsync<IReadOnlyList<string>?>(
            async () => await PoliciesAsync(name, cancellationToken).ConfigureAwait(false), null, leftOut: null).ConfigureAwait(false);
        var documents = await _connection.UnlessDeniedAsync<IReadOnlyDictionary<string, string>?>(
            async () => await InlineAsync(name, inline, cancellationToken).ConfigureAwait(false), null, leftOut: null).ConfigureAwait(false);
        return new IamRole(role, policies, documents);
    }

    // AmazonECS_FullAccess allows listing roles, but not reading one.
    private async Task<Role?> FindEntityAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var request = new GetRoleRequest { RoleName = name };
            return (await IamCalls.OrNullAsync(() => _connection.Iam.GetRoleAsync(request, cancellationToken)).ConfigureAwait(false))?.Role;
        }
        catch (AmazonServiceException problem) when (AccessDenial.Find(problem) is not null)
        {
            // If the list is refused too, the error names the permission for this role.
            return await _connection.UnlessDeniedAsync(() => ListAsync(cancellationToken), null, leftOut: null).ConfigureAwait(false) is { } roles
                ? roles.FirstOrDefault(role => role.RoleName == name)
                : throw Rethrown(problem);
        }
    }

    /// <summary>All roles of the account.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<List<Role>?> ListAsync(CancellationToken cancellationToken) => await IamCalls.AllAsync(async marker =>
    {
        var page = await _connection.Iam.ListRolesAsync(new ListRolesRequest { Marker = marker, MaxItems = 1000 }, cancellationToken).ConfigureAwait(false);
        return (page.Roles, page.IsTruncated, page.Marker);
    }).ConfigureAwait(false);

    private async Task<IReadOnlyList<string>> PoliciesAsync(string name, CancellationToken cancellationToken)
        => (await IamCalls.AllAsync(async marker =>
        {
            var page = await _connection.Iam.ListAttachedRolePoliciesAsync(
                new ListAttachedRolePoliciesRequest { RoleName = name, Marker = marker }, cancellationToken).ConfigureAwait(false);
            return (page.AttachedPolicies, page.IsTruncated, page.Marker);
        }).ConfigureAwait(false)).Select(policy => policy.PolicyArn).ToList();

    private async Task<IReadOnlyDictionary<string, string>> InlineAsync(
        string name, IEnumerable<string> policies, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var policy in policies)
        {
            if (await IamCalls.OrNullAsync(() => _connection.Iam.GetRolePolicyAsync(
                new GetRolePolicyRequest { RoleName = name, PolicyName = policy }, cancellationToken)).ConfigureAwait(false) is { } found)
            {
                documents[policy] = IamPolicyDocument.Decode(found.PolicyDocument);
            }
        }

        return documents;
    }

    private static Exception Rethrown(Exception problem)
    {
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(problem).Throw();
        return problem;
    }
}
