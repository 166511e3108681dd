using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Profiles;

namespace EcsTools.Identity;

/// <summary>Replaces an access key with a new one everywhere on this machine.</summary>
internal sealed class DeployerRotation
{
    private readonly AwsConnection _connection;
    private readonly IamUsers _users;
    private readonly DeployerKeys _keys;

    public DeployerRotation(AwsConnection connection)
    {
        _connection = connection;
        _users = new IamUsers(connection);
        _keys = new DeployerKeys(connection);
    }

    /// <param name="Target">The request.</param>
    /// <param name="Files">The shared files.</param>
    /// <param name="User">The user.</param>
    /// <param name="Profiles">Names of the profiles that get the new key. The first is the deployer's own profile.</param>
    /// <param name="Key">The new key, if a stopped run has created it already and a profile holds it; null if one is to be created.</param>
    /// <param name="DeleteFirst">A key to delete first to make room for the new one, or null.</param>
    /// <param name="DeleteAfter">Keys to delete after the new one is in place.</param>
    private sealed record Details(
        IamDeployerTarget Target,
        SharedProfileFile Files,
        IamUser User,
        IReadOnlyList<string> Profiles,
        AccessKeyPair? Key,
        string? DeleteFirst,
        IReadOnlyList<string> DeleteAfter);

    public async Task<IamDeployerPlan> PlanAsync(IamDeployerTarget target, CancellationToken cancellationToken)
    {
        IamNameRules.CheckName(target.UserName, "Name", "an IAM user");
        var files = new SharedProfileFile(SharedProfilePaths.Resolve(target.ProfileLocation), _connection.Clock);
        var user = await _users.FindAsync(target.UserName, cancellationToken).ConfigureAwait(false)
            ?? throw IamDeployers.NotFound(target.UserName);
        IamDeployers.EnsureOurs(user, target.Force);
        var holders = files.List();
        var keys = await _keys.DescribeAsync(user.Keys, holders, withLastUse: true, cancellationToken).ConfigureAwait(false);
        var main = MainProfile(target, user, files, holders);

        if (await ContinueAsync(target, user, files, keys, main, cancellationToken).ConfigureAwait(false) is { } rest)
        {
            return rest;
        }

        // Every profile with a key that will be deleted gets the new one, not only the named profile.
        var replaced = keys.Where(key => key.Profiles.Contains(main)).ToList();
        var abandoned = _keys.FindAbandoned(keys);
        var first = abandoned ?? (keys.Count < DeployerKeys.Maximum ? null : Expendable(target, keys, replaced));
        var after = keys.Where(key => key != first && (target.Force || replaced.Contains(key))).ToList();
        var gone = after.Concat(new[] { first }.OfType<IamDeployerKey>());
        var profiles = new[] { main }.Concat(gone.SelectMany(key => key.Profiles)).Distinct().ToList();
        var kept = keys.Where(key => key != first && !after.Contains(key)).ToList();
        var warnings = new List<string>();
        if (abandoned is not null)
        {
            warnings.Add(DeployerKeys.TellAbandoned(abandoned));
        }

        if (kept.Count > 0)
        {
            warnings.Add($"{DeployerKeys.Tell(kept)} stays. No profile on this machine has it, so it may be used elsewhere. -Force deletes it too.");
        }

        return new IamDeployerPlan(user.Name, Steps(first, profiles, after, files), warnings)
        {
            Details = new Details(target, files, user, profiles, null, first?.AccessKeyId, after.Select(key => key.AccessKeyId).ToList()),
        };
    }

