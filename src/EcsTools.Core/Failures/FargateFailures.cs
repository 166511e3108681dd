using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Failures.Rules;
using EcsTools.Models;
using EcsTools.Tasks;

namespace EcsTools.Failures;

/// <summary>Failures of tasks: explains them, and remembers them on this machine.</summary>
public sealed class FargateFailures
{
    // Lines of the log that an error shows.
    private const int ShownLines = 5;

    private readonly AwsConnection _connection;
    private readonly FailureInspection _inspection;
    private readonly FailureHistory _memory;

    /// <summary>Works over a connection, which stays the caller's.</summary>
    /// <param name="connection">Connection to the account and region.</param>
    public FargateFailures(AwsConnection connection)
        : this(connection, FailureHistory.ForThisUser(connection.Clock))
    {
    }

    internal FargateFailures(AwsConnection connection, FailureHistory memory)
    {
        _connection = connection;
        _inspection = new FailureInspection(connection);
        _memory = memory;
    }

    /// <summary>Explains and remembers the failure of a task.</summary>
    /// <param name="task">A task that stopped.</param>
    /// <param name="publicAddress">Whether it had a public address, where that is known.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The failure, or null if the task ended well, goes on, or was asked to end.</returns>
    public async Task<FargateFailure?> ExplainAsync(FargateTask task, bool? publicAddress, CancellationToken cancellationToken)
    {
        var failure = await _inspection.ExplainAsync(task, publicAddress, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            await _memory.AddAsync([failure], cancellationToken).ConfigureAwait(false);
        }

        return failure;
    }

    /// <summary>Finds failures, the newest first: of the tasks ECS still knows, and those remembered here.</summary>
    /// <param name="query">Which.</param>
    /// <param name="missing">Called with each task or cluster that was named and is not there.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async IAsyncEnumerable<FargateFailure> GetAsync(
        FailureQuery query, Action<EcsToolsException> missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var remembered = await RememberedAsync(query, cancellationToken).ConfigureAwait(false);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var task in (await TasksAsync(query, remembered, missing, cancellationToken).ConfigureAwait(false))
            .OrderByDescending(task => task.StoppedAt))
        {
            if (!(task.StoppedAt < query.Since) && seen.Add(task.TaskArn) && FailureClassifier.IsFailure(task))
            {
                // A task that has stopped changes no more: what was found out once stays true, but for a log that came late.
                var known = remembered.FirstOrDefault(failure
                    => failure.TaskArn == task.TaskArn && (failure.LogLines.Count > 0 || task.LogGroup is null || task.StartedAt is null));
                var failure = known is null ? await ExplainAsync(task, null, cancellationToken).ConfigureAwait(false)
                    : known with { Remembered = false };
                if (failure is not null)
                {
                    yield return failure;
                }
            }
        }

        foreach (var failure in remembered.Where(failure => !seen.Contains(failure.TaskArn) && IsWanted(failure, query)))
        {
            yield return failure;
        }
    }

    /// <summary>The failure as an error: its first line is the cause, and the failure is its target.</summary>
    /// <param name="failure">The failure.</param>
    public static EcsToolsException ToError(FargateFailure failure)
    {
        var lines = new List<string> { failure.Cause,
            $"Task {failure.TaskId} of '{failure.Family}' in cluster "
            + $"'{failure.Cluster}'{(failure.StopCode is null ? "" : $": {failure.StopCode}")}." };
        if (failure.Detail.Length > 0)
        {
            lines.Add(failure.Detail);
        }

        if (failure.LogLines.Count > 0)
        {
            lines.Add("The end of its log:");
            lines.AddRange(failure.LogLines.Skip(Math.Max(0, failure.LogLines.Count - ShownLines)).Select(line => "  " + line));
        }

        return new EcsToolsException(
            ErrorCodes.TaskFailed,
            string.Join(Environment.NewLine, lines),
            failure.Fix is null ? failure.Remedy : $"{failure.Remedy} For example: {failure.Fix}",
            "TaskArn",
            failure);
    }

    private async Task<IReadOnlyList<FargateFailure>> RememberedAsync(FailureQuery query, CancellationToken cancellationToken)
    {
        var all = _memory.Read();
        if (all.Count == 0)
        {
            return all;
        }

        var account = await _connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        return all.Where(failure => failure.AccountId == account && failure.Region == _connection.Region).ToList();
    }

    private async Task<List<FargateTask>> TasksAsync(
        FailureQuery query, IReadOnlyList<FargateFailure> remembered, Action<EcsToolsException> missing,
            CancellationToken cancellationToken)
    {
        void Missing(EcsToolsException problem)
        {
            // ECS has forgotten the task, and this machine has not.
            if (!problem.Is(ErrorCodes.TaskNotFound)
                || !remembered.Any(failure => failure.TaskArn == problem.Target as string || failure.TaskId == problem.Target as string))
            {
                missing(problem);
            }
        }

        var wanted = new TaskQuery
        {
            Tasks = query.Tasks, Clusters = query.Clusters, Families = query.Families, ServiceName = query.ServiceName, Running = false,
                Stopped = true,
        };
        var tasks = new List<FargateTask>();
        try
        {
            await foreach (var task in new FargateTasks(_connection).GetAsync(wanted, Missing, cancellationToken).ConfigureAwait(false))
            {
                tasks.Add(task);
            }
        }
        catch (EcsToolsException gone) when (gone.Is(ErrorCodes.ClusterNotFound) && query.Tasks is { Count: > 0 } named
            && named.All(task => remembered.Any(failure => failure.TaskId == AwsArn.NameOf(task))))
        {
            // The cluster is gone with its tasks; what is remembered of them is not.
        }

        return tasks;
    }

    /// <summary>Of the remembered, those asked for: a task by its name, others only where a time says that the past is meant.</summary>
    private static bool IsWanted(FargateFailure failure, FailureQuery query)
        => (query.Tasks is { Count: > 0 } tasks
                ? tasks.Any(task => AwsArn.NameOf(task) == failure.TaskId)
                : query.Since is { } since && failure.OccurredAt >= since)
            && NamePattern.ParseAll(query.Clusters?.Select(AwsArn.NameOf).ToList()).Any(pattern => pattern.Matches(failure.Cluster))
            && NamePattern.ParseAll(query.Families).Any(pattern => pattern.Matches(failure.Family))
            && (query.ServiceName is null || query.ServiceName == failure.ServiceName);
}
