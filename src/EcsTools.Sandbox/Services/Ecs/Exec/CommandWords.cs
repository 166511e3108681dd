using System.Collections.Generic;
using System.Text;

namespace EcsTools.Sandbox.Services.Ecs.Exec;

/// <summary>Splits a command into words as a shell would: blanks between them, quotes and backslashes keep them together.</summary>
internal static class CommandWords
{
    public static IReadOnlyList<string> Split(string command)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        var quote = '\0';
        for (var index = 0; index < command.Length; index++)
        {
            var letter = command[index];
            if (letter == '\\' && quote != '\'' && index + 1 < command.Length)
            {
                word.Append(command[++index]);
                inWord = true;
            }
            else if (quote != '\0' ? letter == quote : letter is '"' or '\'')
            {
                quote = quote == '\0' ? letter : '\0';
                inWord = true;
            }
            else if (quote == '\0' && char.IsWhiteSpace(letter))
            {
                Take(words, word, ref inWord);
            }
            else
            {
                word.Append(letter);
                inWord = true;
            }
        }

        Take(words, word, ref inWord);
        return words;
    }

    private static void Take(List<string> words, StringBuilder word, ref bool inWord)
    {
        if (inWord)
        {
            words.Add(word.ToString());
            word.Clear();
            inWord = false;
        }
    }
}
