using System.Collections.Generic;

namespace EcsTools.HelpBuilder;

/// <summary>A command as its help tells of it.</summary>
internal sealed record CommandHelp(
    string Name,
    string Verb,
    string Noun,
    string Area,
    string Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyList<ExampleHelp> Examples,
    IReadOnlyList<ParameterHelp> Parameters,
    IReadOnlyList<string> ParameterSets,
    IReadOnlyList<TypeHelp> Outputs,
    IReadOnlyList<LinkHelp> Links,
    bool AsksFirst);
