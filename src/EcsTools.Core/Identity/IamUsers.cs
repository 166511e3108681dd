using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Identity;

/// <summary>An IAM user as it is now in IAM.</summary>
internal sealed record IamUser(User Entity, List<Tag> Tags, List<AttachedPolicyType> Policies, List<AccessKeyMetadata> Keys)
{
    public string Name => Entity.UserName;

    /// <summary>Whether EcsTools created or adopted it.</summary>
    public bool IsDeployer => ResourceTags.Value(Tags, ResourceTags.Kind) == ResourceTags.Deployer;

    public IamPolicySet? PolicySet
        => Enum.TryParse<IamPolicySet>(ResourceTags.Value(Tags, ResourceTags.PolicySet), out var set) ? set : null;

    public IReadOnlyList<IamPolicyAddition> Additions => PolicyAdditions.Parse(ResourceTags.Value(Tags, ResourceTags.Additions));

    public bool HasPolicy(string arn) => Policies.Any(policy => policy.PolicyArn == arn);

    public bool HasKey(string accessKeyId) => Keys.Any(key => key.AccessKeyId == accessKeyId);
}

/// <summary>Reads IAM users.</summary>
internal sealed class IamUsers
{
    /// <summary>Number of tag lists read at the same time: IAM's rate limit applies to the account, whatever the region.</summary>
    private const int Parallelism = 8;

    private readonly AwsConnection _connection;

    public IamUsers(AwsConnection connection) => _connection = connection;

    /// <summary>The user with this name and everything attached to it, or null.</summary>
    public async Task<IamUser?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var found = await IamCalls.OrNullAsync(
            () => _connection.Iam.GetUserAsync(new GetUserRequest { UserName = name }, cancellationToken)).ConfigureAwait(false);
        return found is null ? null : await CompleteAsync(found.User, found.User.Tags, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The deployers with a matching name and everything attached to them.</summary>
    public async Task<IReadOnlyList<IamUser>> ListDeployersAsync(Func<string, bool> isWanted, CancellationToken cancellationToken)
        => await SelectDeployersAsync(isWanted, (user, tags) => CompleteAsync(user, tags, cancellationToken), cancellationToken)
            .ConfigureAwait(false);

    /// <summary>The names of the users that are deployers.</summary>
    public async Task<IReadOnlyList<string>> ListDeployerNamesAsync(CancellationToken cancellationToken)
        => await SelectDeployersAsync(_ => true, (user, _) => Task.FromResult(user.UserName), cancellationToken).ConfigureAwait(false);

    /// <summary>A list of users contains no tags, so they are read for each user.</summary>
    private async Task<IReadOnlyList<T>> SelectDeployersAsync<T>(
        Func<string, bool> isWanted, Func<User, List<Tag>, Task<T>> select, CancellationToken cancellationToken)
        where T : class
    {
        var users = await IamCalls.AllAsync(async marker =>
        {
            var page = await _connection.Iam.ListUsersAsync(new ListUsersRequest { Marker = marker, MaxItems = 1000 }, cancellationToken)
                .ConfigureAwait(false);
            return (page.Users, page.IsTruncated, page.Marker);
        }).ConfigureAwait(false);
        using var places = new SemaphoreSlim(Parallelism);
        var wanted = users.Where(user => isWanted(user.UserName)).OrderBy(user => user.UserName, StringComparer.Ordinal);
        var found = await Task.WhenAll(wanted.Select(async user =>
        {
            await places.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var tags = await TagsAsync(user.UserName, cancellationToken).ConfigureAwait(false);
                var isDeployer = ResourceTags.Value(tags, ResourceTags.Kind) == ResourceTags.Deployer;
                return isDeployer ? await select(user, tags).ConfigureAwait(false) : null;
            }
            catch (NoSuchEntityException)
            {
                // It was deleted after it was listed.
                return null;
            }
            finally
            {
                places.Release();
            }
        })).ConfigureAwait(false);
        return found.OfType<T>().ToList();
    }

    /// <summary>The user's access keys.</summary>
    public Task<List<AccessKeyMetadata>> KeysAsync(string name, CancellationToken cancellationToken) => IamCalls.AllAsync(async marker =>
    {
        var request = new ListAccessKeysRequest { UserName = name, Marker = marker };
        var page = await _connection.Iam.ListAccessKeysAsync(request, cancellationToken).ConfigureAwait(false);
        return (page.AccessKeyMetadata, page.IsTruncated, page.Marker);
    });

    /// <summary>Names of the groups the user is in.</summary>
    public async Task<List<string>> GroupsAsync(string name, CancellationToken cancellationToken)
    {
        var groups = await IamCalls.AllAsync(async marker =>
        {
            var request = new ListGroupsForUserRequest { UserName = name, Marker = marker };
            var page = await _connection.Iam.ListGroupsForUserAsync(request, cancellationToken).ConfigureAwait(false);
            return (page.Groups, page.IsTruncated, page.Marker);
        }).ConfigureAwait(false);
        return groups.Select(group => group.GroupName).ToList();
    }

    /// <summary>Names of the user's inline policies.</summary>
    public Task<List<string>> InlinePoliciesAsync(string name, CancellationToken cancellationToken) => IamCalls.AllAsync(async marker =>
    {
        var request = new ListUserPoliciesRequest { UserName = name, Marker = marker };
        var page = await _connection.Iam.ListUserPoliciesAsync(request, cancellationToken).ConfigureAwait(false);
        return (page.PolicyNames, page.IsTruncated, page.Marker);
    });

    private async Task<IamUser> CompleteAsync(User user, List<Tag>? tags, CancellationToken cancellationToken)
    {
        var policies = IamCalls.AllAsync(async marker =>
        {
            var page = await _connection.Iam.ListAttachedUserPoliciesAsync(
                new ListAttachedUserPoliciesRequest { UserName = user.UserName, Marker = marker }, cancellationToken).ConfigureAwait(false);
            return (page.AttachedPolicies, page.IsTruncated, page.Marker);
        });
        var keys = KeysAsync(user.UserName, cancellationToken);
        await Task.WhenAll(policies, keys).ConfigureAwait(false);
        return new IamUser(user, tags ?? new List<Tag>(), await policies.ConfigureAwait(false), await keys.ConfigureAwait(false));
    }

    private Task<List<Tag>> TagsAsync(string name, CancellationToken cancellationToken) => IamCalls.AllAsync(async marker =>
    {
        var page = await _connection.Iam.ListUserTagsAsync(new ListUserTagsRequest { UserName = name, Marker = marker }, cancellationToken)
            .ConfigureAwait(false);
        return (page.Tags, page.IsTruncated, page.Marker);
    });
}
