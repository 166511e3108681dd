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

    // Where to read on when the token is no longer valid: the time of the last line, and how many lines of that time have been read.
    private DateTimeOffset? _last;
    private int _readOfLast;
    private int _skip;

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
        if (count == 0)
        {
            // Only the place after the newest line is wanted.
            _token = (await GetAsync(null, fromHead: false, 1, cancellationToken).ConfigureAwait(false))?.NextForwardToken;
            return newest;
        }

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
            newest.InsertRange(0, (page.Events ?? []).ConvertAll(line => ToModel(AwsTime.From(line.Timestamp), line.Message)));
            if (page.NextBackwardToken == token || string.IsNullOrEmpty(page.NextBackwardToken))
            {
                break;
            }

            token = page.NextBackwardToken;
        }

        newest.ForEach(NotePlace);
        return newest;
    }

    private async Task<GetLogEventsResponse?> GetAsync(string? token, bool fromHead, int limit, CancellationToken cancellationToken)
    {
        var resumes = token is null && fromHead && _last is not null;
        _skip = resumes ? _readOfLast : _skip;
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
                    StartTime = (resumes ? _last : since)?.UtcDateTime,
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
        var lines = new List<TaskLogEvent>(events?.Count ?? 0);
        foreach (var line in events ?? [])
        {
            var model = ToModel(AwsTime.From(line.Timestamp), line.Message);
            if (_skip > 0 && model.Timestamp == _last)
            {
                _skip--;
                continue;
            }

            _skip = 0;
            lines.Add(model);
            NotePlace(model);
        }

        return lines;
    }

    private void NotePlace(TaskLogEvent line)
    {
        _readOfLast = line.Timestamp == _last ? _readOfLast + 1 : 1;
        _last = line.Timestamp;
    }
}
