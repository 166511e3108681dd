using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace AwsSdk.Wire;

/// <summary>Builds the HTTP request of an operation.</summary>
internal sealed class RequestMarshaller(WireOperation operation) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var service = operation.Service;
        var request = new DefaultRequest(input, service.Name) { HttpMethod = operation.Method, ResourcePath = operation.Uri };
        request.Headers[HeaderKeys.XAmzApiVersion] = service.ApiVersion;
        switch (service.Protocol)
        {
            case WireProtocol.Json:
                request.Headers["X-Amz-Target"] = $"{service.TargetPrefix}.{operation.Name}";
                request.Headers[HeaderKeys.ContentTypeHeader] = $"application/x-amz-json-{service.JsonVersion}";
                request.Content = JsonWireWriter.Body((IWireWritable)input, out _);
                break;
            case WireProtocol.RestJson:
                RestJson(request, input);
                break;
            default:
                request.Headers.Remove(HeaderKeys.XAmzApiVersion);
                request.Parameters["Action"] = operation.Name;
                request.Parameters["Version"] = service.ApiVersion;
                ((IWireWritable)input).Write(new QueryWireWriter(request));
                break;
        }

        return request;
    }

    private void RestJson(DefaultRequest request, AmazonWebServiceRequest input)
    {
        operation.Place?.Invoke(input, new WirePlacement(operation.Service, request));
        var body = JsonWireWriter.Body((IWireWritable)input, out var isEmpty);
        if (!isEmpty || operation.Method is "POST" or "PUT" or "PATCH")
        {
            request.Headers[HeaderKeys.ContentTypeHeader] = "application/json";
            request.Content = body;
        }
    }
}

/// <summary>Members that go into path, query string and headers.</summary>
internal sealed class WirePlacement(WireService service, IRequest request)
{
    public void Uri(string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw service.CreateError(string.Empty, new ErrorResponse { Message = $"Request object does not have required field {name} set" });
        }

        // "{name+}" takes the slashes of its value as they are.
        var greedy = "{" + name + "+}";
        request.AddPathResource(request.ResourcePath.Contains(greedy) ? greedy : "{" + name + "}", value);
    }

    public void QueryString(string name, string? value)
    {
        if (value is not null)
        {
            request.Parameters.Add(name, value);
            request.UseQueryString = true;
        }
    }

    public void QueryString(string name, ConstantClass? value) => QueryString(name, value?.Value);

    public void QueryString(string name, int? value) => QueryString(name, value?.ToString(CultureInfo.InvariantCulture));

    public void QueryString(string name, long? value) => QueryString(name, value?.ToString(CultureInfo.InvariantCulture));

    public void QueryString(string name, bool? value) => QueryString(name, value switch { null => null, true => "true", false => "false" });

    public void QueryString(string name, DateTime? value) => QueryString(name, value is { } time ? Wire.Text(time, TimeFormat.Iso8601) : null);

    public void QueryString(string name, IReadOnlyCollection<string>? values)
    {
        if (values is { Count: > 0 })
        {
            request.ParameterCollection.Add(name, values.ToList());
            request.UseQueryString = true;
        }
    }

    public void Header(string name, string? value)
    {
        if (value is not null)
        {
            request.Headers[name] = value;
        }
    }

    public void Header(string name, ConstantClass? value) => Header(name, value?.Value);
}
