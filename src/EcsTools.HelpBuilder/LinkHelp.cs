namespace EcsTools.HelpBuilder;

internal sealed record LinkHelp(string Text, string Target);
