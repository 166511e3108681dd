using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Profiles;

namespace EcsTools.Identity;

/// <summary>IAM users for deployments: makes, lists, rotates and removes them, and keeps their keys in profiles.</summary>
public sealed class IamDeployers
{
    private readonly AwsConnection _connection;

    /// <summary>Works in the account of the connection.</summary>
    /// <param name="connection">Credentials that may manage IAM users.</param>
    public IamDeployers(AwsConnection connection) => _connection = connection;

    /// <summary>Reads what is there and says what must be done for the deployer that is wanted. Writes nothing.</summary>
    /// <param name="request">The deployer wanted.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">A name cannot be right; the user is another's; the profile has other credentials; the user has
    /// two keys already.</exception>
    public Task<IamDeployerPlan> PlanAsync(IamDeployerRequest request, CancellationToken cancellationToken = default)
        => new DeployerCreation(_connection).PlanAsync(request, cancellationToken);

    /// <summary>Does what a plan says, in the order of its steps, and waits until the new key works.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Steps.</param>
    /// <param name="cancellationToken">Ends the calls; a key whose secret could not be kept is deleted.</param>
    /// <exception cref="EcsToolsException">A step failed; the message names those done before it. Running it again goes on from
    /// there.</exception>
    public Task<IamDeployer> ApplyAsync(
        IamDeployerPlan plan, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
        => new DeployerCreation(_connection).ApplyAsync(plan, progress, cancellationToken);

    /// <summary>The deployers of the account, by name.</summary>
    /// <param name="namePattern">Name with <c>*</c> and <c>?</c> as wildcards; null for all. A name without wildcards is asked for
    /// directly.</param>
    /// <param name="profileLocation">Path of the shared credentials file, or null for the default one.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException"><c>DeployerNotFound</c>: there is no user of that very name.</exception>
    public async Task<IReadOnlyList<IamDeployer>> ListAsync(
        string? namePattern = null, string? profileLocation = null, CancellationToken cancellationToken = default)
    {
        var users = new IamUsers(_connection);
        IReadOnlyList<IamUser> found;
        if (namePattern is { Length: > 0 } && namePattern.IndexOfAny(new[] { '*', '?' }) < 0)
        {
            IamNameRules.CheckName(namePattern, "UserName", "a user");
            found = new[] { await users.FindAsync(namePattern, cancellationToken).ConfigureAwait(false) ?? throw NotFound(namePattern) };
        }
        else
        {
            var pattern = Regex.Escape(namePattern ?? "*").Replace(@"\*", ".*").Replace(@"\?", ".");
            var isWanted = new Regex($"^{pattern}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            found = await users.ListDeployersAsync(isWanted.IsMatch, cancellationToken).ConfigureAwait(false);
        }

        var accountId = await _connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        var files = new SharedProfileFile(SharedProfilePaths.Resolve(profileLocation), _connection.Clock);
        var profiles = files.List();
        var keys = new DeployerKeys(_connection);
        return await Task.WhenAll(found.Select(async user =>
        {
            var described = await keys.DescribeAsync(user.Keys, profiles, withLastUse: true, cancellationToken).ConfigureAwait(false);
            return Describe(user, accountId, files.CredentialsPath, profiles, described);
        })).ConfigureAwait(false);
    }

    /// <summary>The names of the deployers of the account: what a completer needs.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public Task<IReadOnlyList<string>> ListNamesAsync(CancellationToken cancellationToken = default)
        => new IamUsers(_connection).ListDeployerNamesAsync(cancellationToken);

    /// <summary>Says what changing the key of a deployer takes. Writes nothing.</summary>
    /// <param name="target">The deployer.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">There is no such user, no profile to write to, or no room for a third key.</exception>
    public Task<IamDeployerPlan> PlanRotationAsync(IamDeployerTarget target, CancellationToken cancellationToken = default)
        => new DeployerRotation(_connection).PlanAsync(target, cancellationToken);

    /// <summary>
    /// Makes a new key, waits until it works, writes it to the profiles that held the old one, then deactivates and deletes that.
    /// </summary>
    /// <param name="plan">The plan from <see cref="PlanRotationAsync"/>.</param>
    /// <param name="progress">Steps.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public Task<IamDeployer> RotateAsync(
        IamDeployerPlan plan, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
        => new DeployerRotation(_connection).ApplyAsync(plan, progress, cancellationToken);

    /// <summary>Says what removing a deployer takes: no steps where it is gone already. Writes nothing.</summary>
    /// <param name="target">The deployer.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The user is another's, or has more on it than EcsTools gave it.</exception>
    public Task<IamDeployerPlan> PlanRemovalAsync(IamDeployerTarget target, CancellationToken cancellationToken = default)
        => new DeployerRemoval(_connection).PlanAsync(target, cancellationToken);

    /// <summary>
    /// Removes a deployer: its policies, keys and profile entries, the user, and the scoped policy where it was the last to use it.
    /// </summary>
    /// <param name="plan">The plan from <see cref="PlanRemovalAsync"/>.</param>
    /// <param name="progress">Steps.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>What was removed, or null if nothing was there.</returns>
    public Task<IamDeployer?> RemoveAsync(
        IamDeployerPlan plan, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
        => new DeployerRemoval(_connection).ApplyAsync(plan, progress, cancellationToken);

    internal static EcsToolsException NotFound(string userName) => new(
        ErrorCodes.DeployerNotFound, $"There is no IAM user '{userName}' in this account.",
        "See the deployers with Get-EcsIamDeployer, or create one with New-EcsIamDeployer.", "Name", userName);

    internal static void EnsureOurs(IamUser? user, bool force)
    {
        if (user is not null && !user.IsDeployer && !force)
        {
            throw new EcsToolsException(
                ErrorCodes.UserNotADeployer,
                $"IAM user '{user.Name}' exists, but EcsTools did not create it: it has no tag {ResourceTags.Kind}.",
                "Choose another -Name, or use -Force if the user is yours to change.", "Name", user.Name);
        }
    }

    internal static IamDeployer Describe(
        IamUser user, string accountId, string credentialsPath, IReadOnlyList<SharedProfile> profiles, IReadOnlyList<IamDeployerKey> keys)
    {
        var profile = profiles.FirstOrDefault(candidate => user.HasKey(candidate.Key!.AccessKeyId));
        return new IamDeployer
        {
            UserName = user.Name,
            UserArn = user.Entity.Arn,
            Path = user.Entity.Path,
            AccountId = accountId,
            Region = profile?.Region,
            PolicySet = user.PolicySet,
            PolicyArns = user.Policies.Select(policy => policy.PolicyArn).ToList(),
            PermissionsBoundary = user.Entity.PermissionsBoundary?.PermissionsBoundaryArn,
            AccessKeyId = profile?.Key!.AccessKeyId,
            ProfileName = profile?.Name,
            ProfileLocation = profile is null ? null : credentialsPath,
            Keys = keys,
            CreatedAt = IamCalls.Time(user.Entity.CreateDate),
        };
    }
}
