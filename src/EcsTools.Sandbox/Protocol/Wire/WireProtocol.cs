using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Protocol.Model;

namespace EcsTools.Sandbox.Protocol.Wire;

/// <summary>One of the forms in which AWS services take requests and give answers.</summary>
internal abstract class WireProtocol
{
    /// <summary>The protocol that a service model names.</summary>
    public static WireProtocol Of(ServiceModel model) => model.Protocol switch
    {
        "json" => new AwsJsonProtocol(),
        "rest-json" => new RestJsonProtocol(),
        "query" => new QueryProtocol(),
        "ec2" => new Ec2Protocol(),
        _ => throw new InvalidOperationException($"The sandbox does not speak {model.Protocol}, the protocol of {model.ServiceId}."),
    };

    /// <summary>The operation a request asks for.</summary>
    /// <exception cref="AwsError">The request names no operation, or one that the service does not have.</exception>
    public abstract Operation FindOperation(ServiceModel model, ApiRequest request);

    /// <summary>The input in the model's member names: timestamps as epoch seconds, blobs base64, null members left out.</summary>
    /// <exception cref="AwsError">A value is of another type than the model's.</exception>
    public abstract JsonObject ReadInput(ServiceModel model, Operation operation, ApiRequest request);

    public abstract ApiResponse WriteOutput(ServiceModel model, Operation operation, JsonObject output, string requestId);

    public abstract ApiResponse WriteError(ServiceModel model, Operation? operation, AwsError error, string requestId);

    /// <summary>The error for an operation that the sandbox does not have, although AWS has it.</summary>
    public abstract AwsError NotServed(ServiceModel model, string operation);

    /// <summary>The error for a body that cannot be read.</summary>
    public abstract AwsError MalformedBody(string message);

    /// <summary>The error for a request without a signature.</summary>
    public abstract AwsError MissingSignature();

    /// <summary>The error for an unknown or inactive access key.</summary>
    public abstract AwsError UnknownKey();

    /// <summary>The error for a signature that does not match the request and the secret of the key.</summary>
    public abstract AwsError WrongSignature();

    /// <summary>The error for a signature of another time.</summary>
    public abstract AwsError WrongTime(string message);

    /// <summary>The error for expired credentials.</summary>
    public abstract AwsError ExpiredToken();

    /// <summary>The error for a caller whose policies do not allow the operation.</summary>
    public abstract AwsError AccessDenied(string message);

    /// <summary>An error must not look as if AWS lacked the operation.</summary>
    protected static string Lacks(ServiceModel model, string operation)
        => $"The sandbox does not have the operation {operation} of {model.ServiceId}.";

    protected static Dictionary<string, string> HeadersWith(string name, string value)
        => new(StringComparer.OrdinalIgnoreCase) { [name] = value };
}
