using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Images.Oci;
using EcsTools.Models;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Logs;

/// <summary>Finds out where tasks write their logs, and how the tasks are doing.</summary>
internal sealed class TaskLogSources(AwsConnection connection)
{
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(20);

    private readonly FargateTasks _tasks = new(connection);

    public async Task<List<FollowedTask>> FindAsync(
        TaskLogRequest request, Action<EcsToolsException> missing, CancellationToken cancellationToken)
    {
        var references = request.Tasks.GroupBy(task => task.TaskId, StringComparer.Ordinal).Select(group => group.First()).ToList();
        var found = await KnownAsync(references, cancellationToken).ConfigureAwait(false);
        var followed = new List<FollowedTask>();
        foreach (var reference in references)
        {
            if (found.FirstOrDefault(task => task.TaskId == reference.TaskId) is not { } task)
            {
                missing(FargateTasks.Missing(reference.Task, reference.Cluster));
                continue;
            }

            var streams = await StreamsAsync(task, request.Container, cancellationToken).ConfigureAwait(false);
            if (streams.Count == 0)
            {
                missing(NoLog(task, request.Container));
                continue;
            }

            var one = new FollowedTask(reference, streams.ConvertAll(stream => Cursor(stream, request)));
            one.NoteState(task, connection.Clock.UtcNow);
            followed.Add(one);
        }

        return followed;
    }

    private LogCursor Cursor(TaskLogStream stream, TaskLogRequest request)
    {
        var filter = request.Filter ?? "";
        var page = new LogStreamCursor(connection, stream, request.Since);
        var search = new FilteredStreamCursor(connection, stream, request.Since, filter);
        return filter.Length == 0 ? new EitherLogCursor(page, search)
            : LogFilterTerms.TryParse(filter) is { } terms ? new EitherLogCursor(search, new TermsLogCursor(page, terms))
            : search;
    }

    public async Task RefreshAsync(List<FollowedTask> followed, CancellationToken cancellationToken)
    {
        var found = await _tasks.FindAsync(followed.Select(task => task.Reference), cancellationToken).ConfigureAwait(false);
        foreach (var task in followed)
        {
            task.NoteState(found.FirstOrDefault(candidate => candidate.TaskId == task.Reference.TaskId), connection.Clock.UtcNow);
        }
    }

    /// <summary>If a task is missing, looks again for a while: it may just have been started.</summary>
    private async Task<IReadOnlyList<FargateTask>> KnownAsync(List<TaskReference> references, CancellationToken cancellationToken)
    {
        IReadOnlyList<FargateTask> found = [];
        await connection.Clock.UntilAsync(
            async () =>
            {
                found = await _tasks.FindAsync(references, cancellationToken).ConfigureAwait(false);
                return found.Count >= references.Count ? "" : null;
            },
            KnownWithin,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(5),
            cancellationToken).ConfigureAwait(false);
        return found;
    }

    private async Task<List<TaskLogStream>> StreamsAsync(FargateTask task, string? container, CancellationToken cancellationToken)
    {
        var definition = await _tasks.Descriptions.Definitions.FindAsync(task.TaskDefinitionArn, cancellationToken).ConfigureAwait(false);
        return (definition?.Definition.ContainerDefinitions ?? [])
            .Where(candidate => container is null || candidate.Name == container)
            .Select(candidate => TaskDefinitionMapper.LogOf(candidate, task.TaskId))
            .OfType<TaskLogStream>()
            .ToList();
    }

    private static EcsToolsException NoLog(FargateTask task, string? container)
    {
        var names = task.Containers.Select(candidate => candidate.Name).ToList();
        return container is not null && !names.Contains(container, StringComparer.Ordinal)
            ? new EcsToolsException(
                ErrorCodes.ContainerNotFound,
                $"Task '{task.TaskId}' has no container '{container}'.",
                NearestNames.Suggest(container, names, $"It has {string.Join(", ", names)}."),
                "Container",
                container)
            : new EcsToolsException(
                ErrorCodes.TaskWithoutLog,
                $"Task '{task.TaskId}' of '{task.Family}' does not write to CloudWatch "
                    + $"Logs{(container is null ? "" : $" from container '{container}'")}.",
                $"Register it with a log group, and run that: Get-FargateTaskDefinition {AwsArn.NameOf(task.TaskDefinitionArn)} | Register-FargateTask "
                    + $"-LogGroup /ecs/{task.Family} | "
                    + (task.ServiceName is { } service ? $"Set-FargateService {service}" : "Start-FargateTask") + $" -Cluster {task.Cluster}",
                "TaskArn",
                task.TaskArn);
    }
}
