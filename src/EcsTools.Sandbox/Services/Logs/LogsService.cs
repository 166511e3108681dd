using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>CloudWatch Logs: groups, streams and their events.</summary>
internal sealed partial class LogsService : SandboxService, ITaggedResources
{
    private readonly object _gate = new();
    private readonly SortedDictionary<string, LogGroup> _groups = new(StringComparer.Ordinal);
    private readonly LogFiles? _files;
    private long _sequence;

    public LogsService(SandboxCloud cloud)
        : base("AWSSDK.CloudWatchLogs", cloud)
    {
        _files = cloud.DataPath is { } path ? new LogFiles(path) : null;
        ServeLocked("CreateLogGroup", CreateLogGroup);
        ServeLocked("DeleteLogGroup", DeleteLogGroup);
        ServeLocked("DescribeLogGroups", DescribeLogGroups);
        ServeLocked("PutRetentionPolicy", PutRetentionPolicy);
        ServeLocked("DeleteRetentionPolicy", DeleteRetentionPolicy);
        ServeLocked("CreateLogStream", CreateLogStream);
        ServeLocked("DeleteLogStream", DeleteLogStream);
        ServeLocked("DescribeLogStreams", DescribeLogStreams);
        ServeLocked("TagResource", TagResource);
        ServeLocked("ListTagsForResource", ListTagsForResource);
        ServeLocked("PutLogEvents", PutLogEvents);
        ServeLocked("GetLogEvents", GetLogEvents);
        Serve("FilterLogEvents", FilterLogEvents);
    }

    private long Now => Cloud.Clock.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>Whether the group exists.</summary>
    public bool HasGroup(string group)
    {
        lock (_gate)
        {
            return _groups.ContainsKey(group);
        }
    }

    /// <summary>Creates the group if it does not exist, for <c>awslogs-create-group</c>.</summary>
    public void EnsureGroup(string group)
    {
        lock (_gate)
        {
            if (!_groups.ContainsKey(group))
            {
                _groups.Add(group, new LogGroup(group, Now, "STANDARD"));
                Cloud.NoteChange(this);
            }
        }
    }

    /// <summary>Creates the stream if it does not exist.</summary>
    /// <exception cref="AwsError">ResourceNotFoundException: the group does not exist.</exception>
    public void EnsureStream(string group, string stream)
    {
        lock (_gate)
        {
            StreamToWrite(group, stream);
        }
    }

    /// <summary>
    /// Adds a line, and creates the stream if it does not exist. An empty line is dropped, as by the awslogs driver. A line is never earlier than
    /// the one before it: two threads read standard output and standard error, and a reader that is past a line would not see an earlier one.
    /// </summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="stream">Name of the stream.</param>
    /// <param name="timestamp">Milliseconds since 1970.</param>
    /// <param name="message">The line, without its end.</param>
    /// <exception cref="AwsError">ResourceNotFoundException: the group does not exist.</exception>
    public void Append(string group, string stream, long timestamp, string message)
    {
        lock (_gate)
        {
            var target = StreamToWrite(group, stream);
            if (message.Length > 0)
            {
                var time = target.Events.Count > 0 ? Math.Max(timestamp, target.Events[target.Events.Count - 1].Timestamp) : timestamp;
                target.Add(new LogEvent(time, message, Now, ++_sequence), isNew: true);
                Cloud.NoteChange(this);
            }
        }
    }

    public IReadOnlyList<TaggedResource> Tagged()
    {
        lock (_gate)
        {
            return _groups.Values.Select(group => new TaggedResource(Cloud.Arn("logs", "log-group:" + group.Name), [.. group.Tags])).ToList();
        }
    }

    public override JsonNode? Save()
    {
        lock (_gate)
        {
            _files?.BeginDelete();
            return LogsState.Save(_groups.Values, _sequence, _files);
        }
    }

    public override void Saved()
    {
        lock (_gate)
        {
            _files?.EndDelete();
        }
    }

    public override void Load(JsonNode state)
    {
        lock (_gate)
        {
            _sequence = LogsState.Load(state.AsObject(), _groups, _files);
            _files?.Sweep(_groups.Values.SelectMany(group => group.Streams.Values).Select(stream => stream.Id));
        }
    }

    private static AwsError Invalid(string message) => new("InvalidParameterException", message);

    private static AwsError NoGroup() => new("ResourceNotFoundException", "The specified log group does not exist.");

    private static AwsError NoStream() => new("ResourceNotFoundException", "The specified log stream does not exist.");

    private void ServeLocked(string operation, Func<JsonObject, JsonObject> handler)
        => Serve(operation, call =>
        {
            lock (_gate)
            {
                return handler(call.Input);
            }
        });

    private LogStream StreamToWrite(string group, string stream)
    {
        var found = _groups.TryGetValue(group, out var known) ? known : throw NoGroup();
        if (!found.Streams.TryGetValue(stream, out var target))
        {
            found.Streams[stream] = target = new LogStream(stream, Now, Guid.NewGuid().ToString("N"));
            Cloud.NoteChange(this);
        }

        return target;
    }

    /// <summary>The group by <c>logGroupName</c>, or by <c>logGroupIdentifier</c>, a name or an ARN.</summary>
    private LogGroup Group(JsonObject input)
    {
        var (name, identifier) = (input.Text("logGroupName"), input.Text("logGroupIdentifier"));
        if (name is not null && identifier is not null)
        {
            throw new AwsError("ValidationException", "LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        }

        if (name is null && identifier is null)
        {
            throw Invalid("Exactly one of logGroupName and logGroupIdentifier must be provided.");
        }

        return _groups.TryGetValue(name ?? NameOf(identifier!), out var group) ? group : throw NoGroup();
    }

    private string NameOf(string identifier)
    {
        var prefix = Cloud.Arn("logs", "log-group:");
        return identifier.StartsWith(prefix, StringComparison.Ordinal)
            ? identifier.Substring(prefix.Length).Split(':')[0]
            : identifier;
    }

    private string ArnOf(LogGroup group) => Cloud.Arn("logs", "log-group:" + group.Name);

    private JsonObject Changed()
    {
        Cloud.NoteChange(this);
        return new JsonObject();
    }

    private static AwsError InvalidToken() => Invalid("The specified nextToken is invalid.");
}
