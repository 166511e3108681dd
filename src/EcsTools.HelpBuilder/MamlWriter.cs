using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace EcsTools.HelpBuilder;

/// <summary>Help as Get-Help reads it.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Root = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Write(IReadOnlyList<CommandHelp> commands)
    {
        var document = new XElement(
            Root + "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", Maml.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "command", Command.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "dev", Dev.NamespaceName),
            commands.Select(Write));
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            document.Save(writer);
        }

        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + text + "\n";
    }

    private static XElement Write(CommandHelp command) => new(
        Command + "command",
        new XElement(
            Command + "details",
            new XElement(Command + "name", command.Name),
            new XElement(Command + "verb", command.Verb),
            new XElement(Command + "noun", command.Noun),
            new XElement(Maml + "description", Para(command.Synopsis))),
        new XElement(Maml + "description", command.Description.Select(Para)),
        new XElement(Command + "syntax", command.ParameterSets.Select(set => Syntax(command, set))),
        new XElement(Command + "parameters", command.Parameters.Select(parameter => Parameter(parameter, parameter.Uses[0]))),
        new XElement(Command + "inputTypes", Inputs(command)),
        new XElement(Command + "returnValues", command.Outputs.Select(type => Value(Command + "returnValue", type.FullName, type.Summary))),
        new XElement(Command + "examples", command.Examples.Select(Example)),
        new XElement(Command + "relatedLinks", Links(command)));

    private static XElement Syntax(CommandHelp command, string set)
    {
        var item = new XElement(
            Command + "syntaxItem",
            new XElement(Maml + "name", command.Name),
            SyntaxLine.Parameters(command, set).Select(pair => Parameter(pair.Parameter, pair.Use)));
        if (command.AsksFirst)
        {
            item.Add(Parameter(Risk("WhatIf"), Risk("WhatIf").Uses[0]), Parameter(Risk("Confirm"), Risk("Confirm").Uses[0]));
        }

        return item;
    }

    private static ParameterHelp Risk(string name) => new(
        name, "switch", true, [], [], [], null, false, false, [new ParameterUse(null, false, null, false, false)]);

    private static XElement Parameter(ParameterHelp parameter, ParameterUse use)
    {
        var element = new XElement(
            Command + "parameter",
            new XAttribute("required", use.Mandatory ? "true" : "false"),
            new XAttribute("variableLength", parameter.Type.EndsWith(']') ? "true" : "false"),
            new XAttribute("globbing", parameter.Wildcards ? "true" : "false"),
            new XAttribute("pipelineInput", use.PipelineInput),
            new XAttribute("position", use.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none"),
            new XElement(Maml + "name", parameter.Name),
            new XElement(Maml + "description", parameter.DescriptionWithDefault(value => value).Select(Para), Values(parameter)));
        if (!parameter.IsSwitch)
        {
            element.Add(new XElement(
                Command + "parameterValue",
                new XAttribute("required", "true"),
                new XAttribute("variableLength", parameter.Type.EndsWith(']') ? "true" : "false"),
                parameter.Type));
        }

        element.Add(
            new XElement(Dev + "type", new XElement(Maml + "name", parameter.Type), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", parameter.Default ?? (parameter.IsSwitch ? "False" : "None")));
        return element;
    }

    private static IEnumerable<XElement> Values(ParameterHelp parameter)
        => parameter.Values.Count == 0 ? [] : [Para("One of: " + string.Join(", ", parameter.Values) + ".")];

    private static IEnumerable<XElement> Inputs(CommandHelp command)
        => InputHelp.Of(command).Select(input => Value(Command + "inputType", input.Type, input.Text(name => "-" + name)));

    private static XElement Value(XName name, string type, string text)
        => new(name, new XElement(Dev + "type", new XElement(Maml + "name", type)), new XElement(Maml + "description", Para(text)));

    private static XElement Example(ExampleHelp example, int at) => new(
        Command + "example",
        new XElement(Maml + "title", string.Create(CultureInfo.InvariantCulture, $"-------------------------- Example {at + 1} --------------------------")),
        new XElement(Dev + "code", example.Code),

        // Ends with an empty paragraph, so that the title of the next example stands apart.
        new XElement(Dev + "remarks", example.Remarks.Concat(Output(example)).Append("").Select(Para)));

    // One paragraph, in which Get-Help keeps the line breaks.
    private static IEnumerable<string> Output(ExampleHelp example) => example.Output is null ? [] : ["Output:\n\n" + example.Output];

    private static IEnumerable<XElement> Links(CommandHelp command)
        => command.Links.Select(link => new XElement(
            Maml + "navigationLink",
            new XElement(Maml + "linkText", link.Text),
            new XElement(Maml + "uri", link.Target)));

    private static XElement Para(string text) => new(Maml + "para", text);
}
