using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Protocol.Model;

/// <summary>A member of a structure, or the element of a list or map: a shape and how it is named on the wire.</summary>
internal sealed class Member
{
    private readonly JsonObject _json;

    public Member(ServiceModel model, string name, JsonObject json)
    {
        _json = json;
        Name = name;
        Shape = model.Shape((string)json["shape"]!);
    }

    public string Name { get; }

    public Shape Shape { get; }

    /// <summary>The name on the wire, if it differs from <see cref="Name"/>.</summary>
    public string? LocationName => (string?)_json["locationName"];

    /// <summary>The name in an EC2 request, if the model has one.</summary>
    public string? QueryName => (string?)_json["queryName"];

    /// <summary>Where it travels in REST protocols: uri, querystring, header, headers, statusCode; null for the body.</summary>
    public string? Location => (string?)_json["location"];

    public bool IsFlattened => ((bool?)_json["flattened"] ?? false) || Shape.IsFlattened;

    public string? TimestampFormat => (string?)_json["timestampFormat"] ?? Shape.TimestampFormat;

    public string WireName => LocationName ?? Name;
}
