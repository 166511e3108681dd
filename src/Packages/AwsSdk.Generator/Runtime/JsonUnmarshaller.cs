using System;
using System.IO;
using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace AwsSdk.Wire;

/// <summary>Reads the JSON response of an operation, and its errors as the SDK's own reader understands them.</summary>
internal sealed class JsonUnmarshaller(WireOperation operation) : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        var response = operation.CreateResponse();
        Read(context.Stream, (IWireReadable)response, context.JsonMaxDepth);
        return response;
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(context.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(context, ref reader);
        error.InnerException = innerException;
        error.StatusCode = statusCode;
        var exception = operation.Error(error);
        if (exception is IWireReadable shape && context.GetResponseBodyBytes() is { Length: > 0 } body)
        {
            Read(new MemoryStream(body), shape, context.JsonMaxDepth);
        }

        return exception;
    }

    private static void Read(Stream body, IWireReadable shape, int maxDepth)
    {
        using var buffer = new MemoryStream();
        body.CopyTo(buffer);
        if (buffer.Length == 0)
        {
            return;
        }

        using var document = JsonDocument.Parse(
            new ReadOnlyMemory<byte>(buffer.GetBuffer(), 0, (int)buffer.Length), new JsonDocumentOptions { MaxDepth = maxDepth });
        new JsonWireReader(document.RootElement).Into(shape);
    }
}
