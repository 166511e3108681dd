using AwsSdk.Generator.Model;

namespace AwsSdk.Generator.Emit;

/// <summary>The C# of a shape: its type, and the expressions that put it on the wire and take it off.</summary>
internal sealed class CodeTypes(ServiceModel service)
{
    public bool IsXml => service.Protocol is Protocol.Query or Protocol.Ec2;

    /// <summary>The type of a property. In a collection an enum is a string and nothing is nullable, as the published package has it.</summary>
    public string TypeOf(Shape shape, bool inCollection = false)
    {
        var optional = inCollection ? string.Empty : "?";
        return shape.Type switch
        {
            "string" => shape.IsEnum && !inCollection ? $"{service.Names.Namespace}.{shape.ClassName}" : "string",
            "boolean" => "bool" + optional,
            "integer" => "int" + optional,
            "long" => "long" + optional,
            "float" => "float" + optional,
            "double" => "double" + optional,
            "timestamp" => "DateTime" + optional,
            "blob" => "MemoryStream",
            "list" => $"List<{TypeOf(shape.Element, inCollection: true)}>",
            "map" => $"Dictionary<string, {TypeOf(shape.Value, inCollection: true)}>",
            "structure" => shape.IsDocument ? "Amazon.Runtime.Documents.Document" : shape.ClassName,
            var other => throw new ModelException($"Shape {shape.Name} has type '{other}', which is not known."),
        };
    }

    public string TypeOf(Member member) => member.IsEpochMilliseconds ? "DateTime?" : TypeOf(member.Shape);

    /// <summary>The statement that writes a member.</summary>
    public string Write(Member member)
    {
        var name = CodeWriter.Quote(member.RequestName);
        return member.IsIdempotencyToken ? $"w.Token({name}, {member.PropertyName});"
            : member.IsEpochMilliseconds ? $"w.Long({name}, EpochMilliseconds.From({member.PropertyName}));"
            : $"w.{WriteCall(member.Shape, name, member.PropertyName, member.TimestampFormat, member.IsFlattened)};";
    }

    /// <summary>The expression that reads a member.</summary>
    public string Read(Member member) => member.IsEpochMilliseconds ? "EpochMilliseconds.Read(r)"
        : member.IsFlattened && member.Shape.Type == "list" && IsXml ? $"r.Append({member.PropertyName}, {ReadItem(member.Shape.Element)})"
        : ReadCall(member.Shape);

    private string WriteCall(Shape shape, string name, string value, string? timestampFormat = null, bool flattened = false) => shape.Type switch
    {
        "timestamp" => $"Time({name}, {value}, {TimeFormat(timestampFormat ?? shape.TimestampFormat)})",
        "list" => $"List({name}, {value}, {WriteItem(shape.Element)}, {ItemName(shape, flattened)})",
        "map" => $"Map({name}, {value}, {WriteItem(shape.Value)}, {MapNames(shape, flattened)})",
        _ => $"{Verb(shape)}({name}, {value})",
    };

    private string WriteItem(Shape shape) => shape.Type is "timestamp" or "list" or "map"
        ? $"static (w, n, v) => w.{WriteCall(shape, "n", "v")}"
        : $"Put.{Verb(shape)}";

    private string ReadCall(Shape shape) => shape.Type switch
    {
        "list" => $"r.List({ReadItem(shape.Element)})",
        "map" => $"r.Map({ReadItem(shape.Value)}, {CodeWriter.Quote(shape.KeyName)}, {CodeWriter.Quote(shape.ValueName)})",
        "structure" when !shape.IsDocument => $"r.Shape<{shape.ClassName}>()",
        _ => $"r.{Verb(shape)}()",
    };

    private string ReadItem(Shape shape) => $"static r => {ReadCall(shape)}";

    private static string Verb(Shape shape) => shape.Type switch
    {
        "string" => "String",
        "boolean" => "Bool",
        "integer" => "Int",
        "long" => "Long",
        "float" => "Float",
        "double" => "Double",
        "timestamp" => "Time",
        "blob" => "Blob",
        "structure" => shape.IsDocument ? "Document" : "Shape",
        var other => throw new ModelException($"Shape {shape.Name} has type '{other}', which is not known."),
    };

    private string TimeFormat(string? format) => "TimeFormat." + (format ?? (IsXml ? "iso8601" : "unixTimestamp")) switch
    {
        "iso8601" => "Iso8601",
        "rfc822" => "Rfc822",
        "unixTimestamp" => "UnixSeconds",
        var other => throw new ModelException($"Timestamp format '{other}' is not known."),
    };

    // EC2 Query flattens every list; Query puts the element's name between the list's name and the index.
    private string ItemName(Shape list, bool flattened) =>
        service.Protocol != Protocol.Query || flattened || list.IsFlattened ? "null" : CodeWriter.Quote(list.ElementName ?? "member");

    private string MapNames(Shape map, bool flattened) => IsXml
        ? $"{(flattened || map.IsFlattened ? "null" : "\"entry\"")}, {CodeWriter.Quote(map.KeyName)}, {CodeWriter.Quote(map.ValueName)}"
        : "null, null, null";
}
