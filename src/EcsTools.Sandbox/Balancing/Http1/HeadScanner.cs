using System;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>Finds the end of a head as its bytes arrive. A line that ends with LF alone is refused at once: its sender may never send another end.</summary>
internal struct HeadScanner
{
    private readonly HeadLimits _limits;
    private int _line;
    private int _scanned;

    public HeadScanner(HeadLimits limits)
    {
        _limits = limits;
        _line = _scanned = 0;
    }

    /// <summary>
    /// The length of the head with its empty line, or 0 if it has not all arrived. Empty lines before a head mean nothing; they are taken out of the buffer.
    /// </summary>
    public int Scan(ReceiveBuffer buffer)
    {
        while (true)
        {
            var bytes = buffer.Bytes.AsSpan(buffer.Start, buffer.Available);
            var at = bytes.Slice(_scanned).IndexOf((byte)'\n');
            Require(at < 0 ? bytes.Length : _scanned + at + 1);
            if (at < 0)
            {
                _scanned = bytes.Length;
                return 0;
            }

            var end = _scanned + at;
            if (end == _line || bytes[end - 1] != '\r')
            {
                throw new HttpRefusal("A line of the head does not end with CR LF.");
            }

            var isEmpty = end == _line + 1;
            _line = _scanned = end + 1;
            if (isEmpty && _line > 2)
            {
                return _line;
            }

            if (isEmpty)
            {
                buffer.Start += 2;
                _line = _scanned = 0;
            }
        }
    }

    private readonly void Require(int length)
    {
        if (length - _line > _limits.Line)
        {
            throw new HttpRefusal($"A line of the head has more than {_limits.Line} bytes.");
        }

        if (length > _limits.Total)
        {
            throw new HttpRefusal($"The head has more than {_limits.Total} bytes.");
        }
    }
}
