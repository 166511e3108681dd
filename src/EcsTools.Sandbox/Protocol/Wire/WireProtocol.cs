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
    /// <exception cref="AwsError">The request names none, or one the service does not have.</exception>
    public abstract Operation FindOperation(ServiceModel model, ApiRequest request);

    /// <summary>The input in the model's member names: timestamps as epoch seconds, blobs base64, null members left out.</summary>
    /// <exception cref="AwsError">A value is of another type than the model's.</exception>
    public abstract JsonObject ReadInput(ServiceModel model, Operation operation, ApiRequest request);

    public abstract ApiResponse WriteOutput(ServiceModel model, Operation operation, JsonObject output, string requestId);

    public abstract ApiResponse WriteError(ServiceModel model, Operation? operation, AwsError error, string requestId);

    /// <summary>What the service says of a request without a signature.</summary>
    public abstract AwsError MissingSignature();

    /// <summary>What the service says of an access key nobody has, or of an inactive one.</summary>
    public abstract AwsError UnknownKey();

    /// <summary>What the service says when the signature does not fit the request and the key's secret.</summary>
    public abstract AwsError WrongSignature();

    /// <summary>What the service says of temporary credentials after their end.</summary>
    public abstract AwsError ExpiredToken();

    /// <summary>What the service says to a caller whose policies do not allow the operation.</summary>
    public abstract AwsError AccessDenied(string message);

    protected static Dictionary<string, string> HeadersWith(string name, string value)
        => new(StringComparer.OrdinalIgnoreCase) { [name] = value };
}
