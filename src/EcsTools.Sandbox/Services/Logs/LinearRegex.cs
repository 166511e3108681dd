using System;
using System.Collections.Generic;
using System.Globalization;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>
/// The regular expressions of CloudWatch Logs, which have no groups. They are matched in linear time: every character of the text is looked at once, for all
/// places of the expression together. Source: "Supported regular expressions (regex) syntax" of the CloudWatch Logs user guide.
/// </summary>
internal sealed class LinearRegex
{
    /// <summary>Places of an expression, with <c>{m,n}</c> written out.</summary>
    private const int MostPlaces = 500;

    private const string Symbols = ":_#=@/;,-";
    private const string Escapable = "^$?[]{}|\\*+.:_#=@/;,-";

    private readonly List<Place> _places = [];
    private readonly List<int> _starts = [];

    private LinearRegex()
    {
    }

    private enum Kind
    {
        One,
        Optional,
        Repeated,
        TextStart,
        TextEnd,
        Accept,
    }

    /// <exception cref="Protocol.AwsError">It is not such an expression.</exception>
    public static LinearRegex Parse(string pattern)
    {
        var regex = new LinearRegex();
        var at = 0;
        do
        {
            regex._starts.Add(regex._places.Count);
            regex.ReadSequence(pattern, ref at);
            regex.Add(new Place(Kind.Accept, null));
        }
        while (at++ < pattern.Length);

        return pattern.Length > 0 ? regex : throw FilterReader.Invalid();
    }

    /// <summary>Whether the expression is anywhere in the text.</summary>
    public bool IsMatch(string text)
    {
        var (current, next) = (new Places(this, text.Length), new Places(this, text.Length));
        for (var i = 0; ; i++)
        {
            foreach (var start in _starts)
            {
                current.Add(start, i);
            }

            if (current.IsAccepted || i == text.Length)
            {
                return current.IsAccepted;
            }

            next.Clear();
            foreach (var place in current.Waiting)
            {
                if (_places[place].Set!.Contains(text[i]))
                {
                    next.Add(_places[place].Kind == Kind.Repeated ? place : place + 1, i + 1);
                }
            }

            (current, next) = (next, current);
        }
    }

    private static bool IsPlain(char letter) => (letter < 128 && char.IsLetterOrDigit(letter)) || Symbols.IndexOf(letter) >= 0;

    private void Add(Place place)
    {
        if (_places.Count >= MostPlaces)
        {
            throw FilterReader.Invalid();
        }

        _places.Add(place);
    }

    private void ReadSequence(string pattern, ref int at)
    {
        while (at < pattern.Length && pattern[at] != '|')
        {
            if (pattern[at] is '^' or '$')
            {
                Add(new Place(pattern[at++] == '^' ? Kind.TextStart : Kind.TextEnd, null));
                continue;
            }

            var set = ReadSet(pattern, ref at);
            var (least, most) = ReadCount(pattern, ref at);
            for (var i = 0; i < least; i++)
            {
                Add(new Place(Kind.One, set));
            }

            for (var i = least; i < most; i++)
            {
                Add(new Place(Kind.Optional, set));
            }

            if (most is null)
            {
                Add(new Place(Kind.Repeated, set));
            }
        }
    }

    private static LetterSet ReadSet(string pattern, ref int at)
    {
        var letter = pattern[at++];
        switch (letter)
        {
            case '.':
                return LetterSet.Any;
            case '[':
                return ReadClass(pattern, ref at);
            case '\\':
                return ReadEscape(pattern, ref at);
            default:
                return IsPlain(letter)
                    ? LetterSet.Of(letter)
                    : throw new Protocol.AwsError("InvalidParameterException", $"Invalid character(s) in term '{letter}'");
        }
    }

