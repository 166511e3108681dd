using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.HelpBuilder;

/// <param name="Sets">Where the parameter belongs: the name of a set, or null for all of them, with what holds there.</param>
internal sealed record ParameterHelp(
    string Name,
    string Type,
    bool IsSwitch,
    IReadOnlyList<string> Description,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> Values,
    string? Default,
    bool Wildcards,
    bool Common,
    IReadOnlyList<ParameterUse> Uses)
{
    /// <summary>The description, with the default after its first sentence.</summary>
    /// <param name="code">How a value is written that stands for itself, such as one to be typed.</param>
    public IReadOnlyList<string> DescriptionWithDefault(Func<string, string> code)
    {
        if (Default is null || Description.Count == 0)
        {
            return Description;
        }

        var sentence = FirstSentence.Match(Description[0]);
        var value = Default.Contains(' ', StringComparison.Ordinal) ? Default : code(Default);
        return [$"{sentence.Groups["first"].Value} Defaults to {value}. {sentence.Groups["rest"].Value}".TrimEnd(), .. Description.Skip(1)];
    }

    // A period within a quoted value ends no sentence.
    private static readonly Regex FirstSentence = new(@"^(?<first>(?:(?<=[\s(])'[^']*'|.)+?\.)(\s+(?=[-A-Z'])(?<rest>.*))?$", RegexOptions.Singleline);

    public ParameterUse? In(string set)
    {
        ParameterUse? everywhere = null;
        foreach (var use in Uses)
        {
            if (use.Set == set)
            {
                return use;
            }

            everywhere = use.Set is null ? use : everywhere;
        }

        return everywhere;
    }
}
