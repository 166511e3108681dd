using System;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Protocol.Model;

namespace EcsTools.Sandbox.Protocol.Wire;

/// <summary>The body of an error in the JSON protocols.</summary>
internal static class JsonErrors
{
    public static JsonObject Body(ServiceModel model, Operation? operation, AwsError error, bool withType)
    {
        var body = new JsonObject();
        if (withType)
        {
            body["__type"] = error.Code;
        }

        var shape = model.FindError(operation, error.Code);
        var message = shape?.Members.FirstOrDefault(member => string.Equals(member.Name, "message", StringComparison.OrdinalIgnoreCase));
        body[message?.WireName ?? "message"] = error.Message;
        if (error.Members is not null)
        {
            var members = shape is null ? error.Members : JsonShapeWriter.WriteStructure(shape, error.Members);
            foreach (var pair in members)
            {
                body[pair.Key] = pair.Value?.DeepClone();
            }
        }

        return body;
    }
}
