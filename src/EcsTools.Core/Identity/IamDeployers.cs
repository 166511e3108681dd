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

/// <summary>Creates, lists, rotates and removes IAM users for deployments, and keeps their keys in profiles.</summary>
public sealed class IamDeployers
{
    private readonly AwsConnection _connection;

    /// <summary>Works in the account of the connection.</summary>
    /// <param name="connection">Credentials that may manage IAM users.</param>
    public IamDeployers(AwsConnection connection) => _connection = connection;

    /// <summary>Reads the current state and works out what to do for the requested deployer. Writes nothing.</summary>
    /// <param name="request">The requested deployer.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">
    /// A name is invalid, EcsTools did not create the user, the profile has other credentials, or the user already has two keys.
    /// </exception>
    public Task<IamDeployerPlan> PlanAsync(IamDeployerRequest request, CancellationToken cancellationToken = default)
        => new DeployerCreation(_connection).PlanAsync(request, cancellationToken);

    /// <summary>Carries out a plan in the order of its steps, and waits until the new key works.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Receives the steps.</param>
    /// <param name="cancellationToken">Cancels the calls. A key whose secret could not be stored is deleted.</param>
    /// <exception cref="EcsToolsException">
    /// A step failed; the message lists the completed steps. Run the command again to continue.
    /// </exception>
    public Task<IamDeployer> ApplyAsync(
        IamDeployerPlan plan, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
        => new DeployerCreation(_connection).ApplyAsync(plan, progress, cancellationToken);

    /// <summary>The deployers of the account, ordered by name.</summary>
    /// <param name="namePattern">
    /// Name with the wildcards <c>*</c> and <c>?</c>; null for all. A name without wildcards is looked up directly.
    /// </param>
    /// <param name="profileLocation">Path of the shared credentials file, or null for the default one.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException"><c>DeployerNotFound</c>: there is no user with this exact name.</exception>
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

    /// <summary>The names of the account's deployers, for tab completion.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public Task<IReadOnlyList<string>> ListNamesAsync(CancellationToken cancellationToken = default)
        => new IamUsers(_connection).ListDeployerNamesAsync(cancellationToken);

    /// <summary>Works out how to replace the key of a deployer. Writes nothing.</summary>
    /// <param name="target">The deployer.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">
    /// The user does not exist, there is no profile to write to, or there is no room for a third key.
    /// </exception>
    public Task<IamDeployerPlan> PlanRotationAsync(IamDeployerTarget target, CancellationToken cancellationToken = default)
        => new DeployerRotation(_connection).PlanAsync(target, cancellationToken);

    /// <summary>
    /// Creates a new key, waits until it works, writes it to the profiles that held the old one, then deactivates and deletes the old one.
    /// </summary>
    /// <param name="plan">The plan from <see cref="PlanRotationAsync"/>.</param>
    /// <param name="progress">Receives the steps.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public Task<IamDeployer> RotateAsync(
        IamDeployerPlan plan, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
        => new DeployerRotation(_connection).ApplyAsync(plan, progress, cancellationToken);

    /// <summary>Works out how to remove a deployer: no steps if it is already gone. Writes nothing.</summary>
    /// <param name="target">The deployer.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">
    /// EcsTools did not create the user, or the user has more attached than EcsTools gave it.
    /// </exception>
    public Task<IamDeployerPlan> PlanRemovalAsync(IamDeployerTarget target, CancellationToken cancellationToken = default)
        => new DeployerRemoval(_connection).PlanAsync(target, cancellationToken);

    /// <summary>
    /// Removes a deployer: its policies, keys and profile entries, the user, and the policies that EcsTools made for it if no other user
    /// has them.
    /// </summary>
    /// <param name="plan">The plan from <see cref="PlanRemovalAsync"/>.</param>
    /// <param name="progress">Receives the steps.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>What was removed; null if there was nothing.</returns>
    public Task<IamDeployer?> RemoveAsync(
        IamDeployerPlan plan, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
        => new DeployerRemoval(_connection).ApplyAsync(plan, progress, cancellationToken);

    internal static EcsToolsException NotFound(string userName) => new(
        ErrorCodes.DeployerNotFound, $"There is no IAM user '{userName}' in this account.",
        $"See the deployers with Get-EcsIamDeployer, or create it: New-EcsIamDeployer {userName}", "Name", userName);

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
            PolicySet = user.PolicySet?.ToString(),
            Additions = user.Additions.Select(PolicyAdditions.NameOf).ToList(),
            RefusedCommands = DeployerPermissions.Refused(user.PolicySet, user.Additions),
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
