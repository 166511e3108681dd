using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace EcsTools;

/// <summary>
/// The words of a message that another program wrote, without the names in it. An account id can contain 401, and a repository can be
/// called <c>denied</c>, so a search in the whole message would find words that nobody said.
/// </summary>
public sealed class MessageWords
{
    private const char Name = '#';

    // A name follows these words. A list of names is separated by commas.
    private static readonly string[] BeforeName =
    [
        "json key", "fetch secret", "service for", "denied for", "manifest for", "resolve ref", "ssm parameters",
    ];

    // In parentheses or brackets, names follow these words: "(service web)", "[manifests 1.4]".
    private static readonly string[] Nouns = ["service", "task", "deployment", "instance", "port", "target-group", "manifests", "blobs"];

    // "status code: 403", "StatusCode: 403", "unexpected status from HEAD request to #: 403".
    private static readonly Regex Status = new(
        @"\bstatus ?(?:code)?(?:\s*(?:from|to|for|HEAD|GET|PUT|POST|request|#|\[[^\]]{0,300}\]))*\s*[:=]?\s*(?<code>[45][0-9]{2})(?![\w-]|\.[0-9])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private readonly string _words;

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message.</param>
    public MessageWords(string message) => _words = Status.Replace(WithoutNames(message), match => "HTTP" + match.Groups["code"].Value);

    /// <summary>
    /// Whether the message contains one of the phrases, as whole words and in any case. <c>AccessDeniedException</c> contains the words
    /// <c>AccessDenied</c> and <c>denied</c>. A status of HTTP is the word <c>HTTP403</c>.
    /// </summary>
    /// <param name="phrases">The phrases.</param>
    public bool Say(params string[] phrases) => phrases.Any(Contains);

    /// <summary>The message with <c>#</c> for every name.</summary>
    public override string ToString() => _words;

    private bool Contains(string phrase)
    {
        for (var at = 0; (at = _words.IndexOf(phrase, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            if (IsBoundary(at) && IsBoundary(at + phrase.Length))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a word begins or ends at this position.</summary>
    private bool IsBoundary(int at)
    {
        if (at == 0 || at == _words.Length)
        {
            return true;
        }

        var (before, after) = (_words[at - 1], _words[at]);
        return !IsWord(before) || !IsWord(after) || (char.IsLower(before) && char.IsUpper(after));
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '-';

    private static string WithoutNames(string message)
    {
        var words = new StringBuilder(message.Length);
        var earlier = new List<string>();
        var (inNoun, inList) = ('\0', false);
        for (var begin = 0; begin < message.Length;)
        {
            var end = begin;
            while (end < message.Length && !IsSeparator(message, end))
            {
                end++;
            }

            if (end == begin)
            {
                var separator = message[begin++];
                inNoun = separator == inNoun ? '\0' : inNoun;
                words.Append(separator);
                continue;
            }

            var word = message.Substring(begin, end - begin);
            var bare = word.TrimEnd('.', ':');
            inList = (inList && message[begin - 1] is ',' or ' ' && EndsWithComma(words)) || FollowsName(earlier);
            if (inNoun != '\0' || inList || IsName(bare) || (IsQuoted(message, begin, end) && earlier.LastOrDefault() is not ("code" or "message")))
            {
                words.Append(Name).Append(word, bare.Length, word.Length - bare.Length);
            }
            else
            {
                words.Append(word);
            }

            inNoun = inNoun != '\0' || !Nouns.Contains(word) ? inNoun : Closing(message, begin);
            if (bare.Length > 0)
            {
                earlier.Add(bare.ToLowerInvariant());
            }

            begin = end;
        }

        return words.ToString();
    }

    /// <summary>Whether a character is between two words. An apostrophe is one only if it is not inside a word.</summary>
    private static bool IsSeparator(string text, int at)
        => char.IsWhiteSpace(text[at]) || text[at] switch
        {
            '"' or '`' or ',' or ';' or '(' or ')' or '[' or ']' or '{' or '}' or '\\' => true,
            '\'' => at == 0 || at == text.Length - 1 || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(text[at + 1]),
            _ => false,
        };

    private static bool EndsWithComma(StringBuilder words)
    {
        var at = words.Length - 1;
        while (at > 0 && words[at] == ' ')
        {
            at--;
        }

        return at >= 0 && words[at] == ',';
    }

    private static bool FollowsName(List<string> earlier)
        => earlier.Count > 1 && BeforeName.Contains(earlier[earlier.Count - 2] + " " + earlier[earlier.Count - 1]);

    private static bool IsQuoted(string text, int begin, int end)
        => begin > 0 && end < text.Length && text[begin - 1] is '"' or '\'' or '`'
            && text[end] is '"' or '\'' or '`' or '\\';

    private static char Closing(string text, int begin)
        => begin == 0 ? '\0' : text[begin - 1] switch { '(' => ')', '[' => ']', _ => '\0' };

    /// <summary>Whether a word is a path, an image, an ARN, an address, a digest, a host, or a name with a tag or port.</summary>
    private static bool IsName(string word)
    {
        if (word.Length < 2 || string.Equals(word, "i/o", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var colon = word.IndexOf(':');
        return word.IndexOfAny(['/', '@']) >= 0
            || (colon > 0 && !char.IsUpper(word[colon + 1]))
            || (word.IndexOf('.') > 0 && word.All(c => char.IsLower(c) || char.IsDigit(c) || c is '.' or '-' or ':'));
    }
}
