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

/// <summary>Explains failures of tasks, and records them on this machine.</summary>
public sealed class FargateFailures
{
    // Number of log lines in an error.
    private const int ShownLines = 5;

    private readonly AwsConnection _connection;
    private readonly FailureInspection _inspection;
    private readonly TargetProbe _targets;
    private readonly FailureHistory _memory;

    /// <summary>Works over a connection that the caller keeps and disposes.</summary>
    /// <param name="connection">Connection to the account and region.</param>
    public FargateFailures(AwsConnection connection)
        : this(connection, FailureHistory.ForThisUser(connection.Clock))
    {
    }

    internal FargateFailures(AwsConnection connection, FailureHistory memory)
    {
        _connection = connection;
        _inspection = new FailureInspection(connection);
        _targets = new TargetProbe(connection);
        _memory = memory;
    }

    /// <summary>Why the load balancer considers tasks of a service unhealthy; null if it does not, or if the service has no load balancer.</summary>
    internal Task<string?> TargetReasonAsync(Amazon.ECS.Model.Service? service, CancellationToken cancellationToken)
        => _targets.AskAsync(service, null, cancellationToken);

    /// <summary>Explains and records the failure of a task.</summary>
    /// <param name="task">A stopped task.</param>
    /// <param name="publicAddress">Whether it had a public address, if that is known.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The failure; null if the task ended successfully, is still running, or was asked to stop.</returns>
    public async Task<FargateFailure?> ExplainAsync(FargateTask task, bool? publicAddress, CancellationToken cancellationToken)
    {
        var failure = await _inspection.ExplainAsync(task, publicAddress, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            await _memory.AddAsync([failure], cancellationToken).ConfigureAwait(false);
        }

        return failure;
    }

    /// <summary>Finds failures, newest first: those of tasks that ECS still knows, and those recorded here.</summary>
    /// <param name="query">Which failures to find.</param>
    /// <param name="missing">Called with each named task or cluster that does not exist.</param>
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
                // A stopped task does not change any more, so earlier findings stay true, except that more log lines may have arrived.
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

    /// <summary>The failure as an error. The first line of the error is the cause, and its target is the failure.</summary>
    /// <param name="failure">The failure.</param>
    public static EcsToolsException ToError(FargateFailure failure)
    {
        var task = $"Task {failure.TaskId} of '{failure.Family}' in cluster '{failure.Cluster}'{(failure.StopCode is null ? "" : $": {failure.StopCode}")}.";
        return new EcsToolsException(
            ErrorCodes.TaskFailed,
            MessageParts.Join(failure.Cause, Evidence(failure).Prepend(task)),
            failure.Fix is null ? failure.Remedy : $"{failure.Remedy} For example: {failure.Fix}",
            "TaskArn",
            failure);
    }

    /// <summary>What is known about a failure besides its cause: the parts of a message.</summary>
    internal static IEnumerable<string> Evidence(FargateFailure failure)
    {
        if (failure.Detail.Length > 0)
        {
            yield return failure.Detail;
        }

        if (failure.LogLines.Count > 0)
        {
            yield return MessageParts.Quote("The end of its log:", failure.LogLines.Skip(Math.Max(0, failure.LogLines.Count - ShownLines)));
        }
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
            // ECS no longer knows the task, but this machine has a record of it.
            if (!problem.Is(ErrorCodes.TaskNotFound)
                || !remembered.Any(failure => failure.TaskArn == problem.Target as string || failure.TaskId == problem.Target as string))
            {
                missing(problem);
            }
        }

        var wanted = new TaskQuery
        {
            Tasks = query.Tasks,
            Clusters = query.Clusters,
            Families = query.Families,
            ServiceName = query.ServiceName,
            Running = false,
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
            // The cluster and its tasks no longer exist, but the records still do.
        }

        return tasks;
    }

    /// <summary>The requested records: tasks that were named; others only if a start time asks for the past.</summary>
    private static bool IsWanted(FargateFailure failure, FailureQuery query)
        => (query.Tasks is { Count: > 0 } tasks
                ? tasks.Any(task => AwsArn.NameOf(task) == failure.TaskId)
                : query.Since is { } since && failure.OccurredAt >= since)
            && NamePattern.ParseAll(query.Clusters?.Select(AwsArn.NameOf).ToList()).Any(pattern => pattern.Matches(failure.Cluster))
            && NamePattern.ParseAll(query.Families).Any(pattern => pattern.Matches(failure.Family))
            && (query.ServiceName is null || query.ServiceName == failure.ServiceName);
}
