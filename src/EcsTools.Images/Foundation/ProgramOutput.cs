using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>Reads what a program writes, in parts, so that a line without an end is no danger.</summary>
internal sealed class ProgramOutput
{
    /// <summary>How much is kept if there is no limit: enough for an error message.</summary>
    private const int KeptWithoutLimit = 1 << 16;

    private readonly StreamReader _reader;
    private readonly int? _limit;
    private readonly Action _over;
    private readonly Action<string>? _onLine;
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _line = new();
    private readonly object _gate = new();

    /// <param name="reader">The output.</param>
    /// <param name="limit">The most characters; null for no limit.</param>
    /// <param name="over">Called when there are more.</param>
    /// <param name="onLine">Called with each line; or null.</param>
    public ProgramOutput(StreamReader reader, int? limit, Action over, Action<string>? onLine = null)
    {
        _reader = reader;
        _limit = limit;
        _over = over;
        _onLine = onLine;
        Reading = Task.Run(ReadAsync);
    }

    /// <summary>Completes when the output has ended.</summary>
    public Task Reading { get; }

    public bool IsOverLimit { get; private set; }

    /// <summary>What has been read.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
            {
                return _text.ToString();
            }
        }
    }

    private async Task ReadAsync()
    {
        var part = new char[4096];
        try
        {
            int read;
            while ((read = await _reader.ReadAsync(part, 0, part.Length).ConfigureAwait(false)) > 0 && !IsOverLimit)
            {
                Keep(part, read);
                ReadLines(part, read);
            }

            if (_line.Length > 0)
            {
                EndLine();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Nobody reads any more: a program that the one that has ended left behind keeps the output open.
        }
    }

    private void Keep(char[] part, int count)
    {
        lock (_gate)
        {
            _text.Append(part, 0, count);
            if (_text.Length > (_limit ?? int.MaxValue))
            {
                IsOverLimit = true;
                _text.Length = _limit!.Value;
            }
            else if (_limit is null && _text.Length > 2 * KeptWithoutLimit)
            {
                _text.Remove(0, _text.Length - KeptWithoutLimit);
            }
        }

        if (IsOverLimit)
        {
            _over();
        }
    }

    private void ReadLines(char[] part, int count)
    {
        for (var i = 0; i < count && _onLine is not null; i++)
        {
            if (part[i] == '\n')
            {
                EndLine();
            }
            else if (_line.Length < KeptWithoutLimit)
            {
                _line.Append(part[i]);
            }
        }
    }

    private void EndLine()
    {
        var line = _line.ToString().TrimEnd('\r');
        _line.Clear();
        _onLine!(line);
    }
}
