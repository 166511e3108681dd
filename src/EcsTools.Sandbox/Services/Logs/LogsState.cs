using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>Groups and streams as they are saved. The events are in <see cref="LogFiles"/>.</summary>
internal static class LogsState
{
    public static JsonObject Save(IEnumerable<LogGroup> groups, long sequence, LogFiles? files)
        => new()
        {
            ["sequence"] = sequence,
            ["groups"] = groups.Select(group => SaveGroup(group, files)).ToJson(),
        };

    /// <summary>Fills <paramref name="groups"/> and returns the sequence.</summary>
    public static long Load(JsonObject state, IDictionary<string, LogGroup> groups, LogFiles? files)
    {
        var sequence = state.Integer("sequence") ?? 0;
        foreach (var kept in state.Objects("groups"))
        {
            var group = new LogGroup(kept.Text("name")!, kept.Integer("created") ?? 0, kept.Text("class") ?? "STANDARD")
            {
                KmsKeyId = kept.Text("kmsKeyId"),
                RetentionInDays = kept.Integer("retention"),
                DeletionProtection = kept.Flag("protected") ?? false,
            };
            foreach (var tag in kept.Object("tags")!)
            {
                group.Tags[tag.Key] = (string)tag.Value!;
            }

            foreach (var keptStream in kept.Objects("streams"))
            {
                var stream = new LogStream(keptStream.Text("name")!, keptStream.Integer("created") ?? 0, keptStream.Text("id")!);
                foreach (var item in files?.Read(stream.Id) ?? Enumerable.Empty<LogEvent>())
                {
                    stream.Add(item, isNew: false);

                    // Lines can have reached their file after the sequence was last saved.
                    sequence = System.Math.Max(sequence, item.Sequence);
                }

                group.Streams[stream.Name] = stream;
            }

            groups[group.Name] = group;
        }

        return sequence;
    }

    private static JsonObject SaveGroup(LogGroup group, LogFiles? files)
    {
        foreach (var stream in group.Streams.Values)
        {
            files?.Append(stream);
        }

        var tags = new JsonObject();
        foreach (var tag in group.Tags)
        {
            tags[tag.Key] = tag.Value;
        }

        return new JsonObject
        {
            ["name"] = group.Name,
            ["created"] = group.CreationTime,
            ["class"] = group.Class,
            ["kmsKeyId"] = group.KmsKeyId,
            ["retention"] = group.RetentionInDays,
            ["protected"] = group.DeletionProtection,
            ["tags"] = tags,
            ["streams"] = group.Streams.Values
                .Select(stream => new JsonObject { ["name"] = stream.Name, ["created"] = stream.CreationTime, ["id"] = stream.Id })
                .ToJson(),
        };
    }
}
