using System;
using System.Text;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>Reads a filter pattern from left to right.</summary>
internal sealed class FilterReader(string text)
{
    /// <summary>Parentheses inside each other. Each takes a level of the stack.</summary>
    private const int Deepest = 50;

    /// <summary>Regular expressions of a pattern. Source: "Supported regular expressions (regex) syntax".</summary>
    private const int MostExpressions = 2;

    private int _at;
    private int _expressions;
    private int _depth;

    public static AwsError Invalid() => new("InvalidParameterException", "Invalid filter pattern");

    /// <summary>Letters, digits and underscores need no quotes.</summary>
    public static bool IsWordPart(char letter) => char.IsLetterOrDigit(letter) || letter == '_';

    /// <summary>Whether nothing but white space is left.</summary>
    public bool IsAtEnd()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        return _at == text.Length;
    }

    /// <summary>Whether the next character is <paramref name="sign"/>. It is not passed.</summary>
    public bool IsAt(char sign) => !IsAtEnd() && text[_at] == sign;

    /// <summary>Whether the text goes on with <paramref name="sign"/>. If so, it is passed.</summary>
    public bool Take(string sign)
    {
        if (IsAtEnd() || string.CompareOrdinal(text, _at, sign, 0, sign.Length) != 0)
        {
            return false;
        }

        _at += sign.Length;
        return true;
    }

    /// <summary>Takes a keyword that is not the start of a longer word.</summary>
    public bool TakeWord(string word)
    {
        if (IsAtEnd() || string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
        {
            return false;
        }

        var end = _at + word.Length;
        if (end < text.Length && IsWordPart(text[end]))
        {
            return false;
        }

        _at = end;
        return true;
    }

    public void Require(string sign)
    {
        if (!Take(sign))
        {
            throw InvalidHere();
        }
    }

    /// <summary>The letters here that fit, at least one.</summary>
    public string Word(Predicate<char> fits)
    {
        _ = IsAtEnd();
        var start = _at;
        while (_at < text.Length && fits(text[_at]))
        {
            _at++;
        }

        return _at > start ? text.Substring(start, _at - start) : throw InvalidHere();
    }

    /// <summary>A text in quotes, a regular expression between percent signs, or a word.</summary>
    public FilterValue Value(Predicate<char> fits)
        => Take("\"") ? FilterValue.OfText(Until('"'))
            : Take("%") ? FilterValue.OfExpression(Expression())
            : FilterValue.OfText(Word(fits));

    /// <summary>One of the comparison signs.</summary>
    public string Sign()
    {
        foreach (var sign in new[] { "!=", ">=", "<=", "=", ">", "<" })
        {
            if (Take(sign))
            {
                return sign;
            }
        }

        throw InvalidHere();
    }

    /// <summary>
    /// An expression of parts that are joined by <c>&amp;&amp;</c> and <c>||</c>, with parentheses. <c>&amp;&amp;</c> binds closer.
    /// </summary>
    public Predicate<T> Any<T>(Func<Predicate<T>> part)
    {
        var first = All(part);
        while (Take("||"))
        {
            var (left, right) = (first, All(part));
            first = item => left(item) || right(item);
        }

        return first;
    }

    /// <summary>The error for the characters here.</summary>
    public AwsError InvalidHere()
    {
        if (IsAtEnd() || IsWordPart(text[_at]))
        {
            return Invalid();
        }

        var end = _at;
        while (end < text.Length && !IsWordPart(text[end]) && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return new AwsError("InvalidParameterException", $"Invalid character(s) in term '{text.Substring(_at, end - _at)}'");
    }

    private Predicate<T> All<T>(Func<Predicate<T>> part)
    {
        var first = One(part);
        while (Take("&&"))
        {
            var (left, right) = (first, One(part));
            first = item => left(item) && right(item);
        }

        return first;
    }

    private Predicate<T> One<T>(Func<Predicate<T>> part)
    {
        if (!Take("("))
        {
            return part();
        }

        if (++_depth > Deepest)
        {
            throw Invalid();
        }

        var inner = Any(part);
        Require(")");
        _depth--;
        return inner;
    }

    private LinearRegex Expression()
    {
        if (++_expressions > MostExpressions)
        {
            throw new AwsError("InvalidParameterException", $"A filter pattern can have at most {MostExpressions} regular expressions.");
        }

        var end = text.IndexOf('%', _at);
        if (end < 0)
        {
            throw Invalid();
        }

        var pattern = text.Substring(_at, end - _at);
        _at = end + 1;
        return LinearRegex.Parse(pattern);
    }

    /// <summary>The text up to a quote. A backslash takes the character after it as it is.</summary>
    private string Until(char quote)
    {
        var found = new StringBuilder();
        for (; _at < text.Length && text[_at] != quote; _at++)
        {
            if (text[_at] == '\\' && _at + 1 < text.Length && text[_at + 1] is '"' or '\\')
            {
                _at++;
            }

            found.Append(text[_at]);
        }

        if (_at++ == text.Length)
        {
            throw Invalid();
        }

        return found.ToString();
    }
}
