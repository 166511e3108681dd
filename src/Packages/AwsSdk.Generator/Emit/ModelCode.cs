using System;
using System.Collections.Generic;
using System.Linq;
using AwsSdk.Generator.Model;

namespace AwsSdk.Generator.Emit;

/// <summary>Requests, responses and what they are made of, each with its way onto the wire or off it.</summary>
internal static class ModelCode
{
    public static CodeWriter Write(ServiceModel service)
    {
        var types = new CodeTypes(service);
        var code = new CodeWriter();
        foreach (var name in new[] { "System", "System.Collections.Generic", "System.IO", "Amazon.Runtime", "AwsSdk.Wire" })
        {
            code.Line($"using {name};");
        }

        code.Open($"namespace {service.Names.Namespace}")
            .Line($"public partial class {service.Stem}Request : AmazonWebServiceRequest {{ }}")
            .Close()
            .Open($"namespace {service.Names.Namespace}.Model");
        foreach (var operation in service.Operations)
        {
            Class(code, types, operation.RequestClass, service.Stem + "Request", operation.Input?.Members ?? [], write: true, read: false);
            Class(code, types, operation.ResponseClass, "AmazonWebServiceResponse", operation.Output?.Members ?? [], write: false, read: true);
        }

        var written = Reached(service.Operations.Select(o => o.Input));
        var read = Reached(service.Operations.Select(o => o.Output).Concat(service.Operations.SelectMany(o => o.Errors)));
        foreach (var shape in written.Union(read).OrderBy(s => s.ClassName, StringComparer.Ordinal))
        {
            Class(code, types, shape.ClassName, null, shape.Members, written.Contains(shape), read.Contains(shape));
        }

        return code.Close();
    }

    /// <summary>A property, null until it is set unless the process asks for the collections of old.</summary>
    public static void Property(CodeWriter code, Member member, CodeTypes types)
    {
        var type = types.TypeOf(member);
        var initial = member.Shape.Type is "list" or "map" ? $" = AWSConfigs.InitializeCollections ? new {type}() : null;" : string.Empty;
        code.Line($"{(member.IsDeprecated ? "[Obsolete] " : string.Empty)}public {type} {member.PropertyName} {{ get; set; }}{initial}");
    }

    public static void ReadMethod(CodeWriter code, IEnumerable<Member> members, CodeTypes types)
    {
        code.Open("void IWireReadable.Read(string name, WireReader r)").Open("switch (name)");
        foreach (var member in members)
        {
            if (member.Location != Location.Body)
            {
                throw new ModelException($"{member} comes outside the body of a response, which is not supported.");
            }

            code.Line($"case {CodeWriter.Quote(member.WireName)}: {member.PropertyName} = {types.Read(member)}; break;");
        }

        code.Close().Close();
    }

    private static void Class(CodeWriter code, CodeTypes types, string name, string? parent, IReadOnlyList<Member> members, bool write, bool read)
    {
        if (members.FirstOrDefault(m => m.PropertyName == name) is { } clash)
        {
            throw new ModelException($"{clash} would have the name of its class; names.json must rename it as the published package does.");
        }

        // Members outside the body are placed by Operations.g.cs.
        string[] bases = [.. new[] { parent, write ? "IWireWritable" : null, read ? "IWireReadable" : null }.OfType<string>()];
        code.Open($"public partial class {name} : {string.Join(", ", bases)}");
        foreach (var member in members)
        {
            Property(code, member, types);
        }

        if (write)
        {
            code.Open("void IWireWritable.Write(WireWriter w)");
            foreach (var member in members.Where(m => m.Location == Location.Body))
            {
                code.Line(types.Write(member));
            }

            code.Close();
        }

        if (read)
        {
            ReadMethod(code, members, types);
        }

        code.Close();
    }

    private static HashSet<Shape> Reached(IEnumerable<Shape?> roots)
    {
        var reached = new HashSet<Shape>();
        foreach (var root in roots.OfType<Shape>())
        {
            foreach (var member in root.Members)
            {
                Visit(member.Shape, reached);
            }
        }

        return reached;
    }

    private static void Visit(Shape shape, HashSet<Shape> reached)
    {
        switch (shape.Type)
        {
            case "list":
                Visit(shape.Element, reached);
                break;
            case "map":
                Visit(shape.Value, reached);
                break;
            case "structure" when shape.IsStructure && reached.Add(shape):
                foreach (var member in shape.Members)
                {
                    Visit(member.Shape, reached);
                }

                break;
        }
    }
}
