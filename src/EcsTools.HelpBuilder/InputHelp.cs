using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.HelpBuilder;

/// <summary>What a command takes from the pipeline: a type, and the parameters that it binds to.</summary>
internal sealed record InputHelp(string Type, IReadOnlyList<string> Parameters, bool ByValue)
{
    /// <summary>Values bind by their type, and any object by the names of its properties.</summary>
    public static IEnumerable<InputHelp> Of(CommandHelp command)
    {
        var own = command.Parameters.Where(parameter => !parameter.Common || parameter.Name == "Region").ToList();
        foreach (var parameter in own.Where(parameter => parameter.Uses.Any(use => use.ByValue)))
        {
            yield return new InputHelp(Element(parameter.Type), [parameter.Name], true);
        }

        var named = own.Where(parameter => parameter.Uses.Any(use => use.ByPropertyName))
            .SelectMany(parameter => new[] { parameter.Name }.Concat(parameter.Aliases))
            .ToList();
        if (named.Count > 0)
        {
            yield return new InputHelp("PSObject", named, false);
        }
    }

    /// <summary>The binding as a sentence.</summary>
    public string Text(Func<string, string> name) => ByValue
        ? $"Binds to {name(Parameters[0])}."
        : $"Objects bind by their properties to {string.Join(", ", Parameters.Select(name))}.";

    private static string Element(string type) => type.EndsWith("[]", StringComparison.Ordinal) ? type[..^2] : type;
}
