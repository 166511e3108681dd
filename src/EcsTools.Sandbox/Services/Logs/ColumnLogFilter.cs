using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>
/// A filter pattern over messages of columns, such as <c>[ip, user, ..., status = 4* &amp;&amp; status != 404, bytes &gt; 1000]</c>. Spaces separate the
/// columns of a message; what is in brackets or quotes is one column. Three dots stand for any number of columns.
/// </summary>
internal sealed class ColumnLogFilter
{
    private readonly FilterReader _reader;
    private readonly List<Predicate<string>> _before = [];
    private readonly List<Predicate<string>> _after = [];
    private readonly bool _hasGap;

    /// <param name="pattern">The text between the brackets.</param>
    public ColumnLogFilter(string pattern)
    {
        _reader = new FilterReader(pattern);
        do
        {
            if (_reader.Take("..."))
            {
                if (_hasGap)
                {
                    throw FilterReader.Invalid();
                }

                _hasGap = true;
            }
            else
            {
                (_hasGap ? _after : _before).Add(Column());
            }
        }
        while (_reader.Take(","));
        if (!_reader.IsAtEnd())
        {
            throw _reader.InvalidHere();
        }
    }

    public bool Matches(string message)
    {
        var columns = Split(message);
        var needed = _before.Count + _after.Count;
        return (_hasGap ? columns.Count >= needed : columns.Count == needed)
            && _before.Zip(columns, (test, column) => test(column)).All(fits => fits)
            && _after.Zip(columns.Skip(columns.Count - _after.Count), (test, column) => test(column)).All(fits => fits);
    }

    private static bool IsNamePart(char letter) => FilterReader.IsWordPart(letter) || letter == '-';

    private static bool IsValuePart(char letter) => letter < 128 && (IsNamePart(letter) || letter is '.' or '*' or '+');

    /// <summary>A column without a name is any.</summary>
    private Predicate<string> Column()
        => _reader.IsAtEnd() || _reader.IsAt(',') ? _ => true : _reader.Any(Condition);

    private Predicate<string> Condition()
    {
        _reader.Word(IsNamePart);
        if (_reader.IsAtEnd() || _reader.IsAt(',') || _reader.IsAt(')') || _reader.IsAt('&') || _reader.IsAt('|'))
        {
            return _ => true;
        }

        var sign = _reader.Sign();
        var value = _reader.Value(IsValuePart).For(sign);
        return column => value.Fits(sign, column, FilterValue.NumberOf(column));
    }

    private static List<string> Split(string message)
    {
        var columns = new List<string>();

        // A sign that is not found once is not looked for again: the message is read once.
        var missing = new HashSet<char> { ' ' };
        for (var at = 0; at < message.Length;)
        {
            if (char.IsWhiteSpace(message[at]))
            {
                at++;
                continue;
            }

            var close = message[at] switch { '[' => ']', '"' => '"', _ => ' ' };
            var end = missing.Contains(close) ? -1 : message.IndexOf(close, at + 1);
            if (end < 0)
            {
                // Without its end, a bracket or quote is part of a word.
                missing.Add(close);
                end = at;
                while (end < message.Length && !char.IsWhiteSpace(message[end]))
                {
                    end++;
                }

                columns.Add(message.Substring(at, end - at));
            }
            else
            {
                columns.Add(message.Substring(at + 1, end - at - 1));
            }

            at = end + 1;
        }

        return columns;
    }
}
