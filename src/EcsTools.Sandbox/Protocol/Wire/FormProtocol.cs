using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Http;
using EcsTools.Sandbox.Protocol.Model;

namespace EcsTools.Sandbox.Protocol.Wire;

/// <summary>What Query and EC2 Query share: the operation and its members in a form.</summary>
internal abstract class FormProtocol : WireProtocol
{
    public override Operation FindOperation(ServiceModel model, ApiRequest request)
    {
        var form = Form(request);
        var action = form.Child("Action")?.Value;
        if (string.IsNullOrEmpty(action))
        {
            throw new AwsError("MissingAction", "The request must contain the parameter Action");
        }

        var version = form.Child("Version")?.Value ?? "";
        return (version == model.ApiVersion ? model.FindOperation(action!) : null)
            ?? throw new AwsError("InvalidAction", $"The action {action} is not valid for this web service version {version}.");
    }

    public override JsonObject ReadInput(ServiceModel model, Operation operation, ApiRequest request)
        => operation.Input is null ? new JsonObject() : ReadStructure(operation.Input, Form(request), top: true);

    /// <summary>The form in the body, or in the query if there is no body.</summary>
    public static FormNode Form(ApiRequest request)
        => FormNode.Of(HttpForm.Parse(request.Body.Length > 0 ? Encoding.UTF8.GetString(request.Body) : request.RawQuery));

    protected abstract string NameOf(Member member);

    /// <summary>The numbered children of a list's node.</summary>
    protected abstract FormNode ItemsOf(Member member, FormNode node);

    /// <summary>Called with what a structure's node holds, to refuse what the model lacks.</summary>
    protected virtual void CheckNames(Shape shape, FormNode node, bool top)
    {
    }

    private JsonObject ReadStructure(Shape shape, FormNode node, bool top)
    {
        CheckNames(shape, node, top);
        var target = new JsonObject();
        foreach (var member in shape.Members)
        {
            if (node.Child(NameOf(member)) is { } child)
            {
                target[member.Name] = Read(member, child);
            }
        }

        return target;
    }

    private JsonNode? Read(Member member, FormNode node)
    {
        var shape = member.Shape;
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                return ReadStructure(shape, node, top: false);
            case ShapeKind.List:
                return new JsonArray(ItemsOf(member, node).Numbered().Select(item => Read(shape.Element, item)).ToArray());
            case ShapeKind.Map:
                var map = new JsonObject();
                var entries = member.IsFlattened ? node : node.Child("entry") ?? node;
                foreach (var entry in entries.Numbered())
                {
                    if (entry.Child(shape.Key.WireName)?.Value is { } key && entry.Child(shape.Value.WireName) is { } value)
                    {
                        map[key] = Read(shape.Value, value);
                    }
                }

                return map;
            default:
                return node.Value is null ? null : TextValues.Read(shape, node.Value);
        }
    }
}
