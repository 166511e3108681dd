using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace AwsSdk.Wire;

/// <summary>Reads the XML response of a Query or EC2 Query operation, and its errors as the SDK's own reader understands them.</summary>
internal sealed class XmlUnmarshaller(WireOperation operation) : XmlResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext context)
    {
        var response = operation.CreateResponse();
        response.ResponseMetadata = new ResponseMetadata();
        if (XmlWireReader.Root(context.Stream) is { } root)
        {
            var result = operation.ResultWrapper is { } wrapper ? Child(root, wrapper) : root;
            if (result is not null)
            {
                new XmlWireReader(result).Into((IWireReadable)response);
            }

            // Query wraps the id in ResponseMetadata, EC2 Query has it beside the result.
            response.ResponseMetadata.RequestId =
                (Child(root, "ResponseMetadata") is { } metadata ? Child(metadata, "RequestId") : Child(root, "requestId"))?.Value;
        }

        return response;
    }

    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        var error = XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(context);
        error.InnerException = innerException;
        error.StatusCode = statusCode;
        var exception = operation.Error(error);
        if (exception is IWireReadable shape && context.GetResponseBodyBytes() is { Length: > 0 } body
            && XmlWireReader.Root(new MemoryStream(body))?.Descendants().FirstOrDefault(e => e.Name.LocalName == "Error") is { } details)
        {
            new XmlWireReader(details).Into(shape);
        }

        return exception;
    }

    private static XElement? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(e => e.Name.LocalName == name);
}
