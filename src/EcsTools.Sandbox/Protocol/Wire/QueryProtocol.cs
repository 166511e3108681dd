using System.Text.Json.Nodes;
using EcsTools.Sandbox.Protocol.Model;

namespace EcsTools.Sandbox.Protocol.Wire;

/// <summary>AWS Query: a form in, XML out (IAM, STS).</summary>
internal sealed class QueryProtocol : FormProtocol
{
    private static readonly XmlShapeWriter Writer = new("member", milliseconds: false);

    public override ApiResponse WriteOutput(ServiceModel model, Operation operation, JsonObject output, string requestId)
    {
        var body = XmlShapeWriter.Document(operation.Name + "Response", model.XmlNamespace, xml =>
        {
            if (operation.Output is { } shape)
            {
                xml.WriteStartElement(operation.ResultWrapper ?? operation.Name + "Result");
                Writer.WriteMembers(xml, shape, output);
                xml.WriteEndElement();
            }

            xml.WriteStartElement("ResponseMetadata");
            xml.WriteElementString("RequestId", requestId);
            xml.WriteEndElement();
        });
        return new ApiResponse(200, body, "text/xml", HeadersWith("x-amzn-RequestId", requestId));
    }

    public override ApiResponse WriteError(ServiceModel model, Operation? operation, AwsError error, string requestId)
    {
        var shape = model.FindError(operation, error.Code);
        var code = shape?.ErrorCode ?? error.Code;
        var status = shape?.ErrorStatus ?? error.StatusCode;
        var body = XmlShapeWriter.Document("ErrorResponse", model.XmlNamespace, xml =>
        {
            xml.WriteStartElement("Error");
            xml.WriteElementString("Type", status < 500 ? "Sender" : "Receiver");
            XmlShapeWriter.WriteText(xml, "Code", code);
            XmlShapeWriter.WriteText(xml, "Message", error.Message);
            xml.WriteEndElement();
            xml.WriteElementString("RequestId", requestId);
        });
        return new ApiResponse(status, body, "text/xml", HeadersWith("x-amzn-RequestId", requestId));
    }

    public override AwsError MissingSignature() => new("MissingAuthenticationToken", "Request is missing Authentication Token", 403);

    public override AwsError UnknownKey() => new("InvalidClientTokenId", "The security token included in the request is invalid.", 403);

    public override AwsError WrongSignature() => new("SignatureDoesNotMatch", SignatureV4.Mismatch, 403);

    public override AwsError WrongTime(string message) => new("SignatureDoesNotMatch", message, 403);

    public override AwsError ExpiredToken() => new("ExpiredToken", "The security token included in the request is expired", 403);

    public override AwsError AccessDenied(string message) => new("AccessDenied", message, 403);

    public override AwsError MalformedBody(string message) => new("MalformedInput", message);

    protected override string UnknownAction(string action, string version) => $"Could not find operation {action} for version {version}";

    protected override AwsError WrongType(string name, string? text, ShapeKind wanted) => new("MalformedInput", wanted switch
    {
        ShapeKind.Structure or ShapeKind.Map => "Unexpected complex element termination",
        ShapeKind.List => "Unexpected list element termination",
        _ when text is null => "Start of structure or map found where not expected.",
        ShapeKind.Timestamp => "timestamp must follow ISO8601",
        ShapeKind.Integer => "STRING_VALUE can not be converted to an Integer",
        ShapeKind.Float => "STRING_VALUE can not be converted to a Double",
        _ => "STRING_VALUE can not be converted to a Boolean",
    });

    protected override string NameOf(Member member) => member.WireName;

    protected override FormNode ItemsOf(Member member, FormNode node)
        => member.IsFlattened ? node : node.Child(member.Shape.Element.LocationName ?? "member") ?? node;
}
