using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

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
        var body = context.GetResponseBodyBytes() is { Length: > 0 } bytes ? Parse(bytes) : null;
        if (string.IsNullOrEmpty(error.RequestId))
        {
            // EC2 spells it RequestID, which the SDK's reader of errors passes over.
            error.RequestId = body?.Elements().FirstOrDefault(e => e.Name.LocalName == "RequestID")?.Value
                ?? context.ResponseData.GetHeaderValue(HeaderKeys.RequestIdHeader);
        }

        var exception = operation.Error(error);
        if (exception is IWireReadable shape && body?.Descendants().FirstOrDefault(e => e.Name.LocalName == "Error") is { } details)
        {
            new XmlWireReader(details).Into(shape);
        }

        return exception;
    }

    // An error may come from something in between, as a page of HTML or as plain text.
    private static XElement? Parse(byte[] body)
    {
        try
        {
            return XmlWireReader.Root(new MemoryStream(body));
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static XElement? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(e => e.Name.LocalName == name);
}
