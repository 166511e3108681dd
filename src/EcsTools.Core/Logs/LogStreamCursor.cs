using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Amazon.CloudWatchLogs.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Logs;

/// <summary>Reads one log stream forwards, line by line.</summary>
internal sealed class LogStreamCursor(AwsConnection connection, TaskLogStream stream, DateTimeOffset? since) : LogCursor(stream)
{
    private string? _token;
    private DateTimeOffset? _last;

    public override async Task<IReadOnlyList<TaskLogEvent>> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await GetAsync(_token, fromHead: true, PageSize, cancellationToken).ConfigureAwait(false);
            if (page is null)
            {
                return [];
            }

            // At its end, a stream returns the same token again. A page can be empty without being the last.
            var atEnd = page.NextForwardToken == _token || string.IsNullOrEmpty(page.NextForwardToken);
            _token = page.NextForwardToken ?? _token;
            var events = ToModels(page.Events);
            if (events.Count > 0 || atEnd)
            {
                return events;
            }
        }
    }

    public override async Task<IReadOnlyList<TaskLogEvent>> TailAsync(int count, CancellationToken cancellationToken)
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
            return await connection.Logs.GetLogEventsAsync(
                new GetLogEventsRequest
                {
                    LogGroupName = Stream.Group,
                    LogStreamName = Stream.Name,
                    StartFromHead = fromHead,
                    NextToken = token,
                    Limit = limit,
                    StartTime = (token is null && fromHead && _last is { } last ? last.AddMilliseconds(1) : since)?.UtcDateTime,
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ResourceNotFoundException)
        {
            // The stream may still appear (again): the container may not have written yet, or the stream was deleted during the read.
            _token = null;
            return null;
        }
        catch (InvalidParameterException) when (token is not null && fromHead)
        {
            // A token is valid for a day and for its own stream. Without a token, read what follows the last line.
            _token = null;
            return await GetAsync(null, fromHead, limit, cancellationToken).ConfigureAwait(false);
        }
    }

    private List<TaskLogEvent> ToModels(List<OutputLogEvent>? events)
    {
        var lines = (events ?? []).ConvertAll(line => ToModel(AwsTime.From(line.Timestamp), line.Message));
        _last = lines.Count > 0 && !(lines[lines.Count - 1].Timestamp < _last) ? lines[lines.Count - 1].Timestamp : _last;
        return lines;
    }
}
