using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Logs;

/// <content>Events.</content>
internal sealed partial class LogsService
{
    /// <summary>Maximum bytes of a batch or response. Each event counts 26 bytes more than its text (PutLogEvents, GetLogEvents).</summary>
    private const int BytesLimit = 1_048_576;

    private const int EventOverhead = 26;
    private const long Hour = 3_600_000;

    /// <summary>Days for which an event can be late (PutLogEvents).</summary>
    private const long OldestDays = 14;

    private JsonObject PutLogEvents(JsonObject input)
    {
        var group = Group(input);
        var stream = group.Streams.TryGetValue(input.Text("logStreamName")!, out var found) ? found : throw NoStream();
        var events = input.Objects("logEvents");
        var times = events.Select(item => item.Integer("timestamp")!.Value).ToList();
        CheckBatch(events, times);

        var now = Now;
        var expired = group.RetentionInDays is { } days ? now - days * 24 * Hour : 0;
        var output = new JsonObject { ["nextSequenceToken"] = (_sequence + 1).ToString("D56", CultureInfo.InvariantCulture) };
        var rejected = new JsonObject();
        for (var i = 0; i < events.Count; i++)
        {
            if (times[i] > now + 2 * Hour)
            {
                rejected["tooNewLogEventStartIndex"] ??= i;
            }
            else if (times[i] < now - OldestDays * 24 * Hour)
            {
                rejected["tooOldLogEventEndIndex"] = i + 1;
            }
            else if (times[i] < expired)
            {
                rejected["expiredLogEventEndIndex"] = i + 1;
            }
            else
            {
                stream.Add(new LogEvent(times[i], events[i].Text("message")!, now, ++_sequence), isNew: true);
            }
        }

        if (rejected.Count > 0)
        {
            output["rejectedLogEventsInfo"] = rejected;
        }

        Cloud.NoteChange(this);
        return output;
    }

    private static void CheckBatch(IReadOnlyList<JsonObject> events, List<long> times)
    {
        var bytes = events.Sum(item => Encoding.UTF8.GetByteCount(item.Text("message")!) + EventOverhead);
        if (bytes > BytesLimit)
        {
            throw Invalid($"Upload too large: {bytes} bytes exceeds limit of {BytesLimit}");
        }

        for (var i = 1; i < times.Count; i++)
        {
            if (times[i] < times[i - 1])
            {
                throw Invalid("Log events in a single PutLogEvents request must be in chronological order.");
            }
        }

        if (times[times.Count - 1] - times[0] > 24 * Hour)
        {
            throw Invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
    }

    private JsonObject GetLogEvents(JsonObject input)
    {
        var group = Group(input);
        var stream = group.Streams.TryGetValue(input.Text("logStreamName")!, out var found) ? found : throw NoStream();
        var window = Window(group, input);
        var limit = (int)(input.Integer("limit") ?? 10000);
        var (forward, from) = Start(input);
        List<LogEvent> page;
        if (forward)
        {
            page = Fit(stream.Events.Skip(stream.FirstAfter(from)).Where(window), limit);
        }
        else
        {
            page = Fit(stream.Events.Take(stream.FirstAfter(from.Previous)).Reverse().Where(window), limit);
            page.Reverse();
        }

        // If nothing is found, the same token is returned. That tells a reader that it is at the end.
        var first = page.Count > 0 ? page[0].Position : forward ? from.Next : from;
        var last = page.Count > 0 ? page[page.Count - 1].Position : forward ? from : from.Previous;
        if (page.Count == 0 && input.Text("nextToken") is null)
        {
            (first, last) = (default, default);
        }

        return new JsonObject
        {
            ["events"] = page.Select(item => new JsonObject
            {
                ["timestamp"] = item.Timestamp,
                ["message"] = item.Message,
                ["ingestionTime"] = item.IngestionTime,
            }).ToJson(),
            ["nextForwardToken"] = $"f/{last}/s",
            ["nextBackwardToken"] = $"b/{first}/s",
        };
    }

    /// <summary>Which way a page is read and from where, both exclusive.</summary>
    private static (bool Forward, LogPosition From) Start(JsonObject input)
    {
        if (input.Text("nextToken") is not { } token)
        {
            return input.Flag("startFromHead") ?? false ? (true, default) : (false, new LogPosition(long.MaxValue, long.MaxValue));
        }

        var parts = token.Split('/');
        return parts.Length == 3 && parts[0] is "f" or "b" && LogPosition.Parse(parts[1]) is { } position
            ? (parts[0] == "f", position)
            : throw InvalidToken();
    }

    private JsonObject FilterLogEvents(SandboxCall call)
    {
        var input = call.Input;
        if (input.Texts("logStreamNames").Count > 0 && input.Text("logStreamNamePrefix") is not null)
        {
            throw Invalid("logStreamNamePrefix and logStreamNames are mutually exclusive.");
        }

        Func<LogEvent, bool> window;
        lock (_gate)
        {
            window = Window(Group(input), input);
        }

        var filter = new LogFilter(input.Text("filterPattern"));
        var from = input.Text("nextToken") is { } token ? LogPosition.Parse(token) ?? throw InvalidToken() : default;
        var limit = (int)(input.Integer("limit") ?? 10000);
        var search = new LogSearch(_gate, () => SearchedStreams(Group(input), input), call.CancellationToken);
        var (found, next) = search.Find(from, item => window(item) && filter.Matches(item.Message), limit, BytesLimit, EventOverhead);
        var output = new JsonObject
        {
            ["events"] = found.Select(one => new JsonObject
            {
                ["logStreamName"] = one.Stream.Name,
                ["timestamp"] = one.Event.Timestamp,
                ["message"] = one.Event.Message,
                ["ingestionTime"] = one.Event.IngestionTime,
                ["eventId"] = one.Event.Position.ToString(),
            }).ToJson(),
            ["searchedLogStreams"] = new JsonArray(),
        };
        return WithToken(output, next?.ToString());
    }

    private static List<LogStream> SearchedStreams(LogGroup group, JsonObject input)
    {
        var names = input.Texts("logStreamNames");
        var prefix = input.Text("logStreamNamePrefix");
        return names.Count > 0
            ? names.Distinct().Select(name => group.Streams.TryGetValue(name, out var stream) ? stream : throw NoStream()).ToList()
            : group.Streams.Values.Where(stream => prefix is null || stream.Name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
    }

    private Func<LogEvent, bool> Window(LogGroup group, JsonObject input)
    {
        var start = Math.Max(input.Integer("startTime") ?? 0, group.RetentionInDays is { } days ? Now - days * 24 * Hour : 0);
        var end = input.Integer("endTime") ?? long.MaxValue;
        return item => item.Timestamp >= start && item.Timestamp < end;
    }

    /// <summary>As many events as fit in a response, and at least one.</summary>
    private static List<LogEvent> Fit(IEnumerable<LogEvent> events, int limit)
    {
        var page = new List<LogEvent>();
        var bytes = 0;
        foreach (var item in events)
        {
            bytes += Encoding.UTF8.GetByteCount(item.Message) + EventOverhead;
            if (page.Count == limit || (page.Count > 0 && bytes > BytesLimit))
            {
                break;
            }

            page.Add(item);
        }

        return page;
    }
}
