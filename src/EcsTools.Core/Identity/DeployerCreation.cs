using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Profiles;

namespace EcsTools.Identity;

/// <summary>Creates a deployer, or brings an existing one to its requested state.</summary>
internal sealed class DeployerCreation
{
    private readonly AwsConnection _connection;
    private readonly IamUsers _users;
    private readonly DeployerPolicies _policies;
    private readonly DeployerKeys _keys;

    public DeployerCreation(AwsConnection connection)
    {
        _connection = connection;
        _users = new IamUsers(connection);
        _policies = new DeployerPolicies(connection);
        _keys = new DeployerKeys(connection);
    }

    private sealed record Details(
        IamDeployerRequest Request,
        string ProfileName,
        SharedProfileFile Files,
        IamUser? User,
        IReadOnlyDictionary<string, string> Tags,
        DeployerPolicies.Plan Policies,
        AccessKeyPair? Key,
        string? Abandoned);

    public async Task<IamDeployerPlan> PlanAsync(IamDeployerRequest request, CancellationToken cancellationToken)
    {
        Check(request, request.ProfileName ?? request.UserName);
        var files = new SharedProfileFile(SharedProfilePaths.Resolve(request.ProfileLocation), _connection.Clock);
        var user = await _users.FindAsync(request.UserName, cancellationToken).ConfigureAwait(false);
        var profileName = request.ProfileName ?? ProfileOf(user, files) ?? request.UserName;
        IamDeployers.EnsureOurs(user, request.Force);
        EnsurePath(request, user);
        var warnings = new List<string>();
        var (key, abandoned) = await KeyAsync(request, profileName, user, files, warnings, cancellationToken).ConfigureAwait(false);
        var policies = await _policies.PlanAsync(request, user, cancellationToken).ConfigureAwait(false);
        warnings.AddRange(_policies.Warnings(request, policies));
        var details = new Details(request, profileName, files, user, Tags(request, user, policies.Additions), policies, key, abandoned);
        return new IamDeployerPlan(request.UserName, Steps(details), warnings)
        {
            RefusedCommands = DeployerPermissions.Refused(request.PolicySet, policies.Additions), Details = details,
        };
    }

