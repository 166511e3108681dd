namespace EcsTools.HelpBuilder;

internal sealed record TypeHelp(string FullName, string Name, string Summary);
