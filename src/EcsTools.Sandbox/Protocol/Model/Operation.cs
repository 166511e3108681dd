using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Protocol.Model;

/// <summary>An operation of a service model.</summary>
internal sealed class Operation
{
    public Operation(ServiceModel model, string name, JsonObject json)
    {
        Name = name;
        HttpMethod = (string?)json["http"]?["method"] ?? "POST";
        RequestUri = ((string?)json["http"]?["requestUri"] ?? "/").Split('?')[0];
        ResponseCode = (int?)json["http"]?["responseCode"] ?? 200;
        Input = (string?)json["input"]?["shape"] is { } input ? model.Shape(input) : null;
        Output = (string?)json["output"]?["shape"] is { } output ? model.Shape(output) : null;
        ResultWrapper = (string?)json["output"]?["resultWrapper"];
        IsUnsigned = (string?)json["authtype"] == "none";
        Errors = json["errors"] is JsonArray errors
            ? errors.Select(error => model.Shape((string)error!["shape"]!)).ToArray()
            : Array.Empty<Shape>();
    }

    public string Name { get; }

    public string HttpMethod { get; }

    /// <summary>Path template of REST protocols, such as <c>/schedules/{Name}</c>.</summary>
    public string RequestUri { get; }

    public int ResponseCode { get; }

    public Shape? Input { get; }

    public Shape? Output { get; }

    public string? ResultWrapper { get; }

    /// <summary>Whether it is called without credentials.</summary>
    public bool IsUnsigned { get; }

    public IReadOnlyList<Shape> Errors { get; }
}
