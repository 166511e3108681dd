using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.CloudWatchLogs.Model;
using Amazon.ECS;
using EcsTools.Apps.Definition;
using EcsTools.Aws;
using EcsTools.TaskDefinitions;
using TaskDefinition = Amazon.ECS.Model.TaskDefinition;

namespace EcsTools.Apps.Inventory;

/// <summary>
/// Finds the log groups that were created for an app: among those with the name that a task definition gives by itself, and among those that its task
/// definitions name.
/// </summary>
internal sealed class AppLogGroups(AwsConnection connection, TaskDefinitionReader definitions)
{
    // Task definitions that are read at the same time, within the 20 per second that ECS accepts.
    private const int Ahead = 8;

    /// <summary>The log groups with the tag of the app.</summary>
    /// <param name="app">Name of the app.</param>
    /// <param name="families">Its families.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<(string Name, string Arn)>> FindAsync(
        string app, IReadOnlyList<string> families, CancellationToken cancellationToken)
    {
        var prefix = DefaultName(app);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var family in families)
        {
            // An earlier revision may have written to another group.
            foreach (var status in new[] { TaskDefinitionStatus.ACTIVE, TaskDefinitionStatus.INACTIVE })
            {
                await AddAsync(named, definitions.RevisionsAsync(family, status, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
        }

        var all = new List<(string, string)>();
        foreach (var start in named.Where(name => !name.StartsWith(prefix, StringComparison.Ordinal)).Prepend(prefix))
        {
            await foreach (var group in connection.LogGroupsAsync(start, cancellationToken).ConfigureAwait(false))
            {
                if ((start == prefix || group.LogGroupName == start) && await IsOfAsync(app, ArnOf(group), cancellationToken).ConfigureAwait(false))
                {
                    all.Add((group.LogGroupName, ArnOf(group)));
                }
            }
        }

        return all;
    }

    /// <summary>Other families that write to these groups. A group with the name of a family is not looked up.</summary>
    /// <param name="groups">Names of the groups.</param>
    /// <param name="own">The families whose groups they are.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyDictionary<string, string>> UsersAsync(
        IEnumerable<string> groups, IReadOnlyCollection<string> own, CancellationToken cancellationToken)
    {
        var shareable = groups.Where(group => !own.Any(family => group == DefaultName(family))).ToList();
        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        if (shareable.Count == 0)
        {
            return users;
        }

        await foreach (var family in definitions.FamiliesAsync(null, TaskDefinitionFamilyStatus.ACTIVE, cancellationToken).ConfigureAwait(false))
        {
            if (!own.Contains(family) && await definitions.FindAsync(family, cancellationToken).ConfigureAwait(false) is var (definition, _))
            {
                foreach (var group in Named(definition).Where(group => shareable.Contains(group) && !users.ContainsKey(group)))
                {
                    users[group] = family;
                }
            }
        }

        return users;
    }

    private static string DefaultName(string family) => "/ecs/" + family;

    private static string ArnOf(LogGroup group)
        => group.Arn.EndsWith(":*", StringComparison.Ordinal) ? group.Arn.Substring(0, group.Arn.Length - 2) : group.Arn;

    private async Task AddAsync(HashSet<string> names, IAsyncEnumerable<string> revisions, CancellationToken cancellationToken)
    {
        var found = revisions.SelectOrderedAsync(Ahead, arn => definitions.FindAsync(arn, cancellationToken), cancellationToken);
        await foreach (var revision in found.ConfigureAwait(false))
        {
            names.UnionWith(revision is var (definition, _) ? Named(definition) : []);
        }
    }

    private IEnumerable<string> Named(TaskDefinition definition) => (definition.ContainerDefinitions ?? [])
        .Select(container => container.LogConfiguration).Where(log => log?.LogDriver?.Value == "awslogs" && log.Options is not null)
        .Where(log => !log.Options.TryGetValue("awslogs-region", out var region) || region == connection.Region)
        .Select(log => log.Options.TryGetValue("awslogs-group", out var group) ? group : null).OfType<string>();

    private async Task<bool> IsOfAsync(string app, string arn, CancellationToken cancellationToken)
    {
        var tags = await connection.Logs.ListTagsForResourceAsync(
            new ListTagsForResourceRequest { ResourceArn = arn }, cancellationToken).ConfigureAwait(false);
        return tags.Tags is { } own && own.TryGetValue(AppTags.App, out var name) && name == app;
    }
}
