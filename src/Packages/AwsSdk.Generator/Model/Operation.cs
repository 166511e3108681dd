using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace AwsSdk.Generator.Model;

/// <summary>One call of a service.</summary>
internal sealed class Operation(ServiceModel service, string name, JsonObject data)
{
    public string Name { get; } = name;

    public string HttpMethod { get; } = data["http"]!["method"]!.GetValue<string>();

    public string RequestUri { get; } = data["http"]!["requestUri"]!.GetValue<string>();

    public Shape? Input { get; } = Reference(service, data["input"]);

    public Shape? Output { get; } = Reference(service, data["output"]);

    /// <summary>The element that holds the result in a Query response.</summary>
    public string? ResultWrapper { get; } = data["output"]?["resultWrapper"]?.GetValue<string>();

    public bool IsDeprecated { get; } = data["deprecated"]?.GetValue<bool>() ?? false;

    public IReadOnlyList<Shape> Errors { get; } =
        [.. data["errors"]?.AsArray().Select(e => service.Shape(e!["shape"]!.GetValue<string>())).Distinct() ?? []];

    public string RequestClass => Name + "Request";

    public string ResponseClass => Name + "Response";

    private static Shape? Reference(ServiceModel service, JsonNode? holder) =>
        holder is null ? null : service.Shape(holder["shape"]!.GetValue<string>());
}
