using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace EcsTools.HelpBuilder;

/// <summary>Reads the commands of an assembly. Attributes are read as data: PowerShell's own code is not here to construct them.</summary>
internal static class CommandReader
{
    public static IReadOnlyList<CommandHelp> Read(Assembly assembly, XmlDocumentation documentation, RecordedOutput outputs)
    {
        var types = assembly.GetExportedTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(PSCmdlet))).ToList();
        var names = types.ToDictionary(type => "T:" + type.FullName, type => Name(Cmdlet(type)), StringComparer.Ordinal);
        return [.. types.Select(type => Read(type, documentation, names, outputs)).OrderBy(command => command.Name, StringComparer.Ordinal)];
    }

    private static CommandHelp Read(Type type, XmlDocumentation documentation, Dictionary<string, string> names, RecordedOutput outputs)
    {
        var cmdlet = Cmdlet(type);
        var member = documentation.Find("T:" + type.FullName);
        var parameters = Properties(type).Select(property => Parameter(property, type, documentation)).ToList();
        var sets = parameters.SelectMany(parameter => parameter.Uses).Select(use => use.Set).OfType<string>().Distinct().ToList();
        return new CommandHelp(
            Name(cmdlet),
            (string)cmdlet.ConstructorArguments[0].Value!,
            (string)cmdlet.ConstructorArguments[1].Value!,
            type.Namespace!.Split('.')[^1],
            XmlDocumentation.Summary(member),
            XmlDocumentation.Description(member),
            outputs.AddTo(Name(cmdlet), XmlDocumentation.Examples(member)),
            parameters,
            sets.Count == 0 ? [""] : sets,
            [.. Outputs(type, documentation)],
            [.. Links(member, names)],
            Named(cmdlet, "SupportsShouldProcess") is true);
    }

    private static string Name(CustomAttributeData cmdlet) => $"{cmdlet.ConstructorArguments[0].Value}-{cmdlet.ConstructorArguments[1].Value}";

    private static CustomAttributeData Cmdlet(Type type)
        => type.GetCustomAttributesData().Single(attribute => attribute.AttributeType == typeof(CmdletAttribute));

    private static object? Named(CustomAttributeData attribute, string name)
        => attribute.NamedArguments.Where(argument => argument.MemberName == name).Select(argument => argument.TypedValue.Value).FirstOrDefault();

    // By position first. The others as they are written: the command's own, then those of each base.
    private static IEnumerable<PropertyInfo> Properties(Type type)
        => type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.GetCustomAttributesData().Any(attribute => attribute.AttributeType == typeof(ParameterAttribute)))
            .OrderBy(property => Position(property) ?? int.MaxValue)
            .ThenBy(property => BasesBetween(type, property.DeclaringType!))
            .ThenBy(property => property.MetadataToken);

    private static int? Position(PropertyInfo property)
        => property.GetCustomAttributesData().Where(attribute => attribute.AttributeType == typeof(ParameterAttribute))
            .Min(attribute => Use(attribute).Position);

    private static int BasesBetween(Type type, Type declaring) => type == declaring ? 0 : 1 + BasesBetween(type.BaseType!, declaring);

    private static ParameterHelp Parameter(PropertyInfo property, Type command, XmlDocumentation documentation)
    {
        var attributes = property.GetCustomAttributesData();
        var member = Documented(property, documentation);
        var description = XmlDocumentation.Description(member);
        var summary = XmlDocumentation.Summary(member);
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var element = type.IsArray ? type.GetElementType()! : type;
        return new ParameterHelp(
            property.Name,
            TypeName(type),
            type == typeof(SwitchParameter),
            summary.Length > 0 ? [summary, .. description] : description,
            [.. Arguments(attributes, typeof(AliasAttribute))],
            element.IsEnum ? Enum.GetNames(element) : [.. Arguments(attributes, typeof(ValidateSetAttribute))],
            XmlDocumentation.Value(member),
            attributes.Any(attribute => attribute.AttributeType == typeof(SupportsWildcardsAttribute)),
            property.DeclaringType != command && property.DeclaringType!.Name == "AwsCommand",
            [.. attributes.Where(attribute => attribute.AttributeType == typeof(ParameterAttribute)).Select(Use)]);
    }

    private static XElement? Documented(PropertyInfo property, XmlDocumentation documentation)
    {
        var bases = new List<Type>();
        for (var type = property.DeclaringType; type is not null; type = type.BaseType)
        {
            bases.Add(type);
        }

        // Parameters that commands with different bases share have their documentation on an interface.
        return bases.Concat(property.DeclaringType!.GetInterfaces())
            .Select(type => documentation.Find($"P:{type.FullName}.{property.Name}"))
            .FirstOrDefault(member => member is not null && member.Element("inheritdoc") is null);
    }

    private static ParameterUse Use(CustomAttributeData attribute) => new(
        Named(attribute, "ParameterSetName") as string,
        Named(attribute, "Mandatory") is true,
        Named(attribute, "Position") is int position and >= 0 ? position : null,
        Named(attribute, "ValueFromPipeline") is true,
        Named(attribute, "ValueFromPipelineByPropertyName") is true);

    private static IEnumerable<string> Arguments(IEnumerable<CustomAttributeData> attributes, Type type)
        => attributes.Where(attribute => attribute.AttributeType == type)
            .SelectMany(attribute => attribute.ConstructorArguments)
            .SelectMany(argument => argument.Value as IReadOnlyCollection<CustomAttributeTypedArgument> ?? [argument])
            .Select(argument => argument.Value)
            .OfType<string>();

    private static IEnumerable<TypeHelp> Outputs(Type type, XmlDocumentation documentation)
        => type.GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(OutputTypeAttribute))
            .SelectMany(attribute => attribute.ConstructorArguments)
            .SelectMany(argument => argument.Value as IReadOnlyCollection<CustomAttributeTypedArgument> ?? [argument])
            .Select(argument => argument.Value)
            .OfType<Type>()
            .Distinct()
            .Select(output => new TypeHelp(output.FullName!, TypeName(output), XmlDocumentation.Summary(documentation.Find("T:" + output.FullName))));

    private static IEnumerable<LinkHelp> Links(XElement? member, Dictionary<string, string> names)
    {
        foreach (var link in member?.Elements("seealso") ?? [])
        {
            if ((string?)link.Attribute("href") is { } address)
            {
                yield return new LinkHelp(link.Value.Trim().Length > 0 ? link.Value.Trim() : address, address);
            }
            else if ((string?)link.Attribute("cref") is { } target && names.TryGetValue(target, out var command))
            {
                yield return new LinkHelp(command, "");
            }
        }
    }

    private static string TypeName(Type type) => type switch
    {
        { IsArray: true } => TypeName(type.GetElementType()!) + "[]",
        _ when type == typeof(SwitchParameter) => "switch",
        _ when type == typeof(string) => "string",
        _ when type == typeof(int) => "int",
        _ when type == typeof(long) => "long",
        _ when type == typeof(double) => "double",
        _ when type == typeof(bool) => "bool",
        _ when type == typeof(object) => "object",
        _ => type.Name,
    };
}
