using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>Keeps the events of each stream in a separate file, to which they are only appended. Rewriting all lines each second would be too slow.</summary>
internal sealed class LogFiles
{
    private readonly string _folder;

    public LogFiles(string dataPath)
    {
        _folder = Path.Combine(dataPath, "logs");
    }

    public void Append(LogStream stream)
    {
        if (stream.Unwritten.Count == 0)
        {
            return;
        }

        Directory.CreateDirectory(_folder);
        using var file = new FileStream(FileOf(stream.Id), FileMode.Append, FileAccess.Write);
        foreach (var item in stream.Unwritten)
        {
            var line = JsonText.ToBytes(new JsonArray(item.Timestamp, item.IngestionTime, item.Sequence, item.Message));
            file.Write(line, 0, line.Length);
            file.WriteByte((byte)'\n');
        }

        stream.Unwritten.Clear();
    }

    /// <summary>The events of a stream. A last line that a crash cut off is skipped.</summary>
    public IEnumerable<LogEvent> Read(string id)
    {
        if (!File.Exists(FileOf(id)))
        {
            yield break;
        }

        foreach (var line in File.ReadLines(FileOf(id), Encoding.UTF8))
        {
            if (Parse(line) is { } item)
            {
                yield return item;
            }
        }
    }

    public void Delete(string id)
    {
        try
        {
            File.Delete(FileOf(id));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that stays is never read, because its stream no longer exists.
        }
    }

    private static LogEvent? Parse(string line)
    {
        try
        {
            var parts = JsonNode.Parse(line)!.AsArray();
            return new LogEvent((long)parts[0]!, (string)parts[3]!, (long)parts[1]!, (long)parts[2]!);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string FileOf(string id) => Path.Combine(_folder, id + ".jsonl");
}
