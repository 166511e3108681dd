using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Http;
using EcsTools.Sandbox.Protocol.Model;

namespace EcsTools.Sandbox.Protocol.Wire;

/// <summary>REST JSON: the operation by method and path; members in path, query, headers and body.</summary>
internal sealed class RestJsonProtocol : WireProtocol
{
    public override Operation FindOperation(ServiceModel model, ApiRequest request)
    {
        // The path with the most literal text first: /schedules/x is not a label of /{Name}.
        var found = model.OperationNames
            .Select(name => model.FindOperation(name)!)
            .Where(operation => operation.HttpMethod == request.Method && Labels(operation, request.RawPath) is not null)
            .OrderByDescending(operation => operation.RequestUri.Count(c => c == '/') * 100 - operation.RequestUri.Count(c => c == '{'))
            .FirstOrDefault();
        return found ?? throw new AwsError("UnknownOperationException", "", 404);
    }

    public override JsonObject ReadInput(ServiceModel model, Operation operation, ApiRequest request)
    {
        if (operation.Input is not { } shape)
        {
            return new JsonObject();
        }

        var input = ReadBody(shape, request);
        var labels = Labels(operation, request.RawPath)!;
        var query = HttpForm.Parse(request.RawQuery).ToLookup(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (var member in shape.Members.Where(member => member.Location is not null))
        {
            var values = member.Location switch
            {
                "uri" => labels.TryGetValue(member.WireName, out var label) ? new[] { label } : Array.Empty<string>(),
                "querystring" => query[member.WireName].ToArray(),
                "header" => request.Header(member.WireName) is { } header ? new[] { header } : Array.Empty<string>(),
                _ => Array.Empty<string>(),
            };
            if (values.Length > 0)
            {
                input[member.Name] = member.Shape.Kind == ShapeKind.List
                    ? new JsonArray(values.Select(value => (JsonNode?)TextValues.Read(member.Shape.Element.Shape, value)).ToArray())
                    : TextValues.Read(member.Shape, values[0]);
            }
        }

        return input;
    }

    public override ApiResponse WriteOutput(ServiceModel model, Operation operation, JsonObject output, string requestId)
    {
        var headers = HeadersWith("x-amzn-RequestId", requestId);
        if (operation.Output is not { } shape)
        {
            return new ApiResponse(operation.ResponseCode, Array.Empty<byte>(), "application/json", headers);
        }

        foreach (var member in shape.Members.Where(member => member.Location == "header" && output[member.Name] is not null))
        {
            headers[member.WireName] = output[member.Name]!.ToString();
        }

        var body = JsonShapeWriter.WriteStructure(shape, output);
        JsonNode content = shape.Payload is { } payload ? body[payload] ?? new JsonObject() : body;
        return new ApiResponse(operation.ResponseCode, JsonText.ToBytes(content), "application/json", headers);
    }

    public override ApiResponse WriteError(ServiceModel model, Operation? operation, AwsError error, string requestId)
    {
        var headers = HeadersWith("x-amzn-RequestId", requestId);
        headers["x-amzn-ErrorType"] = error.Code;
        var status = model.FindError(operation, error.Code)?.ErrorStatus ?? error.StatusCode;
        var body = JsonText.ToBytes(JsonErrors.Body(model, operation, error, withType: false));
        return new ApiResponse(status, body, "application/json", headers);
    }

    public override AwsError NotServed(ServiceModel model, string operation) => new("UnknownOperationException", Lacks(model, operation), 404);

    public override AwsError MalformedBody(string message) => new("SerializationException", message);

    public override AwsError MissingSignature() => new("MissingAuthenticationTokenException", "Missing Authentication Token", 403);

    public override AwsError UnknownKey()
        => new("UnrecognizedClientException", "The security token included in the request is invalid.", 403);

    public override AwsError WrongSignature() => new("InvalidSignatureException", SignatureV4.Mismatch, 403);

    public override AwsError WrongTime(string message) => new("InvalidSignatureException", message, 403);

    public override AwsError ExpiredToken() => new("ExpiredTokenException", "The security token included in the request is expired", 403);

    public override AwsError AccessDenied(string message) => new("AccessDeniedException", message, 403);

    private static JsonObject ReadBody(Shape shape, ApiRequest request)
    {
        if (shape.Payload is { } payload)
        {
            var member = shape.FindMember(payload)!;
            return request.Body.Length == 0
                ? new JsonObject()
                : new JsonObject { [payload] = JsonShapeReader.Read(member.Shape, JsonShapeReader.Parse(request.Body)) };
        }

        return JsonShapeReader.ReadStructure(shape, JsonShapeReader.Parse(request.Body));
    }

    /// <summary>The labels of the path, decoded, or null if the path does not match the operation's template.</summary>
    private static Dictionary<string, string>? Labels(Operation operation, string rawPath)
    {
        var template = operation.RequestUri.Trim('/').Split('/');
        var path = rawPath.Trim('/').Split('/');
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < template.Length; i++)
        {
            var isLabel = template[i].StartsWith("{", StringComparison.Ordinal);
            if (isLabel && template[i].EndsWith("+}", StringComparison.Ordinal) && path.Length >= template.Length)
            {
                // A greedy label matches the rest. The models have none in the middle.
                labels[template[i].Trim('{', '}', '+')] = Uri.UnescapeDataString(string.Join("/", path.Skip(i)));
                return labels;
            }

            if (i >= path.Length || (isLabel ? path[i].Length == 0 : path[i] != template[i]))
            {
                return null;
            }

            if (isLabel)
            {
                labels[template[i].Trim('{', '}')] = Uri.UnescapeDataString(path[i]);
            }
        }

        return path.Length == template.Length ? labels : null;
    }
}
