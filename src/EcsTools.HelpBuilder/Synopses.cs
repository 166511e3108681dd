using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EcsTools.HelpBuilder;

/// <summary>The synopses of the commands in another language: a line for each, <c>Get-Thing = what it does</c>.</summary>
internal static class Synopses
{
    /// <summary>The commands with the synopses of the table. A command that it lacks keeps its own, and a test names it.</summary>
    public static IReadOnlyList<CommandHelp> Translate(IReadOnlyList<CommandHelp> commands, string path)
    {
        var table = File.ReadLines(path)
            .Where(line => line.Length > 0)
            .Select(line => line.Split(" = ", 2, StringSplitOptions.None))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return [.. commands.Select(command => command with { Synopsis = table.GetValueOrDefault(command.Name, command.Synopsis) })];
    }
}
