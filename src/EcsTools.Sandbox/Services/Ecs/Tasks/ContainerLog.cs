using System;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>
/// The output of one container as log events. Without a pattern every line is one. With a pattern a line that matches begins an event, and the lines after it
/// belong to it, each with its line end.
/// </summary>
internal sealed class ContainerLog : IDisposable
{
    /// <summary>The most bytes of one event.</summary>
    private const int Longest = 262_118;

    /// <summary>After this time an event is written although no other has begun.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Regex? _start;
    private readonly Func<long> _now;
    private readonly Action<long, string> _write;
    private readonly object _gate = new();
    private readonly StringBuilder _event = new();
    private readonly Timer? _timer;
    private int _bytes;
    private long _began;
    private bool _isEnded;

    /// <param name="start">What a line that begins an event matches, or null.</param>
    /// <param name="now">The time in milliseconds.</param>
    /// <param name="write">Writes an event with its time.</param>
    public ContainerLog(Regex? start, Func<long> now, Action<long, string> write)
    {
        _start = start;
        _now = now;
        _write = write;
        _timer = start is null ? null : new Timer(_ => Flush());
    }

    public void Write(string line)
    {
        if (_start is null)
        {
            _write(_now(), line);
            return;
        }

        var bytes = Encoding.UTF8.GetByteCount(line) + 1;
        lock (_gate)
        {
            if (Begins(line) || _bytes + bytes > Longest)
            {
                Flush();
            }

            if (_bytes == 0)
            {
                _began = _now();
                Schedule();
            }

            _event.Append(line).Append('\n');
            _bytes += bytes;
        }
    }

    /// <summary>Writes what is left.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Flush();
            _isEnded = true;
            _timer?.Dispose();
        }
    }

    private bool Begins(string line)
    {
        try
        {
            return _start!.IsMatch(line);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private void Schedule()
    {
        if (!_isEnded)
        {
            _timer!.Change(Patience, Timeout.InfiniteTimeSpan);
        }
    }

    private void Flush()
    {
        lock (_gate)
        {
            if (_bytes > 0)
            {
                _write(_began, _event.ToString());
                _event.Clear();
                _bytes = 0;
            }
        }
    }
}
