using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Logs;

/// <content>Groups and streams.</content>
internal sealed partial class LogsService
{
    /// <summary>PutRetentionPolicy takes these days only (CloudWatch Logs API reference).</summary>
    private static readonly long[] Retentions =
    {
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    };

    private JsonObject CreateLogGroup(JsonObject input)
    {
        var name = input.Text("logGroupName")!;
        if (_groups.ContainsKey(name))
        {
            throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
        }

        if (name.StartsWith("aws/", StringComparison.Ordinal))
        {
            throw Invalid("Log groups starting with AWS/ are reserved for AWS.");
        }

        var group = new LogGroup(name, Now, input.Text("logGroupClass") ?? "STANDARD")
        {
            KmsKeyId = input.Text("kmsKeyId"),
            DeletionProtection = input.Flag("deletionProtectionEnabled") ?? false,
        };
        SetTags(group, input.Object("tags"));
        _groups.Add(name, group);
        return Changed();
    }

    private JsonObject DeleteLogGroup(JsonObject input)
    {
        var group = Group(input);
        if (group.DeletionProtection)
        {
            throw new AwsError("ValidationException", "The log group has deletion protection enabled.");
        }

        foreach (var stream in group.Streams.Values)
        {
            _files?.Delete(stream.Id);
        }

        _groups.Remove(group.Name);
        return Changed();
    }

    private JsonObject DescribeLogGroups(JsonObject input)
    {
        var (prefix, pattern) = (input.Text("logGroupNamePrefix"), input.Text("logGroupNamePattern"));
        if (prefix is not null && pattern is not null)
        {
            throw Invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }

        var named = input.Texts("logGroupIdentifiers").Select(NameOf).ToList();
        var found = _groups.Values
            .Where(group => prefix is null || group.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Where(group => pattern is null || group.Name.IndexOf(pattern, StringComparison.OrdinalIgnoreCase) >= 0)
            .Where(group => input.Text("logGroupClass") is not { } wanted || group.Class == wanted)
            .Where(group => named.Count == 0 || named.Contains(group.Name))
            .ToList();
        var (page, token) = Page(found, group => group.Name, input);
        var output = new JsonObject { ["logGroups"] = page.Select(Describe).ToJson() };
        return WithToken(output, token);
    }

    private JsonObject PutRetentionPolicy(JsonObject input)
    {
        var days = input.Integer("retentionInDays")!.Value;
        if (!Retentions.Contains(days))
        {
            throw Invalid(
                $"1 validation error detected: Value '{days}' at 'retentionInDays' failed to satisfy constraint: "
                + $"Member must satisfy enum value set: [{string.Join(", ", Retentions)}]");
        }

        Group(input).RetentionInDays = days;
        return Changed();
    }

    private JsonObject DeleteRetentionPolicy(JsonObject input)
    {
        Group(input).RetentionInDays = null;
        return Changed();
    }

    private JsonObject CreateLogStream(JsonObject input)
    {
        var group = Group(input);
        var name = input.Text("logStreamName")!;
        if (group.Streams.ContainsKey(name))
        {
            throw new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");
        }

        StreamToWrite(group.Name, name);
        return Changed();
    }

    private JsonObject DeleteLogStream(JsonObject input)
    {
        var group = Group(input);
        var stream = group.Streams.TryGetValue(input.Text("logStreamName")!, out var found) ? found : throw NoStream();
        _files?.Delete(stream.Id);
        group.Streams.Remove(stream.Name);
        return Changed();
    }

    private JsonObject DescribeLogStreams(JsonObject input)
    {
        var group = Group(input);
        var prefix = input.Text("logStreamNamePrefix");
        var byTime = input.Text("orderBy") == "LastEventTime";
        if (byTime && prefix is not null)
        {
            throw Invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }

        var found = group.Streams.Values.Where(stream => prefix is null || stream.Name.StartsWith(prefix, StringComparison.Ordinal));
        var ordered = byTime ? found.OrderBy(stream => stream.Events.LastOrDefault()?.Timestamp ?? 0) : found;
        var list = (input.Flag("descending") ?? false ? ordered.Reverse() : ordered).ToList();
        var (page, token) = Page(list, stream => stream.Name, input);
        return WithToken(new JsonObject { ["logStreams"] = page.Select(stream => Describe(group, stream)).ToJson() }, token);
    }

    private JsonObject TagResource(JsonObject input)
    {
        SetTags(ByArn(input), input.Object("tags"));
        return Changed();
    }

    private JsonObject ListTagsForResource(JsonObject input)
    {
        var tags = new JsonObject();
        foreach (var tag in ByArn(input).Tags)
        {
            tags[tag.Key] = tag.Value;
        }

        return new JsonObject { ["tags"] = tags };
    }

    private LogGroup ByArn(JsonObject input)
        => _groups.TryGetValue(NameOf(input.Text("resourceArn")!), out var group)
            ? group
            : throw new AwsError("ResourceNotFoundException", "The specified resource does not exist.");

    private static void SetTags(LogGroup group, JsonObject? tags)
    {
        foreach (var tag in tags ?? new JsonObject())
        {
            if (tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw Invalid("Tag keys starting with aws: are reserved for system use.");
            }

            group.Tags[tag.Key] = (string)tag.Value!;
        }

        if (group.Tags.Count > 50)
        {
            throw new AwsError("TooManyTagsException", "A resource can have no more than 50 tags.");
        }
    }

    private JsonObject Describe(LogGroup group)
    {
        var described = new JsonObject
        {
            ["logGroupName"] = group.Name,
            ["creationTime"] = group.CreationTime,
            ["metricFilterCount"] = 0,
            ["arn"] = ArnOf(group) + ":*",
            ["storedBytes"] = group.Streams.Values.Sum(stream => stream.StoredBytes),
            ["logGroupClass"] = group.Class,
            ["logGroupArn"] = ArnOf(group),
            ["deletionProtectionEnabled"] = group.DeletionProtection,
        };
        if (group.RetentionInDays is { } days)
        {
            described["retentionInDays"] = days;
        }

        if (group.KmsKeyId is { } key)
        {
            described["kmsKeyId"] = key;
        }

        return described;
    }

    private JsonObject Describe(LogGroup group, LogStream stream)
    {
        var described = new JsonObject
        {
            ["logStreamName"] = stream.Name,
            ["creationTime"] = stream.CreationTime,
            ["arn"] = $"{ArnOf(group)}:log-stream:{stream.Name}",
            ["storedBytes"] = 0,
        };
        if (stream.Events.Count > 0)
        {
            described["firstEventTimestamp"] = stream.Events[0].Timestamp;
            described["lastEventTimestamp"] = stream.Events[stream.Events.Count - 1].Timestamp;
            described["lastIngestionTime"] = stream.LastIngestionTime;
        }

        return described;
    }

    private static (IReadOnlyList<T> Items, string? Token) Page<T>(IReadOnlyList<T> found, Func<T, string> key, JsonObject input)
        => Paging.Page(found, key, input.Text("nextToken"), (int)(input.Integer("limit") ?? 50), InvalidToken);

    private static JsonObject WithToken(JsonObject output, string? token)
    {
        if (token is not null)
        {
            output["nextToken"] = token;
        }

        return output;
    }
}