    private static LetterSet ReadEscape(string pattern, ref int at)
    {
        if (at >= pattern.Length)
        {
            throw FilterReader.Invalid();
        }

        var letter = pattern[at++];
        if (letter == 'x')
        {
            if (at + 2 > pattern.Length
                || !int.TryParse(pattern.Substring(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code > 127)
            {
                throw FilterReader.Invalid();
            }

            at += 2;
            return LetterSet.Of((char)code);
        }

        return LetterSet.Named(letter) ?? (Escapable.IndexOf(letter) >= 0 ? LetterSet.Of(letter) : throw FilterReader.Invalid());
    }

    private static LetterSet ReadClass(string pattern, ref int at)
    {
        var isNegated = at < pattern.Length && pattern[at] == '^';
        at += isNegated ? 1 : 0;
        var set = new LetterSet();
        var isEmpty = true;
        for (; at < pattern.Length && pattern[at] != ']'; isEmpty = false)
        {
            var first = ReadClassPart(pattern, ref at);
            if (first.Single is { } from && at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
            {
                at++;
                if (ReadClassPart(pattern, ref at).Single is not { } to || to < from)
                {
                    throw FilterReader.Invalid();
                }

                set.AddRange(from, to);
            }
            else
            {
                set.Add(first);
            }
        }

        if (isEmpty || at++ >= pattern.Length)
        {
            throw FilterReader.Invalid();
        }

        return isNegated ? set.Negated() : set;
    }

    private static LetterSet ReadClassPart(string pattern, ref int at)
    {
        if (at >= pattern.Length)
        {
            throw FilterReader.Invalid();
        }

        var letter = pattern[at];
        if (letter == '\\')
        {
            at++;
            return ReadEscape(pattern, ref at);
        }

        at++;
        return IsPlain(letter) || "^$?{}|*+.".IndexOf(letter) >= 0 ? LetterSet.Of(letter) : throw FilterReader.Invalid();
    }

    private static (int Least, int? Most) ReadCount(string pattern, ref int at)
    {
        switch (at < pattern.Length ? pattern[at] : ' ')
        {
            case '?':
                at++;
                return (0, 1);
            case '*':
                at++;
                return (0, null);
            case '+':
                at++;
                return (1, null);
            case '{':
                var end = pattern.IndexOf('}', at);
                var parts = end < 0 ? [] : pattern.Substring(at + 1, end - at - 1).Split(',');
                at = end + 1;
                return parts.Length is 1 or 2 && TryCount(parts[0], out var least)
                    ? parts.Length == 1 ? (least, least)
                        : parts[1].Trim().Length == 0 ? (least, null)
                        : TryCount(parts[1], out var most) && most >= least ? (least, most)
                        : throw FilterReader.Invalid()
                    : throw FilterReader.Invalid();
            default:
                return (1, 1);
        }
    }

    private static bool TryCount(string text, out int count)
        => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out count) && count <= MostPlaces;

    private readonly struct Place(Kind kind, LetterSet? set)
    {
        public Kind Kind { get; } = kind;

        public LetterSet? Set { get; } = set;
    }

    /// <summary>The places of the expression at which a match may be.</summary>
    private sealed class Places(LinearRegex regex, int length)
    {
        private readonly int[] _seenIn = new int[regex._places.Count];
        private int _round = 1;

        public List<int> Waiting { get; } = [];

        public bool IsAccepted { get; private set; }

        public void Clear()
        {
            Waiting.Clear();
            _round++;
        }

        /// <summary>Adds a place, and those that are reached from it without a character.</summary>
        public void Add(int place, int at)
        {
            for (; _seenIn[place] != _round; place++)
            {
                _seenIn[place] = _round;
                var kind = regex._places[place].Kind;
                IsAccepted |= kind == Kind.Accept;
                if (kind is Kind.One or Kind.Optional or Kind.Repeated)
                {
                    Waiting.Add(place);
                }

                if (kind is Kind.One or Kind.Accept || (kind == Kind.TextStart && at > 0) || (kind == Kind.TextEnd && at < length))
                {
                    return;
                }
            }
        }
    }
}
