using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace EcsTools.HelpBuilder;

/// <summary>A page a command, and a list of them.</summary>
internal static class MarkdownWriter
{
    public static IReadOnlyDictionary<string, string> Write(IReadOnlyList<CommandHelp> commands)
    {
        var pages = commands.ToDictionary(command => command.Name + ".md", Page, StringComparer.Ordinal);
        pages.Add("index.md", Index(commands));
        return pages;
    }

    private static string Index(IReadOnlyList<CommandHelp> commands)
    {
        var text = new StringBuilder("# Commands\n\nWritten by the build from the commands themselves; `Get-Help <command> -Full` shows the same.\n");
        foreach (var area in commands.GroupBy(command => command.Area).OrderBy(area => area.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {area.Key}\n\n| command | what it does |\n|---|---|\n");
            foreach (var command in area)
            {
                text.Append(CultureInfo.InvariantCulture, $"| [{command.Name}]({command.Name}.md) | {Cell(command.Synopsis)} |\n");
            }
        }

        return text.ToString();
    }

    private static string Page(CommandHelp command)
    {
        var text = new StringBuilder($"# {command.Name}\n\n{command.Synopsis}\n\n```\n");
        text.Append(string.Join("\n\n", command.ParameterSets.Select(set => SyntaxLine.Write(command, set)))).Append("\n```\n");
        Section(text, "Description", string.Join("\n\n", command.Description));
        Section(text, "Examples", string.Join("\n\n", command.Examples.Select(Example)));
        Section(text, "Parameters", string.Join("\n\n", command.Parameters.Where(parameter => !parameter.Common).Select(Parameter)));
        if (command.Parameters.Any(parameter => parameter.Common))
        {
            var names = string.Join(" ", command.Parameters.Where(parameter => parameter.Common).Select(parameter => $"`-{parameter.Name}`"));
            Section(text, "Account and region", $"{names}: see [credentials](../credentials.md).");
        }

        Section(text, "Input", string.Join("\n\n", InputHelp.Of(command).Select(input => $"`{input.Type}`: {input.Text(name => $"`-{name}`")}")));
        Section(text, "Output", string.Join("\n\n",
            command.Outputs.Select(type => $"`{type.FullName}`{(type.Summary.Length > 0 ? ": " + type.Summary : "")}")));
        Section(text, "Related", string.Join("\n", command.Links.Select(Link)));
        return text.ToString();
    }

    private static string Link(LinkHelp link) => link switch
    {
        { Target.Length: > 0 } => $"- [{link.Text}]({link.Target})",
        _ when link.Text.StartsWith("about_", StringComparison.Ordinal) => $"- `Get-Help {link.Text}`",
        _ => $"- [{link.Text}]({link.Text}.md)",
    };

    private static void Section(StringBuilder text, string title, string body)
    {
        if (body.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{body}\n");
        }
    }

    private static string Example(ExampleHelp example)
    {
        var text = $"```powershell\n{example.Code}\n```\n\n{string.Join("\n\n", example.Remarks)}".TrimEnd();
        return example.Output is null ? text : $"{text}\n\n```\n{example.Output}\n```";
    }

    private static string Parameter(ParameterHelp parameter)
    {
        var facts = new List<string>();
        if (parameter.Uses.All(use => use.Mandatory))
        {
            facts.Add("required");
        }
        else if (parameter.Uses.Any(use => use.Mandatory))
        {
            facts.Add("required with " + string.Join(", ", parameter.Uses.Where(use => use.Mandatory).Select(use => use.Set)));
        }

        if (parameter.Uses[0].Position is { } position)
        {
            facts.Add($"position {position}");
        }

        if (parameter.Uses.Any(use => use.ByValue))
        {
            facts.Add("from the pipeline");
        }

        if (parameter.Uses.Any(use => use.ByPropertyName))
        {
            facts.Add("by property name");
        }

        if (parameter.Aliases.Count > 0)
        {
            facts.Add("alias " + string.Join(", ", parameter.Aliases.Select(alias => $"`{alias}`")));
        }

        if (parameter.Values.Count > 0)
        {
            facts.Add("one of " + string.Join(", ", parameter.Values.Select(value => $"`{value}`")));
        }

        var heading = parameter.IsSwitch ? $"### `-{parameter.Name}`" : $"### `-{parameter.Name} <{parameter.Type}>`";
        var body = string.Join("\n\n", parameter.DescriptionWithDefault(value => $"`{value}`"));
        return heading + (facts.Count > 0 ? $"\n\n*{string.Join("; ", facts)}*" : "") + (body.Length > 0 ? "\n\n" + body : "");
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
