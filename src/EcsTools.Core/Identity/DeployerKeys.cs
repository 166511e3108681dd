using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Profiles;

namespace EcsTools.Identity;

/// <summary>The access keys of a deployer: creates, tests, describes and deletes them.</summary>
internal sealed class DeployerKeys
{
    /// <summary>A user can have at most two keys.</summary>
    public const int Maximum = 2;

    /// <summary>A new key usually works everywhere after about ten seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly AwsConnection _connection;
    private readonly PendingKeys _pending;

    public DeployerKeys(AwsConnection connection)
    {
        _connection = connection;
        _pending = PendingKeys.ForThisUser();
    }

    /// <summary>
    /// The key that a stopped run left and nobody holds, or null. It is in no profile, and either this machine remembers that it was being put in place, or it
    /// is the newest and was never used. A key that a run created and finished with was used, because the run waited until it worked.
    /// </summary>
    public IamDeployerKey? FindAbandoned(IReadOnlyList<IamDeployerKey> keys)
        => keys.Where(key => key.Profiles.Count == 0)
            .FirstOrDefault(key => _pending.Find(key.AccessKeyId) is not null
                || (key.LastUsedAt is null && keys.All(other => other.CreatedAt <= key.CreatedAt)));

    /// <summary>The key that a stopped run put into a profile without doing the rest, with what is left to do; null if there is none.</summary>
    public PendingKey? FindUnfinished(IReadOnlyList<IamDeployerKey> keys)
        => keys.Where(key => key.Profiles.Count > 0).Select(key => _pending.Find(key.AccessKeyId)).FirstOrDefault(key => key is not null);

    /// <summary>The key is in place everywhere, and the ones that it replaces are gone.</summary>
    public void Finish(string accessKeyId) => _pending.Remove(accessKeyId);

    /// <summary>Why a key is deleted that nobody asked to delete.</summary>
    public static string TellAbandoned(IamDeployerKey key)
        => $"{Tell([key])} is in no profile of this machine: a run that was stopped left it, and nobody has its secret. It is deleted.";

