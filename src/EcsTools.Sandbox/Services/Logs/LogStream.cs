using System.Collections.Generic;
using System.Text;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>A stream with its events in the order of their positions.</summary>
internal sealed class LogStream
{
    private readonly List<LogEvent> _events = new();

    public LogStream(string name, long creationTime, string id)
    {
        Name = name;
        CreationTime = creationTime;
        Id = id;
    }

    public string Name { get; }

    public long CreationTime { get; }

    /// <summary>Name of the stream's file. If a stream is created again with the same name, it has another file.</summary>
    public string Id { get; }

    public IReadOnlyList<LogEvent> Events => _events;

    public long StoredBytes { get; private set; }

    public long? LastIngestionTime { get; private set; }

    /// <summary>Events added since they were last written to disk.</summary>
    public List<LogEvent> Unwritten { get; } = new();

    public void Add(LogEvent item, bool isNew)
    {
        // Nearly always the end, because lines arrive in the order of their time.
        var at = _events.Count;
        while (at > 0 && _events[at - 1].Position > item.Position)
        {
            at--;
        }

        _events.Insert(at, item);
        StoredBytes += Encoding.UTF8.GetByteCount(item.Message) + 26;
        LastIngestionTime = item.IngestionTime;
        if (isNew)
        {
            Unwritten.Add(item);
        }
    }

    /// <summary>Index of the first event after <paramref name="position"/>.</summary>
    public int FirstAfter(LogPosition position)
    {
        var (low, high) = (0, _events.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_events[middle].Position <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
