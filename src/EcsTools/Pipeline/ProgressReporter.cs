using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;

namespace EcsTools.Pipeline;

/// <summary>
/// Turns Core's reports into PowerShell progress records: one bar per activity, a child bar per item, at most five writes per second for
/// each, and a completed record for every bar that was shown.
/// </summary>
internal sealed class ProgressReporter : IProgress<OperationProgress>
{
    /// <summary>Minimum time between two writes of one bar. Drawing a bar can cost a terminal more than the work that it reports.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Action<ProgressRecord> _write;
    private readonly Action<ProgressRecord> _complete;
    private readonly Action<string> _verbose;
    private readonly Action<string> _warning;
    private readonly Action<string> _leftover;
    private readonly Func<TimeSpan> _elapsed;
    private readonly Dictionary<int, Bar> _bars = new();

    public ProgressReporter(
        Action<ProgressRecord> write,
        Action<ProgressRecord> complete,
        Action<string> verbose,
        Action<string> warning,
        Action<string> leftover,
        Func<TimeSpan>? elapsed = null)
    {
        _write = write;
        _complete = complete;
        _verbose = verbose;
        _warning = warning;
        _leftover = leftover;
        var watch = Stopwatch.StartNew();
        _elapsed = elapsed ?? (() => watch.Elapsed);
    }

    public void Report(OperationProgress value)
    {
        switch (value.Level)
        {
            case ProgressLevel.Verbose:
                _verbose(Line(value));
                break;
            case ProgressLevel.Warning:
                _warning(Line(value));
                break;
            case ProgressLevel.Leftover:
                _leftover(Line(value));
                break;
            default:
                Show(value);
                break;
        }
    }

    /// <summary>Completed records for the bars that are still shown, children first.</summary>
    internal IReadOnlyList<ProgressRecord> Open()
    {
        lock (_bars)
        {
            var open = _bars.Values.OrderByDescending(bar => bar.Parent >= 0).Select(bar => bar.Record("Done", 100, completed: true)).ToList();
            _bars.Clear();
            return open;
        }
    }

    private static string Line(OperationProgress value) => value.Item is null ? value.Status : $"{value.Item}: {value.Status}";

    private void Show(OperationProgress value)
    {
        ProgressRecord? record;
        lock (_bars)
        {
            record = value.Completed ? Complete(value) : Update(value);
        }

        if (record is not null)
        {
            (value.Completed ? _complete : _write)(record);
        }
    }

    private ProgressRecord? Complete(OperationProgress value)
    {
        var id = Id(value.Activity, value.Item);
        if (!_bars.TryGetValue(id, out var bar))
        {
            return null;
        }

        _bars.Remove(id);
        return bar.Record(value.Status, 100, completed: true);
    }

    private ProgressRecord? Update(OperationProgress value)
    {
        var id = Id(value.Activity, value.Item);
        var now = _elapsed();
        if (!_bars.TryGetValue(id, out var bar))
        {
            var parent = value.Item is null ? -1 : Id(value.Activity, null);
            _bars[id] = bar = new Bar(id, parent, value.Item ?? value.Activity);
        }
        else if (now - bar.WrittenAt < Interval)
        {
            return null;
        }

        bar.WrittenAt = now;
        return bar.Record(value.Status, value.Percent, completed: false);
    }

    // FNV-1a: two commands in one pipeline must not share an id, and the same bar must keep its id.
    private static int Id(string activity, string? item)
    {
        var hash = 2166136261u;
        foreach (var c in item is null ? activity : activity + "\n" + item)
        {
            hash = unchecked((hash ^ c) * 16777619u);
        }

        return (int)(hash & 0x7fffffff);
    }

    private sealed class Bar
    {
        private readonly int _id;
        private readonly string _name;

        public Bar(int id, int parent, string name)
        {
            _id = id;
            Parent = parent;
            _name = name.Length == 0 ? " " : name;
        }

        public int Parent { get; }

        public TimeSpan WrittenAt { get; set; }

        public ProgressRecord Record(string status, int? percent, bool completed)
            => new(_id, _name, status.Length == 0 ? " " : status)
            {
                ParentActivityId = Parent,
                PercentComplete = percent is { } known ? Math.Max(0, Math.Min(100, known)) : -1,
                RecordType = completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            };
    }
}
