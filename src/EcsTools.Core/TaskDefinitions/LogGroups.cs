using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Amazon.CloudWatchLogs.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.TaskDefinitions;

/// <summary>Log groups of one account and region.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class LogGroups(AwsConnection connection)
{
    /// <summary>The numbers of days that CloudWatch Logs accepts: PutRetentionPolicy in its API reference.</summary>
    public static readonly IReadOnlyList<int> RetentionDays =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    /// <summary>Checks a name and a retention period.</summary>
    /// <param name="name">Name of the group.</param>
    /// <param name="retentionDays">Days, or 0 to keep lines forever.</param>
    /// <exception cref="EcsToolsException">CloudWatch Logs does not accept one of them.</exception>
    public static void Check(string name, int retentionDays)
    {
        if (!Regex.IsMatch(name, @"^[\.\-_/#A-Za-z0-9]{1,512}$"))
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidLogGroup, $"'{name}' is not a name for a log group.", "Use letters, digits and . - _ "
                    + "/ #, such as /ecs/web.", "LogGroup", name);
        }

        if (retentionDays != 0 && !RetentionDays.Contains(retentionDays))
        {
            var nearest = RetentionDays.OrderBy(days => Math.Abs(days - retentionDays)).First();
            throw new EcsToolsException(
                ErrorCodes.InvalidLogRetention,
                $"CloudWatch Logs cannot keep lines for {retentionDays} days.",
                $"Use -LogRetention {nearest}. The values are {string.Join(", ", RetentionDays)}, and 0 to keep lines for ever.",
                "LogRetention",
                retentionDays);
        }
    }

    /// <summary>Whether a log group with this name exists.</summary>
    /// <param name="name">Name of the group.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<bool> ExistsAsync(string name, CancellationToken cancellationToken)
        => await ReadAsync(name, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>The log group with this name; null if there is none.</summary>
    internal async Task<LogGroup?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await foreach (var group in connection.LogGroupsAsync(name, cancellationToken).ConfigureAwait(false))
        {
            if (group.LogGroupName == name)
            {
                return group;
            }
        }

        return null;
    }

    /// <summary>Names of the log groups that begin with a text.</summary>
    /// <param name="prefix">The text; empty for all groups.</param>
    /// <param name="maximum">Maximum number of names.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<string>> NamesAsync(string prefix, int maximum, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var group in connection.LogGroupsAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            names.Add(group.LogGroupName);
            if (names.Count == maximum)
            {
                break;
            }
        }

        return names;
    }

    /// <summary>Sets how long a group keeps its lines.</summary>
    /// <param name="name">Name of the group.</param>
    /// <param name="retentionDays">Days, or 0 to keep them forever.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task SetRetentionAsync(string name, int retentionDays, CancellationToken cancellationToken) => retentionDays == 0
        ? connection.Logs.DeleteRetentionPolicyAsync(new DeleteRetentionPolicyRequest { LogGroupName = name }, cancellationToken)
        : connection.Logs.PutRetentionPolicyAsync(
            new PutRetentionPolicyRequest { LogGroupName = name, RetentionInDays = retentionDays }, cancellationToken);

    /// <summary>Creates the log group if it does not exist. An existing group keeps its retention period.</summary>
    /// <param name="name">Name of the group.</param>
    /// <param name="retentionDays">Days after which lines are deleted, or 0 to keep them forever.</param>
    /// <param name="tags">Tags of a new group; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<string> EnsureAsync(
        string name, int retentionDays, IReadOnlyDictionary<string, string>? tags, CancellationToken cancellationToken)
    {
        Check(name, retentionDays);
        var exists = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        if (exists == true || !await CreateAsync(name, tags, mayExist: exists is null, cancellationToken).ConfigureAwait(false))
        {
            return ChangeStatus.Unchanged;
        }

        if (retentionDays > 0)
        {
            await connection.UnlessDeniedAsync(
                () => SetRetentionAsync(name, retentionDays, cancellationToken),
                $"Log group '{name}' keeps its lines for ever instead of {retentionDays} days").ConfigureAwait(false);
        }

        return ChangeStatus.Created;
    }

    /// <summary>Whether the group exists; null if the caller may not look.</summary>
    public Task<bool?> FindAsync(string name, CancellationToken cancellationToken)
        => connection.UnlessDeniedAsync<bool?>(
            async () => await ExistsAsync(name, cancellationToken).ConfigureAwait(false), null, leftOut: null);

    /// <summary>Creates the group. Returns false if it exists, or if it may exist and the caller may not create one.</summary>
    private async Task<bool> CreateAsync(
        string name, IReadOnlyDictionary<string, string>? tags, bool mayExist, CancellationToken cancellationToken)
    {
        var own = ResourceTags.With(tags ?? new Dictionary<string, string>(), (ManagedTag.Key, ManagedTag.LogGroup));
        Task<CreateLogGroupResponse> SendAsync(Dictionary<string, string>? tags) => connection.Logs.CreateLogGroupAsync(
            new CreateLogGroupRequest { LogGroupName = name, Tags = tags }, cancellationToken);
        Task<CreateLogGroupResponse> TryAsync() => connection.OrIfDeniedAsync(
            () => SendAsync(own.ToDictionary(tag => tag.Key, tag => tag.Value)),
            () => SendAsync(null),
            $"Log group '{name}' has no tag {ManagedTag.Key}");
        try
        {
            return mayExist
                ? await connection.UnlessDeniedAsync(TryAsync, null!, $"Log group '{name}' was not looked up and not created").ConfigureAwait(false) is not null
                : await TryAsync().ConfigureAwait(false) is not null;
        }
        catch (ResourceAlreadyExistsException)
        {
            return false;
        }
    }
}
