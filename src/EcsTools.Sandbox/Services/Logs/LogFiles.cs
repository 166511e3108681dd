using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>Keeps the events of each stream in a separate file, to which they are only appended. Rewriting all lines each second would be too slow.</summary>
internal sealed class LogFiles
{
    private const string Extension = ".jsonl";
    private const byte LineEnd = (byte)'\n';

    private readonly string _folder;
    private readonly List<string> _deleted = new();
    private readonly List<string> _deletable = new();

    public LogFiles(string dataPath)
    {
        _folder = Path.Combine(dataPath, "logs");
        PrivateFiles.CreateFolder(_folder);
        PrivateFiles.RestrictAll(_folder);
    }

    public void Append(LogStream stream)
    {
        if (stream.Unwritten.Count == 0)
        {
            return;
        }

        using var lines = new MemoryStream();
        foreach (var item in stream.Unwritten)
        {
            var line = JsonText.ToBytes(new JsonArray(item.Timestamp, item.IngestionTime, item.Sequence, item.Message));
            lines.Write(line, 0, line.Length);
            lines.WriteByte(LineEnd);
        }

        using var file = PrivateFiles.Open(FileOf(stream.Id), FileMode.OpenOrCreate, bufferSize: 1);
        var end = EndOfLines(file);
        file.SetLength(end);
        file.Position = end;
        try
        {
            file.Write(lines.GetBuffer(), 0, (int)lines.Length);
        }
        catch (IOException)
        {
            // A full disk. All of it is written again the next time.
            file.SetLength(end);
            throw;
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

    /// <summary>A stream is deleted. Its file goes when the state on disk does not name it any more.</summary>
    public void Delete(string id) => _deleted.Add(id);

    /// <summary>The state that is now being saved does not name the streams that were deleted so far.</summary>
    public void BeginDelete()
    {
        _deletable.AddRange(_deleted);
        _deleted.Clear();
    }

    /// <summary>That state is on disk.</summary>
    public void EndDelete()
    {
        _deletable.ForEach(id => DeleteFile(FileOf(id)));
        _deletable.Clear();
    }

    /// <summary>Deletes the files of streams that no state names: a kill between two saves left them.</summary>
    public void Sweep(IEnumerable<string> known)
    {
        var ids = new HashSet<string>(known, StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(_folder, "*" + Extension))
        {
            if (!ids.Contains(Path.GetFileNameWithoutExtension(file)))
            {
                DeleteFile(file);
            }
        }
    }

    private static void DeleteFile(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that stays is never read, because its stream no longer exists.
        }
    }

    /// <summary>Where the last whole line ends. A kill may have left half a line, and the next one must not be joined to it.</summary>
    private static long EndOfLines(FileStream file)
    {
        var block = new byte[4096];
        for (var end = file.Length; end > 0; end -= Math.Min(end, block.Length))
        {
            var start = Math.Max(0, end - block.Length);
            file.Position = start;
            var read = file.Read(block, 0, (int)(end - start));
            if (Array.LastIndexOf(block, LineEnd, read - 1, read) is >= 0 and var at)
            {
                return start + at + 1;
            }
        }

        return 0;
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

    private string FileOf(string id) => Path.Combine(_folder, id + Extension);
}
