using System.Collections.Generic;
using System.Linq;

namespace EcsTools.HelpBuilder;

/// <summary>The syntax of one parameter set, as Get-Command -Syntax writes it.</summary>
internal static class SyntaxLine
{
    /// <summary>The parameters of a set: by position, then the mandatory ones, then the others.</summary>
    public static IReadOnlyList<(ParameterHelp Parameter, ParameterUse Use)> Parameters(CommandHelp command, string set)
        => [.. command.Parameters
            .Select(parameter => (Parameter: parameter, Use: parameter.In(set)))
            .Where(pair => pair.Use is not null)
            .Select(pair => (pair.Parameter, Use: pair.Use!))
            .OrderBy(pair => pair.Use.Position ?? int.MaxValue)
            .ThenBy(pair => pair.Use.Mandatory ? 0 : 1)];

    public static string Write(CommandHelp command, string set)
    {
        var parts = Parameters(command, set).Where(pair => !pair.Parameter.Common).Select(pair =>
        {
            var name = pair.Use.Position is null ? "-" + pair.Parameter.Name : $"[-{pair.Parameter.Name}]";
            var whole = pair.Parameter.IsSwitch ? name : $"{name} <{pair.Parameter.Type}>";
            return pair.Use.Mandatory ? whole : $"[{whole}]";
        }).ToList();
        if (command.Parameters.Any(parameter => parameter.Common))
        {
            parts.Add("[<account and region>]");
        }

        if (command.AsksFirst)
        {
            parts.Add("[-WhatIf] [-Confirm]");
        }

        return string.Join(" ", new[] { command.Name }.Concat(parts).Append("[<CommonParameters>]"));
    }
}
