using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace EcsTools.Campaigns.Fidelity.Constraints;

/// <summary>
/// Writes a text that a regular expression matches. It knows the constructs of the service models; lookarounds are passed over, so the caller checks
/// the text.
/// </summary>
internal sealed class PatternSample
{
    // A repetition of repetitions would grow without bounds.
    private const int MostInner = 20;

    private readonly string _pattern;
    private readonly int _more;
    private int _at;
    private int _depth;

    /// <param name="pattern">The regular expression.</param>
    /// <param name="more">How often to repeat beyond the least, where a quantifier allows it.</param>
    private PatternSample(string pattern, int more)
    {
        _pattern = pattern;
        _more = more;
    }

    public static string Write(string pattern, int more) => new PatternSample(pattern, more).Alternatives();

    /// <summary>The first of the alternatives that is not empty.</summary>
    private string Alternatives()
    {
        var chosen = Sequence();
        while (Peek('|'))
        {
            _at++;
            var other = Sequence();
            chosen = chosen.Length > 0 ? chosen : other;
        }

        return chosen;
    }

    private string Sequence()
    {
        var text = new StringBuilder();
        while (_at < _pattern.Length && _pattern[_at] is not ('|' or ')'))
        {
            var atom = Atom();
            var end = _at;
            var (least, most) = Quantifier();
            if (_at == end)
            {
                text.Append(atom);
                continue;
            }

            var times = (int)Math.Min(most, (long)least + (_depth == 0 ? _more : Math.Min(_more, MostInner)));
            text.Insert(text.Length, atom, times);
        }

        return text.ToString();
    }

    private string Atom()
    {
        var c = _pattern[_at++];
        switch (c)
        {
            case '(':
                return Group();
            case '[':
                return Class();
            case '\\':
                return Escape();
            case '.':
                return "a";
            case '^' or '$':
                return "";
            default:
                return c.ToString();
        }
    }

    private string Group()
    {
        var isLookaround = false;
        if (Peek('?'))
        {
            isLookaround = _pattern[_at + 1] is '=' or '!' || (_pattern[_at + 1] == '<' && _pattern[_at + 2] is '=' or '!');
            _at = isLookaround || _pattern[_at + 1] == ':' ? _pattern.IndexOfAny([':', '=', '!'], _at) + 1 : _pattern.IndexOf('>', _at) + 1;
        }

        _depth++;
        var text = Alternatives();
        _depth--;
        _at++;
        return isLookaround ? "" : text;
    }

    /// <summary>A character that the class holds.</summary>
    private string Class()
    {
        var isNegated = Peek('^');
        _at += isNegated ? 1 : 0;
        var start = _at;
        var first = "";
        while (_pattern[_at] != ']' || _at == start)
        {
            var item = ClassItem();
            first = first.Length == 0 || (!char.IsLetterOrDigit(first[0]) && item.Length > 0 && char.IsLetterOrDigit(item[0])) ? item : first;
        }

        var excluded = _pattern[start.._at];
        _at++;
        return isNegated ? "a0-_/".Select(c => c.ToString()).First(c => !excluded.Contains(c, StringComparison.Ordinal)) : first;
    }

    /// <summary>A character of the next part of a class: the letter a, where a range holds it.</summary>
    private string ClassItem()
    {
        var low = _pattern[_at++] == '\\' ? Escape() : _pattern[_at - 1].ToString();
        if (!Peek('-') || _pattern[_at + 1] == ']' || low.Length != 1)
        {
            return low;
        }

        _at++;
        var high = _pattern[_at++] == '\\' ? Escape() : _pattern[_at - 1].ToString();
        return low[0] <= 'a' && high[0] >= 'a' ? "a" : low;
    }

    private string Escape()
    {
        var c = _pattern[_at++];
        switch (c)
        {
            case 'd':
                return "1";
            case 'w' or 'S' or 'D':
                return "a";
            case 's' or 'W':
                return " ";
            case 'n':
                return "\n";
            case 't':
                return "\t";
            case 'r':
                return "\r";
            case 'p':
                _at = _pattern.IndexOf('}', _at) + 1;
                return "a";
            case 'u' or 'x':
                var digits = c == 'u' ? 4 : 2;
                _at += digits;
                return ((char)int.Parse(_pattern.AsSpan(_at - digits, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();
            case 'A' or 'z' or 'Z' or 'b':
                return "";
            default:
                return c.ToString();
        }
    }

    private (int Least, int Most) Quantifier()
    {
        if (_at >= _pattern.Length)
        {
            return (1, 1);
        }

        (int, int) found;
        switch (_pattern[_at])
        {
            case '?':
                found = (0, 1);
                _at++;
                break;
            case '*':
                found = (0, int.MaxValue);
                _at++;
                break;
            case '+':
                found = (1, int.MaxValue);
                _at++;
                break;
            case '{':
                var end = _pattern.IndexOf('}', _at);
                var bounds = _pattern[(_at + 1)..end].Split(',');
                _at = end + 1;
                var least = int.Parse(bounds[0], CultureInfo.InvariantCulture);
                found = (least, bounds.Length == 1 ? least : bounds[1].Length == 0 ? int.MaxValue : int.Parse(bounds[1], CultureInfo.InvariantCulture));
                break;
            default:
                return (1, 1);
        }

        // Lazy and possessive quantifiers match the same texts.
        _at += Peek('?') || Peek('+') ? 1 : 0;
        return found;
    }

    private bool Peek(char c) => _at < _pattern.Length && _pattern[_at] == c;
}
