using System.Collections.Generic;
using System.Text;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Files;

/// <summary>Splits a command line into words as a shell does, without running anything: quotation marks and backslashes.</summary>
internal static class ShellWords
{
    /// <param name="line">The command line.</param>
    /// <param name="position">Where it stands, for an error.</param>
    public static IReadOnlyList<string> Split(string line, SourcePosition position)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (isWord, mark) = (false, '\0');
        for (var at = 0; at < line.Length; at++)
        {
            var c = line[at];
            if (mark == '\0' && char.IsWhiteSpace(c))
            {
                if (isWord)
                {
                    words.Add(word.ToString());
                }

                (isWord, _) = (false, word.Clear());
                continue;
            }

            isWord = true;
            if (mark == '\0' && c is '\'' or '"' && mark == '\0')
            {
                mark = c;
            }
            else if (c == mark)
            {
                mark = '\0';
            }
            else if (c == '\\' && mark != '\'' && at + 1 < line.Length && (mark == '\0' || line[at + 1] is '"' or '\\' or '$' or '`'))
            {
                word.Append(line[++at]);
            }
            else
            {
                word.Append(c);
            }
        }

        if (mark != '\0')
        {
            throw ComposeProblem.At(position, $"the command has no closing {mark}",
                "Add it, or write the command as a list: [\"sh\", \"-c\", \"echo hello\"].");
        }

        if (isWord)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
