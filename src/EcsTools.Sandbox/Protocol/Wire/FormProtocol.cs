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
        if (version != model.ApiVersion || !model.HasOnAws(action!))
        {
            throw new AwsError("InvalidAction", UnknownAction(action!, version));
        }

        return model.FindOperation(action!) ?? throw NotServed(model, action!);
    }

    public override JsonObject ReadInput(ServiceModel model, Operation operation, ApiRequest request)
        => operation.Input is null ? new JsonObject() : ReadStructure(operation.Input, Form(request), "");

    public override AwsError NotServed(ServiceModel model, string operation) => new("InvalidAction", Lacks(model, operation));

    /// <summary>The form in the body, or in the query if there is no body.</summary>
    public static FormNode Form(ApiRequest request)
        => FormNode.Of(HttpForm.Parse(request.Body.Length > 0 ? Encoding.UTF8.GetString(request.Body) : request.RawQuery));

    /// <summary>The words of AWS for an action that the service does not have.</summary>
    protected abstract string UnknownAction(string action, string version);

    /// <summary>The error for a value of another type than the model's.</summary>
    /// <param name="name">The path of the parameter.</param>
    /// <param name="text">The value; null if it is a list or a structure.</param>
    /// <param name="wanted">The kind of its shape.</param>
    protected abstract AwsError WrongType(string name, string? text, ShapeKind wanted);

    protected abstract string NameOf(Member member);

    /// <summary>The numbered children of a list's node.</summary>
    protected abstract FormNode ItemsOf(Member member, FormNode node);

    /// <summary>Called with what a structure's node holds, to refuse what the model lacks.</summary>
    protected virtual void CheckNames(Shape shape, FormNode node, bool top)
    {
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : path + "." + name;

    private JsonObject ReadStructure(Shape shape, FormNode node, string path)
    {
        CheckNames(shape, node, path.Length == 0);
        var target = new JsonObject();
        foreach (var member in shape.Members)
        {
            if (node.Child(NameOf(member)) is { } child)
            {
                target[member.Name] = Read(member, child, Join(path, NameOf(member)));
            }
        }

        return target;
    }

    private JsonNode? Read(Member member, FormNode node, string path)
    {
        var shape = member.Shape;
        if (shape.Kind is ShapeKind.Structure or ShapeKind.List or ShapeKind.Map)
        {
            // An empty value is an empty list: clients write one so.
            return string.IsNullOrEmpty(node.Value) ? ReadGroup(member, node, path) : throw WrongType(path, node.Value, shape.Kind);
        }

        return node.Children.Count > 0 ? throw WrongType(path, null, shape.Kind)
            : node.Value is not { } text ? null
            : TextValues.TryRead(shape, text) ?? throw WrongType(path, text, shape.Kind);
    }

    private JsonNode ReadGroup(Member member, FormNode node, string path)
    {
        var shape = member.Shape;
        if (shape.Kind == ShapeKind.Structure)
        {
            return ReadStructure(shape, node, path);
        }

        if (shape.Kind == ShapeKind.List)
        {
            var items = ItemsOf(member, node).Numbered().Select((item, index) => Read(shape.Element, item, $"{path}.{index + 1}"));
            return new JsonArray(items.ToArray());
        }

        var map = new JsonObject();
        var entries = member.IsFlattened ? node : node.Child("entry") ?? node;
        foreach (var entry in entries.Numbered())
        {
            if (entry.Child(shape.Key.WireName)?.Value is { } key && entry.Child(shape.Value.WireName) is { } value)
            {
                map[key] = Read(shape.Value, value, Join(path, key));
            }
        }

        return map;
    }
}
