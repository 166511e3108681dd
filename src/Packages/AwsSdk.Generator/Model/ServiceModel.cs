using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace AwsSdk.Generator.Model;

/// <summary>How a service speaks.</summary>
internal enum Protocol
{
    Json,
    RestJson,
    Query,
    Ec2,
}

/// <summary>A cut service model with the published package's names over it.</summary>
internal sealed class ServiceModel
{
    private readonly JsonObject _metadata;
    private readonly Dictionary<string, Shape> _shapes;

    private ServiceModel(JsonObject service, PublishedNames names, JsonObject endpointRules)
    {
        _metadata = service["metadata"]!.AsObject();
        Names = names;
        EndpointRules = endpointRules;
        _shapes = service["shapes"]!.AsObject().ToDictionary(s => s.Key, s => new Shape(this, s.Key, s.Value!.AsObject()), StringComparer.Ordinal);
        Operations = [.. service["operations"]!.AsObject().Select(o => new Operation(this, o.Key, o.Value!.AsObject()))];
        Protocol = Metadata("protocol") switch
        {
            "json" => Protocol.Json,
            "rest-json" => Protocol.RestJson,
            "query" => Protocol.Query,
            "ec2" => Protocol.Ec2,
            var other => throw new ModelException($"Protocol '{other}' is not known."),
        };
    }

    public PublishedNames Names { get; }

    public JsonObject EndpointRules { get; }

    public Protocol Protocol { get; }

    public IReadOnlyList<Operation> Operations { get; }

    public IEnumerable<Shape> Shapes => _shapes.Values;

    public string ServiceId => Metadata("serviceId");

    public string ApiVersion => Metadata("apiVersion");

    public string EndpointPrefix => Metadata("endpointPrefix");

    public string SigningName => OptionalMetadata("signingName") ?? EndpointPrefix;

    public string? TargetPrefix => OptionalMetadata("targetPrefix");

    public string? JsonVersion => OptionalMetadata("jsonVersion");

    /// <summary>Amazon + client name: the stem of the client, configuration, exception and request classes.</summary>
    public string Stem => "Amazon" + Names.Client;

    public static ServiceModel Load(string servicePath)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(servicePath))!;
        return new ServiceModel(
            JsonNode.Parse(File.ReadAllText(servicePath))!.AsObject(),
            PublishedNames.Load(Path.Combine(directory, "names.json")),
            JsonNode.Parse(File.ReadAllText(Path.Combine(directory, "endpoint-rules.json")))!.AsObject());
    }

    public Shape Shape(string name) => _shapes.TryGetValue(name, out var shape) ? shape : throw new ModelException($"Shape {name} is missing.");

    private string Metadata(string key) => OptionalMetadata(key) ?? throw new ModelException($"The metadata has no {key}.");

    private string? OptionalMetadata(string key) => _metadata[key]?.GetValue<string>();
}
