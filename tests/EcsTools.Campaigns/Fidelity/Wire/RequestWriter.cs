using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using EcsTools.Campaigns.Fidelity.Models;

namespace EcsTools.Campaigns.Fidelity.Wire;

/// <summary>Writes the members of a request in the protocol of its service. Nothing is checked: a value of a wrong type is sent as it is.</summary>
internal static class RequestWriter
{
    public static WireRequest Write(ServiceDescription service, string operation, JsonObject body) => service.Protocol switch
    {
        "json" => WriteJson(service, operation, body),
        "rest-json" => WriteRest(service, service.FindOperation(operation)!, body),
        "query" or "ec2" => WireRequest.Post(
            service.SigningName, "application/x-www-form-urlencoded; charset=utf-8", null, FormWriter.Write(service, operation, body)),
        _ => throw new InvalidOperationException($"The campaign does not write {service.Protocol}, the protocol of {service.SigningName}."),
    };

    private static WireRequest WriteJson(ServiceDescription service, string operation, JsonObject body)
    {
        var renamed = service.FindOperation(operation)?.Input is { } input ? Rename(input, body) : body;
        return WireRequest.Post(
            service.SigningName, "application/x-amz-json-" + service.JsonVersion, $"{service.TargetPrefix}.{operation}", renamed.ToJsonString());
    }

    private static WireRequest WriteRest(ServiceDescription service, OperationDescription operation, JsonObject body)
    {
        var path = operation.RequestUri;
        var query = new List<KeyValuePair<string, string>>();
        var rest = new JsonObject();
        foreach (var (name, value) in body)
        {
            var member = operation.Input?.Members.FirstOrDefault(member => member.Name == name);
            switch (member?.Location)
            {
                case "uri":
                    path = path.Replace("{" + member.WireName + "}", Uri.EscapeDataString(value!.ToString()), StringComparison.Ordinal);
                    break;
                case "querystring":
                    var values = value is JsonArray array ? array.ToList() : [value];
                    query.AddRange(values.Select(item => KeyValuePair.Create(member.WireName, item!.ToString())));
                    break;
                default:
                    rest[member?.WireName ?? name] = value?.DeepClone();
                    break;
            }
        }

        return new WireRequest(
            service.SigningName, operation.HttpMethod, path, query, "application/json", null, rest.Count == 0 ? [] : Encoding.UTF8.GetBytes(rest.ToJsonString()));
    }

    /// <summary>The same with the names on the wire, where they differ from the model's.</summary>
    private static JsonNode Rename(ShapeDescription shape, JsonNode value)
    {
        switch (value)
        {
            case JsonObject members when shape.Type == "structure" && !shape.IsDocument:
                var renamed = new JsonObject();
                foreach (var (name, child) in members)
                {
                    var member = shape.Members.FirstOrDefault(member => member.Name == name);
                    renamed[member?.WireName ?? name] = child is null || member is null ? child?.DeepClone() : Rename(member.Shape, child);
                }

                return renamed;
            case JsonArray array when shape.Type == "list":
                return new JsonArray(array.Select(item => item is null ? null : Rename(shape.Element.Shape, item)).ToArray());
            default:
                return value.DeepClone();
        }
    }
}
