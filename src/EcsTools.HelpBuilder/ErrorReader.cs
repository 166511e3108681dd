using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;
using EcsTools.Pipeline.Errors;

namespace EcsTools.HelpBuilder;

/// <summary>Reads the errors from <see cref="ErrorCodes"/>, and the families whose ids are formed from <see cref="ErrorCode"/>.</summary>
internal static class ErrorReader
{
    private const string Families = "Ids that are formed";

    private static readonly (string Method, string Id, ErrorKind? Kind)[] Formed =
    [
        ($"{nameof(ErrorCode.InvalidValue)}(System.String)", "Invalid<Parameter>", ErrorKind.InvalidArgument),
        ($"{nameof(ErrorCode.FromAws)}(System.String,EcsTools.ErrorKind)", "<code of AWS>", null),
        ($"{nameof(ErrorCode.Unexpected)}(System.Type)", "<type of the exception>", ErrorKind.Other),
    ];

    public static IReadOnlyList<ErrorHelp> Read(XmlDocumentation documentation)
        => [.. Named(documentation), .. Formed.Select(family => Read(
            documentation.Find($"M:{typeof(ErrorCode).FullName}.{family.Method}"), family.Id, Families, family.Kind))];

    private static IEnumerable<ErrorHelp> Named(XmlDocumentation documentation)
        => typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (ErrorCode)field.GetValue(null)!)
            .OrderBy(code => code.Area, StringComparer.Ordinal)
            .ThenBy(code => code.Id, StringComparer.Ordinal)
            .Select(code => Read(documentation.Find($"F:{typeof(ErrorCodes).FullName}.{code.Id}"), code.Id, code.Area!, code.Kind));

    private static ErrorHelp Read(XElement? member, string id, string area, ErrorKind? kind)
    {
        var marked = member is null ? null : WithCode(member);
        return new ErrorHelp(
            id,
            area,
            kind is { } known ? ErrorCategories.Of(known).ToString() : "",
            XmlDocumentation.Summary(marked),
            string.Join(" ", XmlDocumentation.Description(marked)));
    }

    private static XElement WithCode(XElement member)
    {
        var copy = new XElement(member);
        foreach (var code in copy.Descendants("c").ToList())
        {
            code.ReplaceWith(new XText($"`{code.Value}`"));
        }

        return copy;
    }
}
