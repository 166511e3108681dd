using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.CloudWatchLogs.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Logs;

/// <summary>
/// Reads the lines of one log stream that match a filter pattern. CloudWatch Logs does the filtering and sends nothing else.
/// </summary>
internal sealed class FilteredStreamCursor(AwsConnection connection, TaskLogStream stream, DateTimeOffset? since, string pattern)
    : LogCursor(stream)
{
    // A search cannot be resumed. It is repeated from shortly before the last line, because lines can arrive late.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private DateTimeOffset? _from = since;
    private DateTimeOffset _newest = DateTimeOffset.MinValue;
    private string? _page;

    public override async Task<IReadOnlyList<TaskLogEvent>> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await FilterAsync(cancellationToken).ConfigureAwait(false);
            if (answer is null)
            {
                _page = null;
                return [];
            }

            var lines = (answer.Events ?? []).Where(IsNew).Select(line => ToModel(Time(line), line.Message)).ToList();
            _page = string.IsNullOrEmpty(answer.NextToken) ? null : answer.NextToken;
            Forget();

            // A page can be empty without being the last.
            if (lines.Count > 0 || _page is null)
            {
                return lines;
            }
        }
    }

    /// <summary>A search cannot start at the end, so finding the newest lines reads all of them.</summary>
    public override async Task<IReadOnlyList<TaskLogEvent>> TailAsync(int count, CancellationToken cancellationToken)
    {
        var newest = new Queue<TaskLogEvent>();
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } lines)
        {
            foreach (var line in lines)
            {
                newest.Enqueue(line);
                if (newest.Count > count)
                {
                    newest.Dequeue();
                }
            }
        }

        return newest.ToList();
    }

    private async Task<FilterLogEventsResponse?> FilterAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await connection.Logs.FilterLogEventsAsync(
                new FilterLogEventsRequest
                {
                    LogGroupName = Stream.Group,
                    LogStreamNames = [Stream.Name],
                    FilterPattern = pattern,
                    StartTime = _from?.ToUnixTimeMilliseconds(),
                    NextToken = _page,
                    Limit = PageSize,
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
        catch (InvalidParameterException refused) when (_page is null)
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidLogFilter,
                $"CloudWatch Logs does not accept the filter '{pattern}': {refused.Message}",
                "Use words that a line must have ('error timeout'), '?error ?fail' for any of them, '\"exactly this\"', '-debug' for lines without, or "
                    + "'{ $.level = \"error\" }' for JSON.",
                "Filter",
                pattern,
                refused);
        }
    }

    private bool IsNew(FilteredLogEvent line)
    {
        var time = Time(line) ?? default;
        _newest = time > _newest ? time : _newest;
        var id = string.IsNullOrEmpty(line.EventId) ? $"{line.Timestamp}/{line.Message}" : line.EventId;
        if (_seen.ContainsKey(id))
        {
            return false;
        }

        _seen[id] = time;
        return true;
    }

    private void Forget()
    {
        if (_newest == DateTimeOffset.MinValue)
        {
            return;
        }

        var from = _newest - Overlap;
        foreach (var old in _seen.Where(line => line.Value < from).Select(line => line.Key).ToList())
        {
            _seen.Remove(old);
        }

        if (_page is null && !(from < _from))
        {
            _from = from;
        }
    }

    private static DateTimeOffset? Time(FilteredLogEvent line)
        => line.Timestamp is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;
}
