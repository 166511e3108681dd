using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EcsTools.Images.Oci;

namespace EcsTools.HelpBuilder;

/// <summary>The XML documentation that the compiler wrote, and its elements as text.</summary>
internal sealed class XmlDocumentation
{
    private readonly Dictionary<string, XElement> _members;

    public XmlDocumentation(IEnumerable<string> paths)
    {
        _members = paths
            .SelectMany(path => XDocument.Load(path, LoadOptions.PreserveWhitespace).Descendants("member"))
            .ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);
    }

    public XElement? Find(string id) => _members.GetValueOrDefault(id);

    /// <summary>The first sentence-like text of a summary: what is not a description of its own.</summary>
    public static string Summary(XElement? member)
    {
        var summary = member?.Element("summary");
        return summary is null ? "" : Text(summary.Nodes().Where(node => node is not XElement { Name.LocalName: "para" }));
    }

    /// <summary>The paragraphs of a description: <c>para type="description"</c> of the summary, and the remarks.</summary>
    public static IReadOnlyList<string> Description(XElement? member)
    {
        if (member is null)
        {
            return [];
        }

        var marked = member.Descendants("para").Where(para => (string?)para.Attribute("type") == "description").Select(para => Text(para.Nodes()));
        return [.. marked.Concat(member.Elements("remarks").SelectMany(Paragraphs)).Where(text => text.Length > 0)];
    }

    /// <summary>The value of a property: a parameter's default.</summary>
    public static string? Value(XElement? member) => member?.Element("value") is { } value ? Text(value.Nodes()) : null;

    public static IReadOnlyList<ExampleHelp> Examples(XElement? member)
        => [.. (member?.Elements("example") ?? []).Select(example => new ExampleHelp(
            Code(example.Element("code")?.Value ?? ""),
            [.. example.Elements("para").Select(para => Text(para.Nodes()))]))];

    private static IEnumerable<string> Paragraphs(XElement element)
    {
        var loose = Text(element.Nodes().Where(node => node is not XElement { Name.LocalName: "para" }));
        return new[] { loose }.Concat(element.Elements("para").Select(para => Text(para.Nodes())));
    }

    private static string Text(IEnumerable<XNode> nodes)
    {
        var text = new StringBuilder();
        foreach (var node in nodes)
        {
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement { Name.LocalName: "see" or "seealso" } link => Reference(link),
                XElement { Name.LocalName: "paramref" } parameter => (string?)parameter.Attribute("name"),
                XElement element => Text(element.Nodes()),
                _ => "",
            });
        }

        return Regex.Replace(text.ToString(), @"\s+", " ").Trim();
    }

    private static string Reference(XElement link)
    {
        var target = (string?)link.Attribute("cref") ?? (string?)link.Attribute("langword") ?? (string?)link.Attribute("href") ?? "";
        var inner = Text(link.Nodes());
        return inner.Length > 0 ? inner : target[(target.LastIndexOfAny(['.', ':']) + 1)..];
    }

    // The indentation of the comment is not the code's.
    private static string Code(string value)
    {
        var lines = value.Replace("\r", "", StringComparison.Ordinal).Split('\n').SkipWhile(string.IsNullOrWhiteSpace).Reverse()
            .SkipWhile(string.IsNullOrWhiteSpace).Reverse().ToList();
        var indent = lines.Skip(1).Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select((line, at) => at == 0 ? line.Trim() : line.Length >= indent ? line[indent..].TrimEnd() : line.Trim()));
    }
}
