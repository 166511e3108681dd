using System;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Protocol.Model;

namespace EcsTools.Sandbox.Protocol.Wire;

/// <summary>EC2 Query: requests are forms whose lists are always flat, and responses are XML with special names.</summary>
internal sealed class Ec2Protocol : FormProtocol
{
    private static readonly XmlShapeWriter Writer = new("item", milliseconds: true);
    private static readonly string[] Framing =
    {
        "Action", "Version", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders",
        "X-Amz-Signature", "X-Amz-Security-Token",
    };

    public override ApiResponse WriteOutput(ServiceModel model, Operation operation, JsonObject output, string requestId)
    {
        var body = XmlShapeWriter.Document(operation.Name + "Response", model.XmlNamespace.TrimEnd('/') + "/", xml =>
        {
            xml.WriteElementString("requestId", requestId);
            if (operation.Output is { } shape)
            {
                Writer.WriteMembers(xml, shape, output);
            }
            else
            {
                xml.WriteElementString("return", "true");
            }
        });
        return new ApiResponse(200, body, "text/xml;charset=UTF-8", HeadersWith("x-amzn-requestid", requestId));
    }

    public override ApiResponse WriteError(ServiceModel model, Operation? operation, AwsError error, string requestId)
    {
        var body = XmlShapeWriter.Document("Response", "", xml =>
        {
            xml.WriteStartElement("Errors");
            xml.WriteStartElement("Error");
            XmlShapeWriter.WriteText(xml, "Code", error.Code);
            XmlShapeWriter.WriteText(xml, "Message", error.Message);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteElementString("RequestID", requestId);
        });
        return new ApiResponse(error.StatusCode, body, "text/xml;charset=UTF-8", HeadersWith("x-amzn-requestid", requestId));
    }

    public override AwsError MissingSignature() => new("MissingParameter", "The request must contain the parameter AWSAccessKeyId");

    public override AwsError UnknownKey() => new("AuthFailure", "AWS was not able to validate the provided access credentials", 401);

    public override AwsError WrongSignature() => UnknownKey();

    public override AwsError WrongTime(string message) => new("RequestExpired", "Request has expired. " + message);

    public override AwsError ExpiredToken() => new("RequestExpired", "Request has expired.");

    public override AwsError AccessDenied(string message)
        => new("UnauthorizedOperation", "You are not authorized to perform this operation. " + message, 403);

    public override AwsError MalformedBody(string message) => new("InvalidRequest", message);

    protected override string UnknownAction(string action, string version) => $"The action {action} is not valid for this web service.";

    protected override AwsError WrongType(string name, string? text, ShapeKind wanted) => new(
        "InvalidParameterValue", $"Value ({text}) for parameter {name} is invalid. Expected: '{wanted}'.");

    protected override string NameOf(Member member) => member.QueryName ?? Capital(member.WireName);

    protected override FormNode ItemsOf(Member member, FormNode node) => node;

    protected override void CheckNames(Shape shape, FormNode node, bool top)
    {
        foreach (var name in node.Children.Keys)
        {
            if (!shape.Members.Any(member => NameOf(member) == name) && !(top && Framing.Contains(name)))
            {
                throw new AwsError("UnknownParameter", $"The parameter {name} is not recognized");
            }
        }
    }

    private static string Capital(string name) => name.Substring(0, 1).ToUpperInvariant() + name.Substring(1);
}
