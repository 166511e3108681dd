using System.Collections.Generic;
using System.Text;

namespace EcsTools.Schedules.Conversion;

/// <summary>Splits a command line as Windows programs do. Source: "Parsing C command-line arguments" of Microsoft's C runtime documentation.</summary>
internal static class WindowsCommandLine
{
    public static IReadOnlyList<string> Split(string? line)
    {
        var arguments = new List<string>();
        var text = line ?? "";
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is ' ' or '\t')
            {
                at++;
                continue;
            }

            arguments.Add(Next(text, ref at));
        }

        return arguments;
    }

    private static string Next(string text, ref int at)
    {
        var argument = new StringBuilder();
        var quoted = false;
        for (; at < text.Length && (quoted || text[at] is not (' ' or '\t')); at++)
        {
            var slashes = 0;
            while (at < text.Length && text[at] == '\\')
            {
                slashes++;
                at++;
            }

            if (at < text.Length && text[at] == '"')
            {
                // Before a quotation mark, two backslashes are one, and an odd one makes the mark a part of the argument.
                argument.Append('\\', slashes / 2);
                if (slashes % 2 == 1)
                {
                    argument.Append('"');
                }
                else if (quoted && at + 1 < text.Length && text[at + 1] == '"')
                {
                    argument.Append('"');
                    at++;
                }
                else
                {
                    quoted = !quoted;
                }

                continue;
            }

            argument.Append('\\', slashes);
            if (at == text.Length || (!quoted && text[at] is ' ' or '\t'))
            {
                break;
            }

            argument.Append(text[at]);
        }

        return argument.ToString();
    }
}
