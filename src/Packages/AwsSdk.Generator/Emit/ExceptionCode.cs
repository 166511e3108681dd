using System;
using System.Linq;
using AwsSdk.Generator.Model;

namespace AwsSdk.Generator.Emit;

/// <summary>The exceptions, and the table from error code to exception.</summary>
internal static class ExceptionCode
{
    private const string Full = "string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode";

    public static CodeWriter Write(ServiceModel service)
    {
        var types = new CodeTypes(service);
        var thrown = service.Operations.SelectMany(o => o.Errors).Distinct().OrderBy(s => s.ClassName, StringComparer.Ordinal).ToList();
        var code = new CodeWriter();
        foreach (var name in new[] { "System", "System.Collections.Generic", "System.IO", "System.Net", "Amazon.Runtime", "Amazon.Runtime.Internal",
            "AwsSdk.Wire" })
        {
            code.Line($"using {name};");
        }

        code.Open($"namespace {service.Names.Namespace}");
        Class(code, service.Stem + "Exception", "AmazonServiceException", null, types);
        code.Open("internal static class Errors");
        code.Open("internal static AmazonServiceException Create(string shape, ErrorResponse e)").Open("switch (shape)");
        foreach (var shape in thrown)
        {
            code.Line($"case {CodeWriter.Quote(shape.ErrorCode)}: return new Model.{shape.ClassName}({Arguments});");
        }

        code.Line($"default: return new {service.Stem}Exception({Arguments});").Close().Close().Close().Close();
        code.Open($"namespace {service.Names.Namespace}.Model");
        foreach (var shape in thrown)
        {
            Class(code, shape.ClassName, service.Stem + "Exception", shape, types);
        }

        return code.Close();
    }

    private const string Arguments = "e.Message, e.InnerException, e.Type, e.Code, e.RequestId, e.StatusCode";

    private static void Class(CodeWriter code, string name, string parent, Shape? shape, CodeTypes types)
    {
        var members = shape?.Members.Where(m => m.PropertyName != "Message").ToList() ?? [];
        code.Open($"public partial class {name} : {parent}{(members.Count > 0 ? ", IWireReadable" : string.Empty)}")
            .Line($"public {name}() : base() {{ }}")
            .Line($"public {name}(string message) : base(message) {{ }}")
            .Line($"public {name}(string message, Exception innerException) : base(message, innerException) {{ }}")
            .Line($"public {name}(Exception innerException) : base(innerException) {{ }}")
            .Line($"public {name}(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, "
                + $"errorType, errorCode, requestId, statusCode) {{ }}")
            .Line($"public {name}({Full}) : base(message, innerException, errorType, errorCode, requestId, statusCode) {{ }}");
        foreach (var member in members)
        {
            ModelCode.Property(code, member, types);
        }

        if (members.Count > 0)
        {
            ModelCode.ReadMethod(code, members, types);
        }

        code.Close();
    }
}
