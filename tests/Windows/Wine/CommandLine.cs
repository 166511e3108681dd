using System;
using System.Linq;
using System.Text;

namespace EcsTools.WindowsHost;

/// <summary>What to run.</summary>
internal sealed record CommandLine(string Script)
{
    public static CommandLine Parse(string[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var rest = arguments[(i + 1)..];
            switch (arguments[i].ToLowerInvariant())
            {
                case "-noprofile" or "-noninteractive" or "-nologo":
                    break;
                case "-executionpolicy" or "-outputformat" or "-inputformat":
                    i++;
                    break;
                case "-command" or "-c" when rest.Length > 0:
                    return new CommandLine(string.Join(' ', rest));
                case "-encodedcommand" when rest.Length > 0:
                    return new CommandLine(Encoding.Unicode.GetString(Convert.FromBase64String(rest[0])));
                case "-file" when rest.Length > 0:
                    return new CommandLine("& " + Quoted(rest[0]) + string.Concat(rest[1..].Select(one => " " + Argument(one))) + "; exit $LASTEXITCODE");
                default:
                    throw new FormatException($"'{arguments[i]}' is not an argument of this host: use -Command, -File or -EncodedCommand.");
            }
        }

        throw new FormatException("There is nothing to run: use -Command, -File or -EncodedCommand.");
    }

    // A name of a parameter stays one, as pwsh has it. All else is text.
    private static string Argument(string text) => text.Length > 1 && text[0] == '-' && char.IsLetter(text[1]) ? text : Quoted(text);

    private static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
