using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox;

namespace EcsTools.Campaigns.Fidelity.Models;

/// <summary>The model of a service that the sandbox serves.</summary>
internal sealed class ServiceDescription
{
    private readonly Dictionary<string, ShapeDescription> _shapes = [];
    private readonly JsonObject _json;

    private ServiceDescription(JsonObject json)
    {
        _json = json;
        var metadata = json["metadata"]!.AsObject();
        Protocol = (string)metadata["protocol"]!;
        ApiVersion = (string)metadata["apiVersion"]!;
        SigningName = (string?)metadata["signingName"] ?? (string)metadata["endpointPrefix"]!;
        TargetPrefix = (string?)metadata["targetPrefix"];
        JsonVersion = (string?)metadata["jsonVersion"] ?? "1.1";
        Operations = json["operations"]!.AsObject().Select(pair => new OperationDescription(this, pair.Key, pair.Value!.AsObject())).ToList();
    }

    /// <summary>Every service that the sandbox has a model of, by the name in its signatures.</summary>
    public static IReadOnlyDictionary<string, ServiceDescription> All { get; } = ReadAll();

    /// <summary>json, rest-json, query or ec2.</summary>
    public string Protocol { get; }

    public string ApiVersion { get; }

    /// <summary>The service in a signature, such as <c>ecs</c>.</summary>
    public string SigningName { get; }

    public string? TargetPrefix { get; }

    public string JsonVersion { get; }

    public IReadOnlyList<OperationDescription> Operations { get; }

    /// <summary>The operation, or null: a probe may ask for what a service does not have.</summary>
    public OperationDescription? FindOperation(string name) => Operations.FirstOrDefault(operation => operation.Name == name);

    public ShapeDescription Shape(string name)
    {
        if (!_shapes.TryGetValue(name, out var shape))
        {
            _shapes[name] = shape = new ShapeDescription(this, name, _json["shapes"]![name]!.AsObject());
        }

        return shape;
    }

    /// <summary>The code on the wire of an exception of the model.</summary>
    public string ErrorCode(string shape) => (string?)_json["shapes"]![shape]?["error"]?["code"] ?? shape;

    private static SortedDictionary<string, ServiceDescription> ReadAll()
    {
        var all = new SortedDictionary<string, ServiceDescription>(System.StringComparer.Ordinal);
        var assembly = typeof(SandboxServer).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("AWSSDK.", System.StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var service = new ServiceDescription(JsonNode.Parse(reader.ReadToEnd())!.AsObject());
            all.Add(service.SigningName, service);
        }

        return all;
    }
}