    /// <summary>
    /// Creates a key, waits until it works and passes it on to be stored. If any of this fails, the key is deleted again, because its
    /// secret would be lost.
    /// </summary>
    /// <param name="user">User name.</param>
    /// <param name="userIsNew">Whether the user was just created.</param>
    /// <param name="profiles">The profiles that are to hold the key.</param>
    /// <param name="replaces">The keys that are deleted afterwards.</param>
    /// <param name="keep">Stores the key.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<AccessKeyPair> CreateAsync(
        string user,
        bool userIsNew,
        IReadOnlyList<string> profiles,
        IReadOnlyList<string> replaces,
        Func<AccessKeyPair, Task> keep,
        CancellationToken cancellationToken)
    {
        AccessKey? made = null;
        await IamCalls.RetryUntilConsistentAsync(
            _connection.Clock,
            userIsNew,
            async () =>
            {
                var request = new CreateAccessKeyRequest { UserName = user };
                made = (await _connection.Iam.CreateAccessKeyAsync(request, cancellationToken).ConfigureAwait(false)).AccessKey;
            },
            cancellationToken).ConfigureAwait(false);
        var key = new AccessKeyPair(made!.AccessKeyId, made.SecretAccessKey);
        await _pending.AddAsync(new PendingKey(key.AccessKeyId, SystemClock.Instance.UtcNow, profiles, replaces)).ConfigureAwait(false);
        try
        {
            await WaitUntilItWorksAsync(key, cancellationToken).ConfigureAwait(false);
            await keep(key).ConfigureAwait(false);
            return key;
        }
        catch (Exception problem)
        {
            await DiscardAsync(user, key, problem).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Whether AWS accepts the key now: false if it does not know the id, or if the secret belongs to another key.</summary>
    public async Task<bool> WorksAsync(AccessKeyPair key, CancellationToken cancellationToken)
    {
        // The SDK rejects an empty secret; AWS rejects every wrong one.
        var secret = key.SecretAccessKey.Length > 0 ? key.SecretAccessKey : "-";
        using var connection = _connection.With(new BasicAWSCredentials(key.AccessKeyId, secret));
        try
        {
            return await AnswersAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonServiceException wrong) when (wrong.ErrorCode == "SignatureDoesNotMatch")
        {
            return false;
        }
    }

    public static EcsPlanStep CreateStep() => EcsPlanStep.Of(EcsPlanAction.Create, "AccessKey", null, "create an access key");

    public static EcsPlanStep DeleteStep(string key) => EcsPlanStep.Of(EcsPlanAction.Delete, "AccessKey", key, "delete access key " + key);

    public static EcsPlanStep ProfileStep(IReadOnlyList<string> profiles, SharedProfileFile files) => EcsPlanStep.Of(
        EcsPlanAction.Update, "Profile", string.Join(", ", profiles), $"write profile {string.Join(", ", profiles)} to {files.CredentialsPath}");

    /// <summary>Deactivates, then deletes a key. Whatever still signs with it fails between the two steps, not later in the day.</summary>
    public static async Task RetireAsync(
        AwsConnection connection, string user, string accessKeyId, bool withNewKey, CancellationToken cancellationToken)
    {
        await IamCalls.RemoveAsync(() => IamCalls.RetryUntilConsistentAsync(
            connection.Clock,
            withNewKey,
            () => connection.Iam.UpdateAccessKeyAsync(
                new UpdateAccessKeyRequest { UserName = user, AccessKeyId = accessKeyId, Status = StatusType.Inactive }, cancellationToken),
            cancellationToken)).ConfigureAwait(false);
        await DeleteAsync(connection, user, accessKeyId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a key.</summary>
    public static Task<bool> DeleteAsync(AwsConnection connection, string user, string accessKeyId, CancellationToken cancellationToken)
        => IamCalls.RemoveAsync(() => connection.Iam.DeleteAccessKeyAsync(
            new DeleteAccessKeyRequest { UserName = user, AccessKeyId = accessKeyId }, cancellationToken));

    /// <summary>The user's keys as models.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="profiles">The profiles on this machine.</param>
    /// <param name="withLastUse">Whether to ask AWS when each key was last used, which takes one call per key.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<IamDeployerKey>> DescribeAsync(
        IEnumerable<AccessKeyMetadata> keys, IReadOnlyList<SharedProfile> profiles, bool withLastUse, CancellationToken cancellationToken)
    {
        var now = _connection.Clock.UtcNow;
        var described = await Task.WhenAll(keys.OrderBy(key => key.CreateDate).Select(async key =>
        {
            var request = new GetAccessKeyLastUsedRequest { AccessKeyId = key.AccessKeyId };
            var use = withLastUse
                ? (await _connection.UnlessDeniedAsync(
                    () => _connection.Iam.GetAccessKeyLastUsedAsync(request, cancellationToken), null!, "The last use of access keys is left out")
                        .ConfigureAwait(false))?.AccessKeyLastUsed
                : null;
            return new IamDeployerKey
            {
                AccessKeyId = key.AccessKeyId,
                Status = key.Status?.Value ?? "",
                CreatedAt = IamCalls.Time(key.CreateDate),
                Age = Max(now - IamCalls.Time(key.CreateDate), TimeSpan.Zero),

                // For a key that was never used there is no date, and the service is N/A.
                LastUsedAt = use?.LastUsedDate is { Year: > 1970 } last ? IamCalls.Time(last) : null,
                LastUsedService = use?.LastUsedDate is { Year: > 1970 } ? use.ServiceName : null,
                Profiles = profiles.Where(profile => profile.Key?.AccessKeyId == key.AccessKeyId).Select(profile => profile.Name).ToList(),
            };
        })).ConfigureAwait(false);
        return described;
    }

    /// <summary>Keys as text for a sentence, such as <c>AKIA… (Active, created 2026-01-02, last used 2026-03-04)</c>.</summary>
    public static string Tell(IEnumerable<IamDeployerKey> keys) => string.Join(" and ", keys.Select(key =>
    {
        var use = key.LastUsedAt is { } used ? "last used " + Day(used) : "never used";
        var place = key.Profiles.Count > 0 ? ", in profile " + string.Join(", ", key.Profiles) : "";
        return $"{key.AccessKeyId} ({key.Status}, created {Day(key.CreatedAt)}, {use}{place})";
    }));

    /// <summary>A secret in the only form in which it may leave Core.</summary>
    public static SecureString Secure(string secret)
    {
        var secure = new SecureString();
        foreach (var letter in secret)
        {
            secure.AppendChar(letter);
        }

        secure.MakeReadOnly();
        return secure;
    }

    private async Task WaitUntilItWorksAsync(AccessKeyPair key, CancellationToken cancellationToken)
    {
        using var connection = _connection.With(new BasicAWSCredentials(key.AccessKeyId, key.SecretAccessKey));
        var deadline = _connection.Clock.UtcNow + Patience;
        var wait = FirstWait;
        while (!await AnswersAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            if (_connection.Clock.UtcNow >= deadline)
            {
                throw new EcsToolsException(
                    ErrorCodes.AccessKeyNotReady,
                    $"AWS does not accept the new access key {key.AccessKeyId} after {Patience.TotalSeconds} seconds. The key was deleted again.",
                    "Run the command again in a few minutes.", target: key.AccessKeyId);
            }

            await _connection.Clock.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
            wait = Min(TimeSpan.FromTicks(wait.Ticks * 3 / 2), LongestWait);
        }
    }

    /// <summary>Deletes a key whose secret was not stored, even if the operation was cancelled.</summary>
    private async Task DiscardAsync(string user, AccessKeyPair key, Exception problem)
    {
        try
        {
            await DeleteAsync(_connection, user, key.AccessKeyId, CancellationToken.None).ConfigureAwait(false);
            _pending.Remove(key.AccessKeyId);
        }
        catch (Exception left) when (left is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new EcsToolsException(
                ErrorCodes.AccessKeyLeft,
                $"{problem.Message} The access key {key.AccessKeyId} of '{user}' was created before that and could not be deleted: {left.Message}",
                "Run the command again: it deletes the key, whose secret is lost.",
                "Name", key.AccessKeyId, problem);
        }
    }

    private static async Task<bool> AnswersAsync(AwsConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.Sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (AmazonServiceException unknown) when (unknown.ErrorCode is "InvalidClientTokenId" or "UnrecognizedClientException")
        {
            return false;
        }
    }

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
