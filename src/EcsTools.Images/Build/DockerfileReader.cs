using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace EcsTools.Images.Build;

/// <summary>One instruction of a Dockerfile.</summary>
/// <param name="Name">The name of the instruction, in capitals.</param>
/// <param name="Arguments">The rest of the instruction. Continued lines are joined.</param>
/// <param name="Line">Number of its first line, from 1.</param>
/// <param name="HasHereDocument">Whether it has a here-document, such as <c>RUN &lt;&lt;EOF</c>, which ends at a marker.</param>
internal sealed record DockerfileInstruction(string Name, string Arguments, int Line, bool HasHereDocument)
{
    private static readonly Regex BuildKitFlag = new(
        @"^(?:--[a-z]+\S*\s+)*--(?:mount|network|security|link|chmod|parents|exclude|checksum|keep-git-dir)(?:[=\s]|$)", RegexOptions.CultureInvariant);

    /// <summary>True if the classic builder refuses the instruction.</summary>
    public bool NeedsBuildKit => HasHereDocument || (Name is "RUN" or "COPY" or "ADD" && BuildKitFlag.IsMatch(Arguments));
}

/// <summary>Splits the lines of a Dockerfile into instructions. It handles parser directives, comments, continued lines and here-documents.</summary>
internal sealed class DockerfileReader
{
    private static readonly Regex Directive = new(@"^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$", RegexOptions.CultureInvariant);
    private static readonly Regex HereDocument = new(@"<<-?(['""]?)([a-zA-Z_][a-zA-Z0-9_]*)\1", RegexOptions.CultureInvariant);
    private static readonly char[] Blanks = { ' ', '\t' };
    private readonly string[] _lines;
    private char _escape = '\\';

    public DockerfileReader(string[] lines) => _lines = lines;

    /// <summary>The image in the syntax directive, or null.</summary>
    public string? Syntax { get; private set; }

    /// <summary>All instructions.</summary>
    public IReadOnlyList<DockerfileInstruction> Read()
    {
        var instructions = new List<DockerfileInstruction>();
        var i = ReadDirectives();
        while (i < _lines.Length)
        {
            if (IsSkipped(_lines[i]))
            {
                i++;
                continue;
            }

            var line = i + 1;
            var text = ReadContinued(ref i);
            var words = text.Split(Blanks, 2);
            var name = words[0].ToUpperInvariant();
            var arguments = words.Length == 1 ? "" : words[1].Trim();
            var markers = name is "RUN" or "COPY" or "ADD"
                ? HereDocument.Matches(arguments).Cast<Match>().Select(match => match.Groups[2].Value).ToList()
                : new List<string>();
            instructions.Add(new DockerfileInstruction(name, arguments, line, SkipHereDocuments(markers, ref i)));
        }

        return instructions;
    }

    private static bool IsSkipped(string line)
    {
        var text = line.TrimStart('\uFEFF').Trim();
        return text.Length == 0 || text[0] == '#';
    }

    // Directives are comments of the form name=value, and come first in the file.
    private int ReadDirectives()
    {
        for (var i = 0; i < _lines.Length; i++)
        {
            var match = Directive.Match(_lines[i].TrimStart('\uFEFF').Trim());
            if (!match.Success)
            {
                return i;
            }

            switch (match.Groups[1].Value.ToLowerInvariant())
            {
                case "escape" when match.Groups[2].Value is "\\" or "`":
                    _escape = match.Groups[2].Value[0];
                    break;
                case "syntax":
                    Syntax = match.Groups[2].Value;
                    break;
                case not "check":
                    return i;
            }
        }

        return _lines.Length;
    }

    private string ReadContinued(ref int i)
    {
        var text = new StringBuilder();
        while (i < _lines.Length)
        {
            var line = _lines[i++];
            if (text.Length > 0 && IsSkipped(line))
            {
                // Comments and blank lines inside a continued instruction do not end it.
                continue;
            }

            var trimmed = line.TrimStart('\uFEFF').TrimEnd();
            if (trimmed.Length == 0 || trimmed[trimmed.Length - 1] != _escape)
            {
                return text.Append(trimmed).ToString().Trim();
            }

            text.Append(trimmed, 0, trimmed.Length - 1);
        }

        return text.ToString().Trim();
    }

    // If no line with the marker follows, this is not a here-document but the shell's own << in a classic Dockerfile.
    private bool SkipHereDocuments(List<string> markers, ref int i)
    {
        var end = i;
        foreach (var marker in markers)
        {
            while (end < _lines.Length && _lines[end].Trim() != marker)
            {
                end++;
            }

            if (end++ >= _lines.Length)
            {
                return false;
            }
        }

        i = end;
        return markers.Count > 0;
    }
}
