using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Tasks;
using EcsTools.Timing;

namespace EcsTools.Logs;

/// <summary>
/// Reads one log stream onwards. A stream that is not there yet is one without lines: a container makes it with its first line.
/// </summary>
internal sealed class LogStreamCursor(AwsConnection connection, TaskLogStream stream, DateTimeOffset? since)
{
    // CloudWatch Logs answers 10,000 events or 1 MB a call.
    private const int PageSize = 10000;

    // After the SDK's own retries: who follows a log would rather wait than lose it.
    private static readonly TimeSpan ThrottledFor = TimeSpan.FromMinutes(2);

    private string? _token;

    public TaskLogStream Stream => stream;

    /// <summary>The next lines, or none where there are none for now.</summary>
    public async Task<IReadOnlyList<TaskLogEvent>> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await GetAsync(_token, fromHead: true, PageSize, cancellationToken).ConfigureAwait(false);
            if (page is null)
            {
                return [];
            }

            // The end of a stream gives the same token again. A page may be empty and not the last.
            var atEnd = page.NextForwardToken == _token || string.IsNullOrEmpty(page.NextForwardToken);
            _token = page.NextForwardToken ?? _token;
            var events = ToModels(page.Events);
            if (events.Count > 0 || atEnd)
            {
                return events;
            }
        }
    }

    /// <summary>The newest lines, and goes on after them.</summary>
    public async Task<IReadOnlyList<TaskLogEvent>> TailAsync(int count, CancellationToken cancellationToken)
    {
        var newest = new List<TaskLogEvent>();
        string? token = null;
        while (newest.Count < count)
        {
            var page = await GetAsync(token, fromHead: false, Math.Min(PageSize, count - newest.Count), cancellationToken)
                .ConfigureAwait(false);
            if (page is null)
            {
                break;
            }

            _token ??= page.NextForwardToken;
            newest.InsertRange(0, ToModels(page.Events));
            if (page.NextBackwardToken == token || string.IsNullOrEmpty(page.NextBackwardToken))
            {
                break;
            }

            token = page.NextBackwardToken;
        }

        return newest;
    }

    private async Task<GetLogEventsResponse?> GetAsync(string? token, bool fromHead, int limit, CancellationToken cancellationToken)
    {
        try
        {
            var request = new GetLogEventsRequest
            {
                LogGroupName = stream.Group,
                LogStreamName = stream.Name,
                StartFromHead = fromHead,
                NextToken = token,
                Limit = limit,
                StartTime = since?.UtcDateTime,
            };
            return await connection.Clock.RetryAsync(
                () => connection.Logs.GetLogEventsAsync(request, cancellationToken), IsThrottling, ThrottledFor, cancellationToken)
                    .ConfigureAwait(false);
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    private static bool IsThrottling(Exception problem)
        => problem is AmazonServiceException { ErrorCode: { } code } && code.IndexOf("Throttl", StringComparison.OrdinalIgnoreCase) >= 0;

    private List<TaskLogEvent> ToModels(List<OutputLogEvent>? events)
        => (events ?? []).Select(line => new TaskLogEvent
        {
            Timestamp = AwsTime.Of(line.Timestamp) ?? default,
            Message = (line.Message ?? "").TrimEnd('\r', '\n'),
            Container = stream.Container,
            TaskId = stream.TaskId,
            LogGroup = stream.Group,
            LogStream = stream.Name,
        }).ToList();
}
