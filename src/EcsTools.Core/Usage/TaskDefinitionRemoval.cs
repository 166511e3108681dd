using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Usage;

/// <summary>Deregisters and deletes task definition revisions that nothing uses.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class TaskDefinitionRemoval(AwsConnection connection)
{
    // ECS limit: revisions in one DeleteTaskDefinitions.
    private const int Batch = 10;

    private readonly TaskDefinitionReader _reader = new(connection);

    /// <summary>Finds which revisions to remove, and which stay and why. Changes nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="missing">Called with each name without wildcards that matches nothing.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>A plan for each family.</returns>
    public async Task<IReadOnlyList<TaskDefinitionRemovalPlan>> PlanAsync(
        TaskDefinitionRemovalRequest request, Action<EcsToolsException> missing, CancellationToken cancellationToken)
    {
        if (request.KeepLast < 0)
        {
            throw new EcsToolsException(ErrorCodes.InvalidKeepLast,
                $"-KeepLast {request.KeepLast} is negative.", "Use -KeepLast 0 or more, or leave it out.", "KeepLast", request.KeepLast);
        }

        var named = await NamedAsync(request, missing, cancellationToken).ConfigureAwait(false);
        if (named.Count == 0)
        {
            return [];
        }

        var uses = new TaskDefinitionUsage(connection);
        await uses.ReadAsync(named.Keys.ToList(), cancellationToken).ConfigureAwait(false);
        var plans = new List<TaskDefinitionRemovalPlan>();
        foreach (var family in named)
        {
            plans.Add(Plan(request, family.Key, family.Value, uses));
        }

        return plans;
    }

    /// <summary>Carries out a plan, and returns each revision in its new state.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="failed">Called with each revision that ECS did not delete. ECS reports these in a successful answer.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls. Deleted revisions stay deleted.</param>
    public async IAsyncEnumerable<FargateTaskDefinition> ApplyAsync(
        TaskDefinitionRemovalPlan plan, Action<EcsToolsException> failed, IProgress<OperationProgress>? progress,
            [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var activity = $"Removing revisions of {plan.Family}";
        var (done, all) = (0, plan.Deregister.Count + plan.Delete.Count);
        foreach (var revision in plan.Deregister)
        {
            progress?.Report(new OperationProgress(activity, $"Deregistering {revision}", 100 * done++ / all));
            var answer = await connection.Ecs.DeregisterTaskDefinitionAsync(
                new DeregisterTaskDefinitionRequest { TaskDefinition = revision }, cancellationToken).ConfigureAwait(false);
            if (!plan.Delete.Contains(revision))
            {
                yield return Removed(answer.TaskDefinition);
            }
        }

        foreach (var batch in plan.Delete.InBatches(Batch))
        {
            progress?.Report(new OperationProgress(activity, $"Deleting {batch[0]} and {batch.Count - 1} more", 100 * done / all));
            done += batch.Count;
            var answer = await connection.Ecs.DeleteTaskDefinitionsAsync(
                new DeleteTaskDefinitionsRequest { TaskDefinitions = batch.ToList() }, cancellationToken).ConfigureAwait(false);
            foreach (var failure in answer.Failures ?? [])
            {
                failed(NotDeleted(failure));
            }

            foreach (var definition in answer.TaskDefinitions ?? [])
            {
                yield return Removed(definition);
            }
        }

        progress?.Report(new OperationProgress(activity, "Done", 100, Completed: true));
    }

    private static TaskDefinitionRemovalPlan Plan(TaskDefinitionRemovalRequest request, string family, Revisions revisions,
        TaskDefinitionUsage uses)
    {
        var newest = revisions.Active.Take(request.KeepLast ?? 0).ToList();
        var kept = revisions.Named.Where(newest.Contains).ToList();
        var spared = new List<KeptTaskDefinition>();
        foreach (var revision in revisions.Named.Except(kept))
        {
            // Whatever names only the family runs its newest active revision.
            var users = uses.Of(revision).Concat(revisions.Active.FirstOrDefault() == revision ? uses.Of(family) : [])
                .Distinct(StringComparer.Ordinal).ToList();
            if (users.Count > 0)
            {
                spared.Add(new KeptTaskDefinition(revision, users));
            }
        }

        var going = revisions.Named.Except(kept).Except(spared.Select(one => one.TaskDefinition)).OrderBy(TaskDefinitionName.RevisionOf)
            .ToList();
        return new TaskDefinitionRemovalPlan(
            family,
            going.Where(revisions.Active.Contains).ToList(),
            request.Delete ? going : [],
            spared,
            kept,
            uses.Unreadable.Select(what => $"The {what} cannot be read with these credentials: revisions that they use are not spared.")
                .ToList());
    }

    /// <summary>The named revisions, by family.</summary>
    private async Task<SortedDictionary<string, Revisions>> NamedAsync(
        TaskDefinitionRemovalRequest request, Action<EcsToolsException> missing, CancellationToken cancellationToken)
    {
        var named = new SortedDictionary<string, Revisions>(StringComparer.Ordinal);
        foreach (var name in request.TaskDefinitions)
        {
            var any = false;
            await foreach (var family in FamiliesAsync(TaskDefinitionName.FamilyOf(name), cancellationToken).ConfigureAwait(false))
            {
                if (!named.TryGetValue(family, out var revisions))
                {
                    named[family] = revisions = new Revisions(
                        await ListAsync(family, TaskDefinitionStatus.ACTIVE, cancellationToken).ConfigureAwait(false),
                        request.Delete ? await ListAsync(family, TaskDefinitionStatus.INACTIVE, cancellationToken).ConfigureAwait(false)
                            : []);
                }

                any |= revisions.Name(TaskDefinitionName.RevisionOf(name) is { } number ? $"{family}:{number}" : null);
            }

            if (!any && !NamePattern.HasWildcard(name))
            {
                missing(await _reader.MissingAsync(name, cancellationToken).ConfigureAwait(false));
            }
        }

        return named;
    }

    private async IAsyncEnumerable<string> FamiliesAsync(string pattern, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!NamePattern.HasWildcard(pattern))
        {
            yield return pattern;
            yield break;
        }

        var matcher = new NamePattern(pattern);
        await foreach (var family in _reader.FamiliesAsync(matcher.Prefix(), TaskDefinitionFamilyStatus.ALL, cancellationToken)
            .ConfigureAwait(false))
        {
            if (matcher.Matches(family))
            {
                yield return family;
            }
        }
    }

    private async Task<List<string>> ListAsync(string family, TaskDefinitionStatus status, CancellationToken cancellationToken)
    {
        var revisions = new List<string>();
        await foreach (var arn in _reader.RevisionsAsync(family, status, cancellationToken).ConfigureAwait(false))
        {
            revisions.Add(AwsArn.NameOf(arn));
        }

        return revisions;
    }

    private static FargateTaskDefinition Removed(TaskDefinition definition)
        => TaskDefinitionMapper.ToModel(definition, null) with { Change = ChangeStatus.Removed };

    private static EcsToolsException NotDeleted(Failure failure)
        => new(
            ErrorCodes.TaskDefinitionNotDeleted,
            $"Task definition '{AwsArn.NameOf(failure.Arn)}' was deregistered, but not deleted: "
                + $"{failure.Reason}{(string.IsNullOrEmpty(failure.Detail) ? "" : ", " + failure.Detail)}.",
            "Run the command again with -Delete after a while.",
            "TaskDefinition",
            failure.Arn);

    /// <param name="active">Active revisions, newest first.</param>
    /// <param name="inactive">Revisions deregistered earlier, if they may be deleted.</param>
    private sealed class Revisions(IReadOnlyList<string> active, IReadOnlyList<string> inactive)
    {
        private readonly List<string> _named = [];

        public IReadOnlyList<string> Active => active;

        public IReadOnlyList<string> Named => _named;

        /// <summary>Selects one revision, or all for null.</summary>
        /// <returns>Whether there is any such revision.</returns>
        public bool Name(string? revision)
        {
            var found = active.Concat(inactive).Where(candidate => revision is null || candidate == revision).ToList();
            _named.AddRange(found.Where(candidate => !_named.Contains(candidate)));
            return found.Count > 0;
        }
    }
}
