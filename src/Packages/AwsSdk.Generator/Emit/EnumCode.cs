using System;
using System.Linq;
using AwsSdk.Generator.Model;

namespace AwsSdk.Generator.Emit;

/// <summary>The enumerations: classes of constants, open to values newer than the model.</summary>
internal static class EnumCode
{
    private static readonly char[] Separators = ['–', '-', '/', '.', ' ', ':', ',', '+', '&', '*'];

    public static CodeWriter Write(ServiceModel service)
    {
        var code = new CodeWriter().Line("using Amazon.Runtime;").Line($"namespace {service.Names.Namespace};");
        foreach (var shape in service.Shapes.Where(s => s.IsEnum).OrderBy(s => s.ClassName, StringComparer.Ordinal))
        {
            var name = shape.ClassName;
            code.Open($"public class {name} : ConstantClass");
            foreach (var value in shape.EnumValues)
            {
                code.Line($"public static readonly {name} {ConstantName(value)} = new {name}({CodeWriter.Quote(value)});");
            }

            code.Line($"public {name}(string value) : base(value) {{ }}")
                .Line($"public static {name} FindValue(string value) => FindValue<{name}>(value);")
                .Line($"public static implicit operator {name}(string value) => FindValue(value);")
                .Close();
        }

        return code;
    }

    public static string ConstantName(string value) =>
        string.Concat(value.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Select(PublishedNames.Capitalised))
            .Replace("(", string.Empty, StringComparison.Ordinal).Replace(")", string.Empty, StringComparison.Ordinal);
}
