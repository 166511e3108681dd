using System;
using System.IO;
using System.Net;
using System.Text.Json;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace AwsSdk.Wire;

/// <summary>Reads the JSON response of an operation, and its errors as the SDK's own reader understands them.</summary>
internal sealed class JsonUnmarshaller(WireOperation operation) : JsonResponseUnmarshaller
{
    private const int BufferSize = 4096;

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        var response = operation.CreateResponse();
        Read(context.Stream, (IWireReadable)response, context.JsonMaxDepth);
        return response;
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(context.Stream, AWSConfigs.StreamingUtf8JsonReaderBufferSize ?? BufferSize, context.JsonMaxDepth);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(context, ref reader);
        error.InnerException = innerException;
        error.StatusCode = statusCode;
        var exception = operation.Error(error);
        if (exception is IWireReadable shape && context.GetResponseBodyBytes() is { Length: > 0 } body)
        {
            TryRead(body, shape, context.JsonMaxDepth);
        }

        return exception;
    }

    // An error may come from something in between, as a page of HTML or as plain text.
    private static void TryRead(byte[] body, IWireReadable shape, int maxDepth)
    {
        try
        {
            Read(new MemoryStream(body), shape, maxDepth);
        }
        catch (JsonException)
        {
        }
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
