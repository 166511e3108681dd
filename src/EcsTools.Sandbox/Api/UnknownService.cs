using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Protocol.Wire;

namespace EcsTools.Sandbox.Api;

/// <summary>The answer to a request for a service that the sandbox does not have, in the form its sender most likely reads.</summary>
internal static class UnknownService
{
    public static ApiResponse Answer(ApiRequest request, SignatureV4? signature, string requestId)
    {
        var (code, message, status) = signature is null
            ? ("MissingAuthenticationToken", "Request is missing Authentication Token", 403)
            : ("UnsupportedOperation", $"The sandbox does not serve '{signature.Service}'.", 400);
        var headers = new Dictionary<string, string> { ["x-amzn-RequestId"] = requestId };
        var isForm = request.Header("Content-Type")?.IndexOf("form-urlencoded", StringComparison.OrdinalIgnoreCase) >= 0
            || request.RawQuery.IndexOf("Action=", StringComparison.Ordinal) >= 0;
        if (!isForm)
        {
            headers["x-amzn-ErrorType"] = code;
            var json = new JsonObject { ["__type"] = code, ["message"] = message };
            return new ApiResponse(status, JsonText.ToBytes(json), "application/x-amz-json-1.1", headers);
        }

        var body = XmlShapeWriter.Document("ErrorResponse", "", xml =>
        {
            xml.WriteStartElement("Error");
            xml.WriteElementString("Type", "Sender");
            XmlShapeWriter.WriteText(xml, "Code", code);
            XmlShapeWriter.WriteText(xml, "Message", message);
            xml.WriteEndElement();
            xml.WriteElementString("RequestId", requestId);
        });
        return new ApiResponse(status, body, "text/xml", headers);
    }
}
