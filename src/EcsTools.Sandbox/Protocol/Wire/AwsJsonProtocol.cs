using System;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Protocol.Model;

namespace EcsTools.Sandbox.Protocol.Wire;

/// <summary>AWS JSON 1.0 and 1.1: one address, the operation in X-Amz-Target, everything else in the body.</summary>
internal sealed class AwsJsonProtocol : WireProtocol
{
    public override Operation FindOperation(ServiceModel model, ApiRequest request)
    {
        var target = request.Header("X-Amz-Target") ?? "";
        var dot = target.LastIndexOf('.');
        var name = dot >= 0 && target.Substring(0, dot) == model.TargetPrefix ? target.Substring(dot + 1) : "";
        return model.FindOperation(name) ?? throw (model.HasOnAws(name) ? NotServed(model, name) : new AwsError("UnknownOperationException", ""));
    }

    public override JsonObject ReadInput(ServiceModel model, Operation operation, ApiRequest request)
    {
        var body = JsonShapeReader.Parse(request.Body);
        return operation.Input is null ? new JsonObject() : JsonShapeReader.ReadStructure(operation.Input, body);
    }

    public override ApiResponse WriteOutput(ServiceModel model, Operation operation, JsonObject output, string requestId)
    {
        // An operation without output answers with nothing at all, as AWS does.
        var body = operation.Output is { } shape
            ? JsonText.ToBytes(JsonShapeWriter.WriteStructure(shape, output))
            : Array.Empty<byte>();
        return new ApiResponse(200, body, ContentType(model), HeadersWith("x-amzn-RequestId", requestId));
    }

    public override ApiResponse WriteError(ServiceModel model, Operation? operation, AwsError error, string requestId)
        => new(
            error.StatusCode,
            JsonText.ToBytes(JsonErrors.Body(model, operation, error, withType: true)),
            ContentType(model),
            HeadersWith("x-amzn-RequestId", requestId));

    public override AwsError NotServed(ServiceModel model, string operation) => new("UnknownOperationException", Lacks(model, operation));

    public override AwsError MalformedBody(string message) => new("SerializationException", message);

    public override AwsError MissingSignature() => new("MissingAuthenticationTokenException", "Missing Authentication Token");

    public override AwsError UnknownKey()
        => new("UnrecognizedClientException", "The security token included in the request is invalid.");

    public override AwsError WrongSignature() => new("InvalidSignatureException", SignatureV4.Mismatch);

    public override AwsError WrongTime(string message) => new("InvalidSignatureException", message);

    public override AwsError ExpiredToken() => new("ExpiredTokenException", "The security token included in the request is expired");

    public override AwsError AccessDenied(string message) => new("AccessDeniedException", message);

    private static string ContentType(ServiceModel model) => "application/x-amz-json-" + model.JsonVersion;
}
