using System;
using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;

namespace EcsTools.Images.Build;

/// <summary>
/// One line of a .dockerignore file. It matches exactly as Docker's pattern matcher does, special cases included: <c>**foo</c> is any path that ends in
/// foo, <c>foo/**</c> is everything in foo but not foo itself, and character classes are those of Go (<c>[^a]</c>, never <c>[!a]</c>).
/// </summary>
internal sealed class DockerIgnorePattern
{
    private readonly Func<string, bool> _matches;

    private DockerIgnorePattern(string text, bool isException, Func<string, bool> matches)
    {
        Text = text;
        IsException = isException;
        _matches = matches;
    }

    /// <summary>The cleaned pattern, without its <c>!</c>.</summary>
    public string Text { get; }

    /// <summary>True for <c>!pattern</c>, which includes the paths that it matches.</summary>
    public bool IsException { get; }

    /// <summary>Parses a line that is neither empty nor a comment. Throws <see cref="FormatException"/> for a pattern that Docker refuses.</summary>
    public static DockerIgnorePattern Parse(string line, bool backslashSeparates)
    {
        var text = line.Trim();
        var isException = text.StartsWith("!", StringComparison.Ordinal);
        if (isException)
        {
            text = text.Substring(1).Trim();
            if (text.Length == 0)
            {
                throw new FormatException("'!' stands alone");
            }
        }

        text = Clean(backslashSeparates ? text.Replace('\\', '/') : text);
        if (text.Length > 1 && text[0] == '/')
        {
            text = text.Substring(1);
        }

        CheckSyntax(text);
        try
        {
            return new DockerIgnorePattern(text, isException, Compile(text));
        }
        catch (ArgumentException e)
        {
            throw new FormatException("a character class '[...]' has a range that runs backwards", e);
        }
    }

    /// <summary>Creates an exception for exactly this path.</summary>
    public static DockerIgnorePattern ExceptionFor(string path) => new(path, true, other => other == path);

    /// <summary>Whether the pattern matches this path. The path is relative to the context, with forward slashes.</summary>
    public bool Matches(string path) => _matches(path);

    /// <summary>Cleans a path as Go's path.Clean does: it removes empty and dot elements, and resolves <c>..</c> as far as possible.</summary>
    internal static string Clean(string path)
    {
        var rooted = path.StartsWith("/", StringComparison.Ordinal);
        var kept = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part.Length == 0 || part == ".")
            {
                continue;
            }

            if (part != "..")
            {
                kept.Add(part);
            }
            else if (kept.Count > 0 && kept[kept.Count - 1] != "..")
            {
                kept.RemoveAt(kept.Count - 1);
            }
            else if (!rooted)
            {
                kept.Add(part);
            }
        }

        var joined = string.Join("/", kept);
        return rooted ? "/" + joined : joined.Length == 0 ? "." : joined;
    }

    private static Func<string, bool> Compile(string pattern)
    {
        var regex = new StringBuilder("^");
        var kind = Kind.Exact;
        for (var i = 0; i < pattern.Length; i++)
        {
            var first = i == 0;
            if (pattern[i] != '*' || i + 1 >= pattern.Length || pattern[i + 1] != '*')
            {
                kind = AppendOne(regex, pattern, ref i) ? Kind.Regex : kind;
                continue;
            }

            i += i + 2 < pattern.Length && pattern[i + 2] == '/' ? 2 : 1;
            if (i + 1 >= pattern.Length && kind == Kind.Exact)
            {
                kind = Kind.Prefix;
            }
            else
            {
                regex.Append(i + 1 >= pattern.Length ? ".*" : "(.*/)?");
                kind = Kind.Regex;
            }

            kind = first ? Kind.Suffix : kind;
        }

        return Matcher(pattern, regex, kind);
    }

    private static Func<string, bool> Matcher(string pattern, StringBuilder regex, Kind kind)
    {
        switch (kind)
        {
            case Kind.Prefix:
                var prefix = pattern.Substring(0, pattern.Length - 2);
                return path => path.StartsWith(prefix, StringComparison.Ordinal);
            case Kind.Suffix:
                var suffix = pattern.Substring(2);
                return path => path.EndsWith(suffix, StringComparison.Ordinal)
                    || (suffix.StartsWith("/", StringComparison.Ordinal) && path == suffix.Substring(1));
            case Kind.Regex:
                return new Regex(regex.Append("\\z").ToString(), RegexOptions.CultureInvariant).IsMatch;
            default:
                return path => path == pattern;
        }
    }

    /// <summary>Appends one character, with its escape if needed. Returns true if the pattern is then no longer literal text.</summary>
    private static bool AppendOne(StringBuilder regex, string pattern, ref int i)
    {
        switch (pattern[i])
        {
            case '*':
                regex.Append("[^/]*");
                return true;
            case '?':
                regex.Append("[^/]");
                return true;
            case '\\':
                regex.Append('\\').Append(pattern[++i]);
                return true;
            case '[' or ']':
                regex.Append(pattern[i]);
                return true;
            case '.' or '+' or '(' or ')' or '|' or '{' or '}' or '$':
                regex.Append('\\').Append(pattern[i]);
                return false;
            default:
                regex.Append(pattern[i]);
                return false;
        }
    }

    // Go's filepath.Match refuses these patterns: an unfinished class or escape, or an empty class.
    private static void CheckSyntax(string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
            {
                i = i + 1 < pattern.Length ? i + 1 : throw new FormatException("it ends in a backslash");
            }
            else if (pattern[i] == '[')
            {
                i = EndOfClass(pattern, i + 1);
            }
        }
    }

    private static int EndOfClass(string pattern, int i)
    {
        if (i < pattern.Length && pattern[i] == '^')
        {
            i++;
        }

        for (var members = 0; i < pattern.Length; members++, i++)
        {
            if (pattern[i] == ']' && members > 0)
            {
                return i;
            }

            if (pattern[i] is ']' or '-')
            {
                break;
            }

            i += pattern[i] == '\\' ? 1 : 0;
            if (i + 2 < pattern.Length && pattern[i + 1] == '-')
            {
                i += pattern[i + 2] == '\\' ? 3 : 2;
            }
        }

        throw new FormatException("a character class '[...]' is empty, unfinished or has a stray '-' or ']'");
    }

    private enum Kind
    {
        Exact,
        Prefix,
        Suffix,
        Regex,
    }
}
