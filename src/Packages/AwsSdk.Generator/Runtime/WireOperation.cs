using System;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AwsSdk.Wire;

/// <summary>How a service speaks.</summary>
internal enum WireProtocol
{
    Json,
    RestJson,
    Query,
    Ec2,
}

/// <summary>What all operations of a service share.</summary>
internal sealed record WireService(
    string Name,
    string ApiVersion,
    WireProtocol Protocol,
    string? TargetPrefix,
    string? JsonVersion,
    Func<string, ErrorResponse, AmazonServiceException> CreateError);

/// <summary>One call of a service: how its request is built and its response read.</summary>
internal sealed class WireOperation
{
    private readonly RequestMarshaller _marshaller;
    private readonly Amazon.Runtime.Internal.Transform.ResponseUnmarshaller _unmarshaller;

    private WireOperation(
        WireService service,
        string name,
        string method,
        string uri,
        string? resultWrapper,
        Action<AmazonWebServiceRequest, WirePlacement>? place,
        Func<AmazonWebServiceResponse> create,
        string[] errors)
    {
        Service = service;
        Name = name;
        Method = method;
        Uri = uri;
        ResultWrapper = resultWrapper;
        Place = place;
        CreateResponse = create;
        Errors = errors;
        _marshaller = new RequestMarshaller(this);
        _unmarshaller = service.Protocol is WireProtocol.Json or WireProtocol.RestJson ? new JsonUnmarshaller(this) : new XmlUnmarshaller(this);
    }

    public WireService Service { get; }

    public string Name { get; }

    public string Method { get; }

    public string Uri { get; }

    public string? ResultWrapper { get; }

    /// <summary>Puts members into path, query string and headers.</summary>
    public Action<AmazonWebServiceRequest, WirePlacement>? Place { get; }

    public Func<AmazonWebServiceResponse> CreateResponse { get; }

    /// <summary>The codes that become an exception of their own; any other becomes the service's base exception.</summary>
    public string[] Errors { get; }

    public static WireOperation Create<TResponse>(
        WireService service,
        string name,
        string method,
        string uri,
        string? resultWrapper,
        Action<AmazonWebServiceRequest, WirePlacement>? place,
        params string[] errors)
        where TResponse : AmazonWebServiceResponse, IWireReadable, new() =>
        new(service, name, method, uri, resultWrapper, place, static () => new TResponse(), errors);

    /// <summary>What the runtime pipeline needs for one call.</summary>
    public InvokeOptions Options() => new() { RequestMarshaller = _marshaller, ResponseUnmarshaller = _unmarshaller };
}