    /// <summary>What a stopped run left to do, if the key that it created works; null if there is nothing.</summary>
    private async Task<IamDeployerPlan?> ContinueAsync(
        IamDeployerTarget target,
        IamUser user,
        SharedProfileFile files,
        IReadOnlyList<IamDeployerKey> keys,
        string main,
        CancellationToken cancellationToken)
    {
        if (_keys.FindUnfinished(keys) is not { } unfinished)
        {
            return null;
        }

        var holder = keys.First(key => key.AccessKeyId == unfinished.AccessKeyId).Profiles[0];
        var key = files.Read(holder)!.Key!;
        var old = keys.Where(other => other.AccessKeyId != key.AccessKeyId && (target.Force || unfinished.Replaces.Contains(other.AccessKeyId))).ToList();
        var profiles = new[] { main }.Concat(unfinished.Profiles).Concat(old.SelectMany(other => other.Profiles)).Distinct().ToList();
        var missing = profiles.Where(profile => files.Read(profile)?.Key?.AccessKeyId != key.AccessKeyId).ToList();
        if ((old.Count == 0 && missing.Count == 0) || !await _keys.WorksAsync(key, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        List<EcsPlanStep> steps =
        [
            .. missing.Count > 0 ? [DeployerKeys.ProfileStep(missing, files)] : Array.Empty<EcsPlanStep>(),
            .. old.Select(other => DeployerKeys.DeleteStep(other.AccessKeyId)),
        ];
        var warning = $"A run that was stopped has created the access key {key.AccessKeyId} already. This run does what is left.";
        return new IamDeployerPlan(user.Name, steps, [warning])
        {
            Details = new Details(target, files, user, profiles, key, null, old.ConvertAll(other => other.AccessKeyId)),
        };
    }

    public async Task<IamDeployer> ApplyAsync(
        IamDeployerPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var details = (Details)plan.Details!;
        var journal = new CompletedSteps($"Key of {plan.UserName}", plan.Steps.Count, progress);
        return await journal.RunAsync(() => ApplyAsync(details, journal, cancellationToken)).ConfigureAwait(false);
    }

    private async Task<IamDeployer> ApplyAsync(Details details, CompletedSteps journal, CancellationToken cancellationToken)
    {
        var name = details.User.Name;
        var accountId = await _connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        var caller = await _connection.Sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken).ConfigureAwait(false);
        await details.Files.EnsureWritableAsync(cancellationToken).ConfigureAwait(false);
        if (details.DeleteFirst is { } first)
        {
            await DeployerKeys.RetireAsync(_connection, name, first, withNewKey: false, cancellationToken).ConfigureAwait(false);
            _keys.Finish(first);
            journal.Done($"access key {first} deleted");
        }

        var key = await KeyAsync(details, journal, cancellationToken).ConfigureAwait(false);

        // A deployer that changes its own key can delete the old key only with the new one.
        var isOwn = caller.Arn == details.User.Entity.Arn;
        using var own = isOwn ? _connection.With(new BasicAWSCredentials(key.AccessKeyId, key.SecretAccessKey)) : null;
        foreach (var old in details.DeleteAfter)
        {
            await DeployerKeys.RetireAsync(own ?? _connection, name, old, isOwn, cancellationToken).ConfigureAwait(false);
            journal.Done($"access key {old} deleted");
        }

        _keys.Finish(key.AccessKeyId);
        var profiles = details.Files.List();
        var left = await new IamUsers(own ?? _connection).KeysAsync(name, cancellationToken).ConfigureAwait(false);
        var keys = await _keys.DescribeAsync(left, profiles, withLastUse: false, cancellationToken).ConfigureAwait(false);
        return IamDeployers.Describe(details.User with { Keys = left }, accountId, details.Files.CredentialsPath, profiles, keys) with
        {
            AccessKeyId = key.AccessKeyId,
            SecretAccessKey = DeployerKeys.Secure(key.SecretAccessKey),
            ProfileName = details.Profiles[0],
            ProfileLocation = details.Files.CredentialsPath,
            Region = details.Files.Read(details.Profiles[0])?.Region,
            Change = ChangeStatus.Updated,
        };
    }

    /// <summary>Creates the new key, or takes the one that a stopped run created, and writes it to the profiles.</summary>
    private async Task<AccessKeyPair> KeyAsync(Details details, CompletedSteps journal, CancellationToken cancellationToken)
    {
        var key = details.Key;
        if (key is null)
        {
            journal.Doing("waiting until the new access key works");
            key = await _keys.CreateAsync(
                details.User.Name,
                userIsNew: false,
                details.Profiles,
                details.DeleteAfter,
                made => KeepAsync(details, made, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            journal.Done($"access key {key.AccessKeyId} created");
        }
        else
        {
            await KeepAsync(details, key, cancellationToken).ConfigureAwait(false);
        }

        journal.Done($"profile {string.Join(", ", details.Profiles)} written");
        return key;
    }

    private async Task KeepAsync(Details details, AccessKeyPair key, CancellationToken cancellationToken)
    {
        foreach (var profile in details.Profiles)
        {
            var there = details.Files.Read(profile);
            var mayReplace = details.Target.Force || there?.Key is null || details.User.HasKey(there.Key.AccessKeyId);
            var settings = new ProfileSettings(there?.Region is null ? _connection.Region : null, _connection.EndpointUrl);
            await details.Files.WriteAsync(profile, key, settings, mayReplace, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string MainProfile(IamDeployerTarget target, IamUser user, SharedProfileFile files, IReadOnlyList<SharedProfile> holders)
    {
        if (target.ProfileName is { } named)
        {
            ProfileSection.Check(named);
            var there = files.Read(named);
            files.EnsureFree(there, there?.Key is { } held && user.HasKey(held.AccessKeyId) ? held.AccessKeyId : null, target.Force);
            return named;
        }

        return holders.FirstOrDefault(profile => user.HasKey(profile.Key!.AccessKeyId))?.Name
            ?? throw new EcsToolsException(
                ErrorCodes.NoProfileOfDeployer, $"No profile in {files.CredentialsPath} holds a key of '{user.Name}'.",
                "Use -ProfileName to choose the profile that will hold the new key.", "ProfileName", user.Name);
    }

    /// <summary>
    /// Which of two keys to give up: if possible not the profile's, then inactive before active, never used before used, old before new.
    /// </summary>
    private static IamDeployerKey Expendable(IamDeployerTarget target, IReadOnlyList<IamDeployerKey> keys, List<IamDeployerKey> replaced)
    {
        var least = keys.OrderBy(key => replaced.Contains(key)).ThenBy(key => key.Status == "Active")
            .ThenBy(key => key.LastUsedAt ?? DateTimeOffset.MinValue).ThenBy(key => key.CreatedAt).First();
        return target.Force
            ? least
            : throw new EcsToolsException(
                ErrorCodes.AccessKeyLimit,
                $"User '{target.UserName}' has two access keys, and IAM allows no third: {DeployerKeys.Tell(keys)}.",
                $"Use -Force to delete {least.AccessKeyId} first, or delete the key that you do not need in IAM.", "Name", target.UserName);
    }

    private static List<EcsPlanStep> Steps(IamDeployerKey? first, List<string> profiles, List<IamDeployerKey> after, SharedProfileFile files) =>
    [
        .. first is null ? [] : new[] { DeployerKeys.DeleteStep(first.AccessKeyId) },
        DeployerKeys.CreateStep(),
        DeployerKeys.ProfileStep(profiles, files),
        .. after.Select(key => DeployerKeys.DeleteStep(key.AccessKeyId)),
    ];
}