    public async Task<IamDeployer> ApplyAsync(
        IamDeployerPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var details = (Details)plan.Details!;
        var journal = new CompletedSteps($"Deployer {plan.UserName}", plan.Steps.Count, progress);
        return await journal.RunAsync(async () =>
        {
            if (details.Key is null)
            {
                await details.Files.EnsureWritableAsync(cancellationToken).ConfigureAwait(false);
            }

            await _policies.ApplyDocumentsAsync(details.Policies, journal.Done, cancellationToken).ConfigureAwait(false);
            await ApplyUserAsync(details, journal, cancellationToken).ConfigureAwait(false);
            await _policies.ApplyAsync(details.Policies, plan.UserName, details.User is null, journal.Done, cancellationToken)
                .ConfigureAwait(false);
            var key = await ApplyKeyAsync(details, journal, cancellationToken).ConfigureAwait(false);
            return await DescribeAsync(details, key, journal.HasChanges, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private static void Check(IamDeployerRequest request, string profileName)
    {
        IamNameRules.CheckName(request.UserName, "Name", "an IAM user");
        ProfileSection.Check(profileName);
        IamNameRules.CheckPath(request.Path);
        IamNameRules.CheckTags(request.Tags);
        IamNameRules.CheckPolicyArn(request.PermissionsBoundary, "PermissionsBoundary");
    }

    private static IReadOnlyDictionary<string, string> Tags(IamDeployerRequest request, IamUser? user, IReadOnlyList<IamPolicyAddition> additions)
    {
        var tags = ResourceTags.With(
            request.Tags, (ResourceTags.Kind, ResourceTags.Deployer), (ResourceTags.PolicySet, request.PolicySet.ToString()));
        return additions.Count > 0 || user?.Additions.Count > 0
            ? ResourceTags.With(tags, (ResourceTags.Additions, PolicyAdditions.Text(additions)))
            : tags;
    }

    /// <summary>The profile that holds a key of the user. A run that only adds permissions must not create a second key.</summary>
    private static string? ProfileOf(IamUser? user, SharedProfileFile files)
        => user is null || files.Read(user.Name)?.Key is { } own && user.HasKey(own.AccessKeyId)
            ? null
            : files.List().FirstOrDefault(profile => user.HasKey(profile.Key!.AccessKeyId))?.Name;

    private static void EnsurePath(IamDeployerRequest request, IamUser? user)
    {
        if (user is not null && request.Path is not null && user.Entity.Path != request.Path)
        {
            throw new EcsToolsException(
                ErrorCodes.UserHasOtherPath,
                $"IAM user '{user.Name}' exists with the path '{user.Entity.Path}', not '{request.Path}'.",
                "Leave out -Path, or choose another -Name.", "Path", request.Path);
        }
    }

    /// <summary>The key to keep, null if one must be created; and a key to delete first, which a stopped run left.</summary>
    private async Task<(AccessKeyPair? Key, string? Abandoned)> KeyAsync(
        IamDeployerRequest request,
        string profileName,
        IamUser? user,
        SharedProfileFile files,
        List<string> warnings,
        CancellationToken cancellationToken)
    {
        var profile = files.Read(profileName);
        var isOurs = profile?.Key is { } held && user?.HasKey(held.AccessKeyId) == true;
        files.EnsureFree(profile, isOurs ? profile!.Key!.AccessKeyId : null, request.Force);
        if (isOurs && await _keys.WorksAsync(profile!.Key!, cancellationToken).ConfigureAwait(false))
        {
            return (profile.Key, null);
        }

        if (user is null || user.Keys.Count == 0)
        {
            return (null, null);
        }

        var profiles = files.List();
        var keys = await _keys.DescribeAsync(user.Keys, profiles, withLastUse: true, cancellationToken).ConfigureAwait(false);
        var abandoned = _keys.FindAbandoned(keys);
        if (abandoned is not null)
        {
            warnings.Add(DeployerKeys.TellAbandoned(abandoned));
            keys = keys.Where(key => key != abandoned).ToList();
        }

        if (keys.Count >= DeployerKeys.Maximum)
        {
            throw new EcsToolsException(
                ErrorCodes.AccessKeyLimit,
                $"User '{user.Name}' has two access keys already, and profile '{profileName}' does not hold the secret of either: {DeployerKeys.Tell(keys)}.",
                $"Run Update-EcsIamDeployer {user.Name} -ProfileName {profileName} -Force: it creates a new key and deletes the one that is inactive "
                    + "or was used least recently.",
                "Name", user.Name);
        }

        if (keys.Count > 0)
        {
            warnings.Add($"User '{user.Name}' has a key whose secret is not in profile '{profileName}': {DeployerKeys.Tell(keys)}. "
                + "AWS does not show a secret twice, so a second key will be created. The first one stays.");
        }

        return (null, abandoned?.AccessKeyId);
    }

    private List<EcsPlanStep> Steps(Details details)
    {
        var user = details.Request.UserName;
        var steps = details.Policies.Documents.Where(document => document.Change != ChangeStatus.Unchanged)
            .Select(document => EcsPlanStep.Of(
                EcsPlanAction.From(document.Change),
                "Policy",
                document.Name,
                $"{(document.Change == ChangeStatus.Created ? "create" : "update")} policy {document.Name}"))
            .ToList();
        if (details.User is null)
        {
            steps.Add(EcsPlanStep.Of(EcsPlanAction.Create, "User", user, $"create user {user}"));
        }
        else
        {
            steps.AddRange(ResourceTags.Missing(details.User.Tags, details.Tags)
                .Select(tag => EcsPlanStep.Of(EcsPlanAction.Update, "User", user, $"set tag {tag.Key}={tag.Value}")));
            if (NeedsBoundary(details))
            {
                var boundary = AwsPartition.NameIn(details.Request.PermissionsBoundary!);
                steps.Add(EcsPlanStep.Of(EcsPlanAction.Update, "User", user, $"set permissions boundary {boundary}"));
            }
        }

        steps.AddRange(DeployerPolicies.Steps(details.Policies, user));
        if (details.Abandoned is { } abandoned)
        {
            steps.Add(DeployerKeys.DeleteStep(abandoned));
        }

        if (details.Key is null)
        {
            steps.Add(DeployerKeys.CreateStep());
            steps.Add(DeployerKeys.ProfileStep([details.ProfileName], details.Files));
        }

        return steps;
    }

    private static bool NeedsBoundary(Details details)
        => details.Request.PermissionsBoundary is { } boundary
            && details.User?.Entity.PermissionsBoundary?.PermissionsBoundaryArn != boundary;

    private async Task ApplyUserAsync(Details details, CompletedSteps journal, CancellationToken cancellationToken)
    {
        var name = details.Request.UserName;
        if (details.User is null)
        {
            journal.Doing($"creating user {name}");
            await _connection.Iam.CreateUserAsync(
                new CreateUserRequest
                {
                    UserName = name,
                    Path = details.Request.Path,
                    PermissionsBoundary = details.Request.PermissionsBoundary,
                    Tags = ResourceTags.Missing(null, details.Tags),
                },
                cancellationToken).ConfigureAwait(false);
            journal.Done($"user {name} created");
            return;
        }

        var tags = ResourceTags.Missing(details.User.Tags, details.Tags);
        if (tags.Count > 0)
        {
            await _connection.Iam.TagUserAsync(new TagUserRequest { UserName = name, Tags = tags }, cancellationToken)
                .ConfigureAwait(false);
            journal.Done($"user {name} tagged");
        }

        if (NeedsBoundary(details))
        {
            await _connection.Iam.PutUserPermissionsBoundaryAsync(
                new PutUserPermissionsBoundaryRequest { UserName = name, PermissionsBoundary = details.Request.PermissionsBoundary },
                cancellationToken).ConfigureAwait(false);
            journal.Done("permissions boundary set");
        }
    }

    private async Task<AccessKeyPair> ApplyKeyAsync(Details details, CompletedSteps journal, CancellationToken cancellationToken)
    {
        if (details.Key is { } kept)
        {
            return kept;
        }

        if (details.Abandoned is { } abandoned)
        {
            await DeployerKeys.RetireAsync(_connection, details.Request.UserName, abandoned, withNewKey: false, cancellationToken).ConfigureAwait(false);
            _keys.Finish(abandoned);
            journal.Done($"access key {abandoned} deleted");
        }

        journal.Doing("waiting until the new access key works");
        var key = await _keys.CreateAsync(
            details.Request.UserName,
            details.User is null,
            [details.ProfileName],
            [],
            made => details.Files.WriteAsync(
                details.ProfileName, made, Settings(), MayReplace(details), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        _keys.Finish(key.AccessKeyId);
        journal.Done($"access key {key.AccessKeyId} created");
        journal.Done($"profile {details.ProfileName} written");
        return key;
    }

    /// <summary>If a profile holds this user's key but with a wrong secret, it is replaced even without -Force.</summary>
    private static bool MayReplace(Details details)
        => details.Request.Force
            || (details.Files.Read(details.ProfileName)?.Key is { } held && details.User?.HasKey(held.AccessKeyId) == true);

    private ProfileSettings Settings() => new(_connection.Region, _connection.EndpointUrl);

    private async Task<IamDeployer> DescribeAsync(Details details, AccessKeyPair key, bool changed, CancellationToken cancellationToken)
    {
        var user = details.User is null || details.Key is null || changed
            ? await _users.FindAsync(details.Request.UserName, cancellationToken).ConfigureAwait(false) ?? details.User!
            : details.User;
        var accountId = await _connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        var profiles = details.Files.List();
        var keys = await _keys.DescribeAsync(user.Keys, profiles, withLastUse: false, cancellationToken).ConfigureAwait(false);
        return IamDeployers.Describe(user, accountId, details.Files.CredentialsPath, profiles, keys) with
        {
            Region = _connection.Region,
            PolicySet = details.Request.PolicySet.ToString(),
            Additions = details.Policies.Additions.Select(PolicyAdditions.NameOf).ToList(),
            RefusedCommands = DeployerPermissions.Refused(details.Request.PolicySet, details.Policies.Additions),
            PolicyArns = details.Policies.Attached,
            MissingPolicies = details.Policies.Missing,
            AccessKeyId = key.AccessKeyId,
            SecretAccessKey = details.Key is null ? DeployerKeys.Secure(key.SecretAccessKey) : null,
            ProfileName = details.ProfileName,
            ProfileLocation = details.Files.CredentialsPath,
            Change = details.User is null ? ChangeStatus.Created : changed ? ChangeStatus.Updated : ChangeStatus.Unchanged,
        };
    }
}
