using System;
using System.Linq;
using AwsSdk.Generator.Model;

namespace AwsSdk.Generator.Emit;

/// <summary>One entry an operation: how its request is built, its response read and its errors named.</summary>
internal static class OperationCode
{
    public static CodeWriter Write(ServiceModel service)
    {
        var code = new CodeWriter();
        foreach (var name in new[] { "System", "Amazon.Runtime", "AwsSdk.Wire", service.Names.Namespace + ".Model" })
        {
            code.Line($"using {name};");
        }

        code.Line($"namespace {service.Names.Namespace};").Open("internal static class Operations");
        code.Line($"private static readonly WireService Service = "
            + $"new WireService({CodeWriter.Quote(service.Names.Namespace)}, {CodeWriter.Quote(service.ApiVersion)}, "
            + $"WireProtocol.{service.Protocol}, {Optional(service.TargetPrefix)}, {Optional(service.JsonVersion)}, Errors.Create);");
        foreach (var operation in service.Operations)
        {
            var errors = string.Concat(operation.Errors.Select(e => $", {CodeWriter.Quote(e.ErrorCode)}"));
            code.Line($"internal static readonly WireOperation {operation.Name} = WireOperation.Create<{operation.ResponseClass}>(Service, "
                + $"{CodeWriter.Quote(operation.Name)}, {CodeWriter.Quote(operation.HttpMethod)}, {CodeWriter.Quote(operation.RequestUri)}, "
                + $"{Optional(operation.ResultWrapper)}, {Placement(service, operation)}{errors});");
        }

        return code.Close();
    }

    /// <summary>What places the members that go into path, query string and headers, or null where there are none.</summary>
    private static string Placement(ServiceModel service, Operation operation)
    {
        var placed = operation.Input?.Members.Where(m => m.Location != Location.Body).ToList() ?? [];
        if (placed.Count == 0)
        {
            return "null";
        }

        if (service.Protocol != Protocol.RestJson)
        {
            throw new ModelException($"{operation.Name} places members outside the body, which its protocol does not.");
        }

        var statements = placed.Select(m => $"p.{m.Location}({CodeWriter.Quote(m.WireName)}, "
            + $"{(m.IsIdempotencyToken ? $"Wire.Token(q.{m.PropertyName})" : $"q.{m.PropertyName}")});");
        return $"static (o, p) => {{ var q = ({operation.RequestClass})o; {string.Join(" ", statements)} }}";
    }

    private static string Optional(string? text) => text is null ? "null" : CodeWriter.Quote(text);
}
